"""The state of an act: whether it is in force and applied, what it does, its pauses, what rests on it, what is open and comes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from kb.briefing.rules import rules
from kb.graph.entity_view import EntityClaim, EntityView
from kb.graph.limits import reached_names
from kb.naming import iris
from kb.profiles.asked import Asked
from kb.profiles.clause import Clause, once
from kb.profiles.of_jurisdiction import OF_A_TEXT, next_day
from kb.values.model import OPEN, StoredEvent
from kb.values.status import in_record
from kb.values.stored import as_known
from kb.values.text_status import TextStatus, last_day_of, text_status

HALTS = ("suspended", "stayed", "enjoined")
RESTS_ON = ("pol:basedOn", "pol:implements", "pol:supplements")


def events_of(asked: Asked) -> list[StoredEvent]:
    """Its events in the record."""
    return [one for one in asked.release.reader.events(asked.found.iri) if in_record(one, asked.known_on)]


def kind_of(found: EntityView) -> str:
    """Its kind as the word list has it."""
    return next((one.value for one in found.facts if one.property == "dct:type"), "")


def last_known(asked: Asked, key: str) -> str | None:
    """The day to which a text was looked through, where the day asked lies too far beyond it; None where it does not."""
    evidence = asked.looked_through.get(key)
    if evidence and asked.as_of <= last_day_of(evidence, bool(asked.open_in([key]))):
        return None
    return evidence or asked.language.t("no-day")


def place_of(found: EntityView) -> str:
    """The jurisdiction whose text it is."""
    return found.key.split("/")[1]


def stands(asked: Asked) -> Clause:
    """Whether it is law, since when, and how far it is applied."""
    found, events = asked.found, events_of(asked)
    now = text_status(events, asked.as_of, asked.known_on)
    name = found.also[0] if found.also else found.title
    said = {"name": name, "kind": asked.language.named(kind_of(found)), "place": asked.place(place_of(found))}
    last = last_known(asked, asked.key)
    said |= {"state": state_words(asked, now, asked.key), "day": last or ""}
    text = asked.t("stands-last" if last else "stands", **said)
    evidence = asked.looked_through.get(asked.key)
    things = once(one.iri.removeprefix(iris.ID) for one in now.events)
    return Clause("stands", text, (), things, asked.t("evidence-to", day=evidence) if evidence else "")


def enforced(asked: Asked) -> Clause | None:
    """Whether it is enforced on the day: what halts it, or that nothing does; beyond the evidence only what was last known."""
    now = text_status(events_of(asked), asked.as_of, asked.known_on)
    if now.legal != "in-force":
        return None
    last = last_known(asked, asked.key)
    day = last or asked.looked_through.get(asked.key) or asked.language.t("no-day")
    halts = [one for one in now.enforcement if one[0] not in ("applicable", "not-in-force")]
    said = [_enforced_words(asked, *one) for one in halts] + _halted_provisions(asked)
    key = "halted" if len(halts) == len(now.enforcement) > 0 else "halted-in-part" if said else "applied"
    things = once(one.iri.removeprefix(iris.ID) for one in now.events)
    ahead = [(since, looked) for since in _begun(now) if (looked := _looked_before(asked, now, asked.key, since))]
    if key == "applied" and ahead:
        since, looked = max(ahead)
        return Clause("enforced", asked.t("applied-set", as_of=asked.as_of, day=looked, since=since), (), things)
    text = asked.t(f"{key}-last" if last else key, day=day, as_of=asked.as_of, said="; ".join(dict.fromkeys(said)))
    return Clause("enforced", text, (), things)


def _begun(now: TextStatus) -> list[str]:
    """The days from which a text is law, and from which it applies to everyone."""
    return [now.legal_since, *(since for status, since, _, reached in now.enforcement if status == "applicable" and not reached)]


def _looked_before(asked: Asked, now: TextStatus, key: str, since: str) -> str | None:
    """The day to which was looked where it lies before a day on which a text began, so that it was only set to begin then."""
    looked = asked.looked_through.get(key)
    if not looked or since <= looked:
        return None
    events = [one.iri for one in now.events if as_known(one.on, one.precision) == since]
    last = max([looked, *(asked.evidence_of_events.get(one, "") for one in events)])
    return last if last < since else None


def _halted_provisions(asked: Asked) -> list[str]:
    """What halts single provisions on the day: of those that events cover together, the last that has begun and not ended."""
    last: dict[frozenset[str], StoredEvent] = {}
    for one in sorted(events_of(asked), key=lambda one: (one.on, one.position)):
        if one.covers and one.sets_enforcement and one.on <= asked.as_of < (one.until or OPEN):
            last[one.covers] = one
    t = asked.language.t
    halting = [(one.sets_enforcement, as_known(one.on, one.precision)) for one in last.values() if one.sets_enforcement in HALTS]
    return [t("instrument-clause.enforced-provisions", status=t(f"status.{name}"), since=day) for name, day in halting]


def state_words(asked: Asked, now: TextStatus, key: str) -> str:
    """Legal status with its day, then for whom it applies, or what halts it; a beginning after the last look was only set.

    ``key`` is the short key of the text.
    """
    if now.legal is None:
        return asked.language.t("instrument-clause.no-status")
    is_set = now.legal == "in-force" and _looked_before(asked, now, key, now.legal_since) is not None
    said = {"status": asked.language.t(f"status.{now.legal}"), "since": now.legal_since}
    told = [asked.language.t("instrument-clause.legal-set" if is_set else "instrument-clause.legal", **said)]
    for one in now.enforcement:
        is_ahead = one[0] == "applicable" and _looked_before(asked, now, key, one[1]) is not None
        told.append(_enforced_words(asked, *one, is_set=is_ahead))
    return "; ".join(told)


def _enforced_words(asked: Asked, status: str, since: str, until: str, reached: Iterable[str], is_set: bool = False) -> str:
    """How far it is applied to one circle of addressees, or from when it was set to be."""
    whom = asked.few(
        [asked.language.t("quoted", name=asked.language.named(name)) for name in reached_names(asked.release, reached)]
    )
    key, words = ("enforced-for" if whom else "enforced") + ("-set" if is_set else ""), asked.language.t(f"status.{status}")
    said = asked.language.t(f"instrument-clause.{key}", **{"status": words, "since": since, "class": whom})
    return asked.language.t("instrument-clause.enforced-until", said=said, until=until) if until else said


def answers_of(asked: Asked) -> list[EntityClaim]:
    """The answers stated in it that hold on the day, the weightiest question first."""
    order = asked.in_use
    found = [
        one
        for one in asked.found.claims
        if one.how == "pol:statedIn"
        and one.question in order
        and not one.withdrawn
        and one.valid_from <= asked.as_of < one.valid_until
        and _is_answer(one)
    ]
    return sorted(found, key=lambda one: (-rules().question(one.question), order.index(one.question)))


def _is_answer(one: EntityClaim) -> bool:
    return "/absence/" not in one.iri


def does(asked: Asked) -> Clause | None:
    """On which subjects it answers how many questions and the weightiest of them; else its first provision or power."""
    if found := answers_of(asked):
        return _answering(asked, found)
    told = [(one.says, one.pinpoint, one.iri) for one in asked.found.passages]
    told += [(one.in_short, one.pinpoint, one.key) for one in asked.powers if one.act == asked.key]
    if not told:
        return None
    says, pinpoint, key = told[0]
    return Clause("does", asked.t("does", says=says.rstrip("."), pinpoint=pinpoint), (), (key.removeprefix(iris.ID),))


def _answering(asked: Asked, found: Sequence[EntityClaim]) -> Clause:
    """What its weightiest answer says; of a text with several, after all the subjects that they are on."""
    heads, first = asked.release.reader.questions(), found[0]
    cells = tuple(dict.fromkeys((one.jurisdiction, one.question) for one in found))
    topics = Counter(heads[question].dimension_title for _, question in cells)
    pinpoint = asked.few((first.pinpoint or asked.t("as-a-whole")).split("; "))
    said = {"says": first.in_short.rstrip("."), "pinpoint": pinpoint, "question": asked.language.named(first.text)}
    if len(cells) > 1:
        named = [f"{asked.language.named(topic)} ({number})" for topic, number in topics.most_common()]
        text = asked.t("does-topics", n=len(cells), topics=", ".join(named), **said)
    else:
        text = asked.t("does", **said)
    caution = asked.caution(_readings(asked, first))
    return Clause("does", text, cells, (first.iri.removeprefix(iris.ID),), caution)


class Weighed(NamedTuple):
    """How well a claim was read."""

    grade: str | None
    checked: str


def _readings(asked: Asked, claim: EntityClaim) -> list[Weighed]:
    found = asked.release.reader.history(claim.question, [claim.jurisdiction])
    return [Weighed(one.evidence_grade, one.checked or "") for one in found if one.iri == claim.iri]


def paused(asked: Asked) -> Clause | None:
    """How often its enforcement was halted, from when until when."""
    halts = sorted(
        {(one.on, one.until or OPEN) for one in events_of(asked) if one.sets_enforcement in HALTS and one.on <= asked.as_of}
    )
    if not halts:
        return None
    last = max(until for _, until in halts)
    said = {"first": halts[0][0], "last": last}
    key = "paused-open" if last == OPEN else "paused-still" if last > asked.as_of else "paused"
    things = once(one.iri.removeprefix(iris.ID) for one in events_of(asked) if one.sets_enforcement in HALTS)
    return Clause("paused", asked.counted(key, len(halts), **said), (), things)


def rests(asked: Asked) -> Clause | None:
    """How many answers, powers, cases and designations rest on it, and what it rests on itself."""
    cells = tuple(dict.fromkeys((one.jurisdiction, one.question) for one in answers_of(asked)))
    held = once(one.key for one in asked.powers if one.act == asked.key)
    cases = once(key for key, one in asked.cases.items() if asked.key in one.concerns)
    services = once(one.other.key for one in asked.found.relations if one.relation == "pol:designatedUnder" and not one.outgoing)
    counts = {"answers": cells, "powers": held, "cases": cases, "services": services}
    said = [asked.counted(f"rests-{name}", len(among)) for name, among in counts.items() if among]
    below = [one.other for one in asked.found.relations if one.outgoing and one.relation in RESTS_ON]
    if not said and not below:
        return None
    text = asked.t("rests", said=asked.language.listed(said)) if said else ""
    text += (" " if text else "") + asked.t("rests-on", names=asked.few([one.label for one in below])) if below else ""
    return Clause("rests", text, cells, (*held, *cases, *services, *once(one.key for one in below)))


def open_matters(asked: Asked) -> Clause | None:
    """What is open in it, and in the cases about it."""
    cases = [key for key, one in asked.cases.items() if asked.key in one.concerns]
    own, found = asked.open_in([asked.key]), asked.open_in([asked.key, *cases])
    told = asked.open_clause(found)
    if told is None or len(own) == len(found):
        return told
    where = asked.t("open-where", own=len(own), cases=len(found) - len(own))
    return replace(told, text=f"{told.text} {where}")


def comes(asked: Asked) -> Clause | None:
    """The next day that is set for it."""
    return next_day(asked, lambda one: one.dossier.key == asked.key, OF_A_TEXT)


CLAUSES: dict[str, Callable[[Asked], Clause | None]] = {
    "stands": stands,
    "enforced": enforced,
    "does": does,
    "paused": paused,
    "rests": rests,
    "open": open_matters,
    "next": comes,
}
