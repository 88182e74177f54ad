"""The statements of the facts: what is published one by one, and amended, never overwritten.

A statement is a claim, a typed absence, an event of an instrument, a step of a case, a statement of a source, an open matter or
its closing, or a power. Each has an identifier (the end of its IRI), the place where it is written, what it means, and both
days of its record time.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kb.loaders.answer_words import members_of
from kb.loaders.dossier_records import Absence, Case, Claim, Event, Instrument, Step
from kb.loaders.fields import OPEN, Coding, Withdrawal
from kb.loaders.matters.records import Matters, OpenMatter
from kb.loaders.powers.records import Power
from kb.loaders.records import Facts
from kb.loaders.references import claim_key
from kb.loaders.source_records import Source
from kb.loaders.source_records import Statement as Said
from kb.loaders.yaml_files import Place

Value = str | tuple[str, ...] | None
LEFT, TRUE = "left_to_members", "true"
FOLDER_OF = {"instrument": "instruments", "case": "cases", "source": "sources", "absence": "absences", "power": "powers"}


@dataclass(frozen=True)
class Statement:
    """One statement; ``meaning`` has its parts by the keys of the file, ``question`` the one that it answers."""

    id: str
    kind: str
    file: str
    place: Place
    meaning: dict[str, Value]
    coded_on: str
    withdrawn_on: str
    question: str = ""


def statements_of(facts: Facts, name: str) -> Iterator[Statement]:
    """All statements of one file, in the order of the file; none of registers and the codebook."""
    folder, _, path = name.removesuffix(".yaml").partition("/")
    if folder == "instruments":
        yield from _of_dossier(name, "instrument", path, facts.instruments[path])
    elif folder == "cases":
        yield from _of_dossier(name, "case", path, facts.cases[path])
    elif folder == "sources":
        yield from _of_source(name, path, facts.sources[path])
    elif folder == "powers":
        for key, power in facts.powers[path].items():
            times = _times(power.coded, power.withdrawn)
            yield Statement(f"power/{path}/{key}", "power", name, ("powers", key), _power(power), *times)
    elif folder == "absences":
        for question, entries in facts.absences[path].items():
            for number, absence in enumerate(entries):
                where = (f"absence/{path}/{question}", ("absences", question, number), question)
                yield _absence(name, where, absence)
        yield from _of_matters(name, f"absence/{path}", facts.open[path], None)


def file_of(statement: str) -> str:
    """The file that states what has this identifier: ``instruments/us/pafaca.yaml``."""
    kind, *rest = statement.split("/")
    if kind == "claim":
        kind = rest.pop(0) if rest[0] in ("case", "absence") else "instrument"
    depth = 1 if kind in ("absence", "source", "power") else 2
    return f"{FOLDER_OF[kind]}/{'/'.join(rest[:depth])}.yaml"


def dated_keys(entries: Iterable[Event | Step | OpenMatter]) -> list[str]:
    """What tells the events, steps or open matters of one file apart: day, kind, addressee, own id; equal ones are numbered."""
    seen: dict[str, int] = {}
    keys = []
    for entry in entries:
        parts = (f"{entry.on}-{entry.what}", entry.to if isinstance(entry, Event) else None, entry.id)
        key = re.sub(r"[^a-z0-9-]+", "-", "--".join(part for part in parts if part).lower())
        seen[key] = seen.get(key, 0) + 1
        keys.append(key if seen[key] == 1 else f"{key}--{seen[key]}")
    return keys


def _of_dossier(name: str, kind: str, path: str, dossier: Instrument | Case) -> Iterator[Statement]:
    if isinstance(dossier, Instrument):
        for number, (key, event) in enumerate(zip(dated_keys(dossier.dates), dossier.dates, strict=True)):
            meaning = _event(event)
            times = _times(event.coded or dossier.coded, event.withdrawn)
            yield Statement(f"{kind}/{path}/event/{key}", "event", name, ("dates", number), meaning, *times)
    else:
        for number, (key, step) in enumerate(zip(dated_keys(dossier.steps), dossier.steps, strict=True)):
            meaning = _step(step)
            times = _times(step.coded or dossier.coded, step.withdrawn)
            yield Statement(f"{kind}/{path}/step/{key}", "step", name, ("steps", number), meaning, *times)
    prefix = path if kind == "instrument" else f"{kind}/{path}"
    for question, claims in dossier.claims.items():
        for number, claim in enumerate(claims):
            identifier = f"claim/{prefix}/{question}/{claim_key(claim)}"
            meaning = _claim(claim, claim.jurisdiction or dossier.jurisdiction or path.partition("/")[0])
            times = _times(claim.coded or dossier.coded, claim.withdrawn)
            yield Statement(identifier, "claim", name, ("claims", question, number), meaning, *times, question)
    yield from _of_matters(name, f"{kind}/{path}", dossier.open, dossier.coded)


def _of_source(name: str, path: str, source: Source) -> Iterator[Statement]:
    for key, said in source.claims.items():
        times = _times(said.coded or source.coded, said.withdrawn)
        question = said.answers.question if said.answers else ""
        yield Statement(f"source/{path}/{key}", "said", name, ("claims", key), _said(said), *times, question)
    yield from _of_matters(name, f"source/{path}", source.open, source.coded)


def _of_matters(name: str, prefix: str, matters: Matters, coded: Coding | None) -> Iterator[Statement]:
    """The open matters of a file, and how those that ended did: a closing is a statement of its own."""
    for number, (key, matter) in enumerate(zip(dated_keys(matters), matters, strict=True)):
        place: Place = ("open", number)
        times = _times(matter.coded or coded, matter.withdrawn)
        yield Statement(f"{prefix}/open/{key}", "open", name, place, _matter(matter), *times)
        if end := matter.closed:
            meaning: dict[str, Value] = {"on": end.on, "how": end.how, "in_short": end.in_short}
            yield Statement(f"{prefix}/closed/{key}", "closed", name, (*place, "closed"), meaning, end.coded.on, times[1])


def _absence(name: str, where: tuple[str, Place, str], absence: Absence) -> Statement:
    prefix, place, question = where
    meaning: dict[str, Value] = {
        "absence": absence.absence,
        **_reach(absence),
        "searched": tuple(sorted(absence.searched)),
        "searched_on": absence.searched_on,
    }
    times = _times(absence.coded, absence.withdrawn)
    return Statement(f"claim/{prefix}/{claim_key(absence)}", "absence", name, place, meaning, *times, question)


def _claim(claim: Claim, jurisdiction: str) -> dict[str, Value]:
    rests = {"rests_on": tuple(sorted(claim.rests_on)), "beside": tuple(sorted(claim.beside))}
    left: dict[str, Value] = {LEFT: TRUE} if claim.left_to_members else {}  # where it is not said, it is no part of a meaning
    return {"answer": _answer(claim.answer), **_reach(claim), "jurisdiction": jurisdiction, **rests, **left}


def _answer(answer: str) -> Value:
    """An answer as a part of a meaning: the members of a set apart."""
    members = members_of(answer)
    return members if len(members) > 1 else answer


def _reach(stated: Claim | Absence) -> dict[str, Value]:
    scope = {"platform": stated.scope.platform, "party": stated.scope.party}
    return {"from": stated.from_, "until": _end(stated.until), "in_short": stated.in_short, **scope}


def _event(event: Event) -> dict[str, Value]:
    whom: dict[str, Value] = {"to": event.to, "covers": tuple(sorted(event.covers)), "provision": event.provision, "by": event.by}
    return {"on": event.on, "what": event.what, "until": event.until, **whom}


def _step(step: Step) -> dict[str, Value]:
    return {"on": step.on, "what": step.what, "in_short": step.in_short, "by": step.by, "provision": step.provision}


def _matter(matter: OpenMatter) -> dict[str, Value]:
    days = {"since": matter.since, "look_again": matter.look_again, "because": matter.because}
    stake = tuple(sorted(matter.could_change or ()))
    return {"what": matter.what, "in": matter.in_, **days, "in_short": matter.in_short, "could_change": stake}


def _power(power: Power) -> dict[str, Value]:
    whom: dict[str, Value] = {"held_by": tuple(sorted(power.held_by)), "kind": power.kind, "over": power.over}
    basis: dict[str, Value] = {"under": power.under, "provision": power.provision}
    days: dict[str, Value] = {"from": power.from_, "until": _end(power.until), "in_short": power.in_short}
    most = tuple(sorted(" ".join(filter(None, (one.value, one.currency or one.unit, one.base))) for one in power.maximum))
    return {**whom, **basis, **days, "maximum": most}


def _said(said: Said) -> dict[str, Value]:
    stated: dict[str, Value] = {
        name: getattr(said, name) for name in ("says", "subject", "predicate", "object", "held_for", "verdict")
    }
    if not (given := said.answers):
        return stated
    scope = {"platform": given.scope.platform, "party": given.scope.party}
    period = {"from": given.from_, "until": _end(given.until), "says_from": given.says_from}
    asked = {"question": given.question, "jurisdiction": given.jurisdiction}
    return {**stated, **asked, "answer": _answer(given.answer), "in_short": given.in_short, **period, **scope}


def _times(coded: Coding | None, withdrawn: Withdrawal | None) -> tuple[str, str]:
    return coded.on if coded else "", withdrawn.on if withdrawn else ""


def _end(day: str) -> Value:
    return None if day == OPEN else day
