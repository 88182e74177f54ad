"""The state of a service: what it is and whose, who runs it where, which classes bind it, rules for it alone, its cases."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from kb.graph.dated_ties import DatedTie
from kb.naming import iris
from kb.profiles.asked import Asked
from kb.profiles.clause import Clause, once
from kb.profiles.of_question import once_cells
from kb.profiles.powers import Power, held_by
from kb.values.model import Cell, Otherwise


def cases_of(asked: Asked) -> list[str]:
    """Short keys of the cases that concern it."""
    return [key for key, one in asked.cases.items() if asked.key in one.platforms]


def company_cases_of(asked: Asked) -> list[str]:
    """Short keys of the cases that name no service, in which somebody takes part who owns or runs it."""
    behind = {one.other for kind in ("owner", "operator") for one in asked.ties(kind)}
    return [key for key, one in asked.cases.items() if not one.platforms and behind & set(one.participants)]


def own_rules(asked: Asked) -> list[tuple[Cell, Otherwise]]:
    """Where law on it by name says otherwise than the general rule."""
    named = {(one.jurisdiction, one.question) for one in asked.found.claims if one.how == "pol:platform" and not one.withdrawn}
    found = [cell for cell in asked.phrases.found.table.cells if (cell.jurisdiction, cell.question) in named]
    return [(cell, one) for cell in found for one in cell.otherwise if one.platform == asked.slug]


def texts_of(asked: Asked) -> set[str]:
    """Short keys of the instruments and cases that are tied to it."""
    kinds = ("instrument", "case")
    return {one.other.key for one in asked.found.relations if one.other.kind in kinds} | set(cases_of(asked))


def stands(asked: Asked) -> Clause:
    """What it is, whose it is, also where another company runs it, and where it stands; each in a sentence of its own."""
    owners, operators, classes = asked.ties("owner"), _operators(asked), asked.ties("designation")
    kind = next((one.value for one in asked.found.facts if one.property == "dct:type"), "")
    said = {"name": asked.found.title, "kind": asked.language.named(kind), "owners": asked.few([one.name for one in owners])}
    parts = [asked.t("what" if owners else "what-unowned", **said), *_run_by(asked, owners, operators)]
    if classes:
        places = asked.few([asked.place(slug) for slug in once(place for one in classes for place in one.places)])
        parts.append(asked.counted("classes", len(classes), places=places))
    own, cases = own_rules(asked), cases_of(asked)
    parts += [asked.counted("own", len(own))] if own else []
    open_ones = [key for key in cases if asked.undecided_in(key)]
    parts += [asked.counted("in-cases" if open_ones else "in-closed", len(cases), open=len(open_ones))] if cases else []
    behind = company_cases_of(asked)
    parts += [asked.counted("behind", len(behind))] if behind else []
    held = [stake for one in operators for stake in _apart(asked, one)]
    things = once([*(one.key for one in (*owners, *operators, *held, *classes)), *cases, *behind])
    entered = asked.t("entered", day=max(one.asserted_on for one in owners)) if owners else ""
    caution = asked.caution([*owners, *operators, *classes], entered)
    return Clause("stands", " ".join(parts).replace("..", "."), once_cells(cell for cell, _ in own), things, caution)


def _run_by(asked: Asked, owners: Sequence[DatedTie], operators: Sequence[DatedTie]) -> Iterator[str]:
    """Who runs it: first, each in a sentence, companies that several hold, with what the owner of the service has of them."""
    shared = [one for one in operators if _apart(asked, one)]
    for one in shared:
        stakes = _apart(asked, one)
        own = [stake for stake in stakes if stake.other in {owner.other for owner in owners}]
        holders = asked.few([_share(asked, stake, "share-with") for stake in own or stakes])
        yield asked.counted(
            "run-shared", len(own or stakes), place=asked.place(_first_place(asked, one)), operator=one.name, holders=holders
        )
    rest = [f"{one.name} ({asked.name(_first_place(asked, one))})" for one in operators if one not in shared]
    if rest:
        yield asked.t("run-elsewhere" if shared else "run-by", said=asked.few(once(rest)))


def _apart(asked: Asked, one: DatedTie) -> list[DatedTie]:
    """The stakes in a company that runs it, where several hold it."""
    found = asked.ties("owner", iris.ID + one.other)
    return found if len(found) > 1 else []


def _share(asked: Asked, one: DatedTie, key: str = "share") -> str:
    """A holder with its share, where that is known."""
    return asked.t(key, name=one.name, percent=asked.language.share(one.percent)) if one.percent else one.name


def _operators(asked: Asked) -> list[DatedTie]:
    """Who runs it, in the order of the places."""
    order = list(asked.release.reader.jurisdictions())
    return sorted(asked.ties("operator"), key=lambda one: order.index(_first_place(asked, one)))


def _first_place(asked: Asked, one: DatedTie) -> str:
    """Of the places of a tie the one that stands first in the base: a union before its members."""
    return next(slug for slug in asked.release.reader.jurisdictions() if slug in one.places)


def runs(asked: Asked) -> Clause | None:
    """Who runs it in which places, and who holds the company that runs it."""
    found = _operators(asked)
    if not found:
        return None
    most = asked.rules.most_named
    said = "; ".join(_run(asked, one) for one in found[:most]) + (
        asked.t("run-rest", n=len(found) - most) if len(found) > most else ""
    )
    held = [stake for one in found for stake in asked.ties("owner", iris.ID + one.other)]
    entered = asked.t("entered-runs", day=max(one.asserted_on for one in found))
    return Clause(
        "runs", asked.t("runs", said=said), (), once(one.key for one in (*found, *held)), asked.caution([*found, *held], entered)
    )


def _run(asked: Asked, one: DatedTie) -> str:
    places = asked.few([asked.place(slug) for slug in one.places])
    holders = asked.ties("owner", iris.ID + one.other)
    told = [_share(asked, stake) for stake in holders]
    said = {"operator": one.name, "places": places, "since": one.since}
    return asked.t("run-held", holders=asked.language.listed(told), **said) if told else asked.t("run", **said)


def bound(asked: Asked) -> Clause | None:
    """Which classes it is in, where, since when, under which text."""
    found = asked.ties("designation")
    if not found:
        return None
    said = "; ".join(_class(asked, one) for one in found)
    keys = once(key for one in found for key in (one.key, one.act))
    return Clause("bound", asked.t("bound", said=said), (), keys, asked.caution(found))


def _class(asked: Asked, one: DatedTie) -> str:
    catalogue = asked.release.catalogue.entities
    act = catalogue[one.act].label if one.act in catalogue else one.act
    places = asked.language.listed([asked.place(slug) for slug in one.places])
    return asked.t("class", **{"class": asked.language.named(one.name)}, place=places, since=one.since, act=act)


def watchers(asked: Asked) -> dict[str, dict[str, list[Power]]]:
    """By place the authorities with powers over a class that it is in there, those that hold most first."""
    classes = {(one.other.partition("/")[2], slug) for one in asked.ties("designation") for slug in one.places}
    found: dict[str, list[Power]] = {}
    for one in asked.powers:
        if (one.over, one.place) in classes:
            found.setdefault(one.place, []).append(one)
    order = list(asked.release.reader.jurisdictions())
    return {slug: held_by(found[slug]) for slug in sorted(found, key=order.index)}


def watched(asked: Asked) -> Clause | None:
    """Which authorities hold how many powers over the classes that it is in, place by place."""
    found = watchers(asked)
    if not found:
        return None
    said = []
    for slug, held in found.items():
        names = asked.few([f"{powers[0].holder_name} ({len(powers)})" for powers in held.values()])
        said.append(asked.t("watched-one", place=asked.place(slug), names=names))
    told = {one.key: one for held in found.values() for powers in held.values() for one in powers}
    things = once([*(holder for held in found.values() for holder in held), *told])
    return Clause("watched", asked.t("watched", said="; ".join(said)), (), things, asked.caution(list(told.values())))


def otherwise(asked: Asked) -> Clause | None:
    """What law on it by name says, the weightiest questions first."""
    weight = asked.phrases.found.rules.question
    found = sorted(own_rules(asked), key=lambda pair: -weight(pair[0].question))
    if not found:
        return None
    most = asked.rules.most_otherwise
    said = "; ".join(_own(asked, cell, one) for cell, one in found[:most])
    rest = asked.t("otherwise-rest", n=len(found) - most) if len(found) > most else ""
    return Clause("otherwise", asked.t("otherwise", said=said + rest), once_cells(cell for cell, _ in found))


def _own(asked: Asked, cell: Cell, one: Otherwise) -> str:
    place, question = asked.place(cell.jurisdiction), asked.phrases.question(cell.question)
    grade = one.evidence_grade if one.state == "answered" else None
    return asked.t("otherwise-one", place=place, question=question, answer=asked.read(asked.phrases.answer(one), grade))


def cases(asked: Asked) -> Clause | None:
    """How many cases concern it, before how many authorities and courts, and in how many a sum is named."""
    found = [asked.cases[key] for key in cases_of(asked)]
    if not found:
        return None
    forums = len({one.forum for one in found if one.forum})
    sums = sum(bool(one.sums) for one in found)
    return Clause("cases", asked.counted("cases", len(found), forums=forums, sums=sums), (), once(one.key for one in found))


def open_matters(asked: Asked) -> Clause | None:
    """What is open in the cases and texts that concern it."""
    return asked.open_clause(asked.open_in(cases_of(asked)))


CLAUSES: dict[str, Callable[[Asked], Clause | None]] = {
    "stands": stands,
    "runs": runs,
    "bound": bound,
    "watched": watched,
    "otherwise": otherwise,
    "cases": cases,
    "open": open_matters,
}
