"""Findings in time: what changed by event, what is contested, what comes next."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator

from kb.briefing.finding import Event, Finding, Material, Turned, apart, text_weight
from kb.briefing.rules import Rules
from kb.clocks.changes import Change, Changes
from kb.values.matters import OpenMatter
from kb.values.model import Cell, QuestionHead

COUNTED = ("law-changed", "decision-taken", "enforcement-changed")
LOUD = ("equal-sources", "in-court")
TOLD_ANEW, OPEN_WEIGHS, A_CELL = 0.05, 0.3, 0.1


def events_of(found: Changes, rules: Rules, since: str) -> tuple[Event, ...]:
    """The changes of the law by what made them: a text or decision in one place on one day, the heaviest first."""
    heads = {head.id: head for head in found.end.questions}
    grouped: dict[tuple[str, str, str], list[Change]] = {}
    for change in found.changes:
        if change.cause in COUNTED:
            grouped.setdefault((change.jurisdiction, _text(change.after), _day(change, since)), []).append(change)
    events = []
    for (place, _, day), changes in grouped.items():
        weighed = {one.question: _far(heads[one.question], one) * rules.question(one.question) for one in changes}
        ordered = sorted(changes, key=lambda one: -weighed[one.question])
        first = ordered[0].after
        dossier = first.winner.dossier if first.winner else None
        turned = tuple(Turned(one.question, one.before, one.after, _is_beside(one)) for one in ordered)
        events.append(Event(place, day, dossier, turned, sum(weighed.values()) * text_weight(first, rules)))
    return tuple(sorted(events, key=lambda one: (-one.weight, one.day, one.place)))


def _far(head: QuestionHead, change: Change) -> float:
    return max(TOLD_ANEW, apart(head, change.before, change.after))


def _text(cell: Cell) -> str:
    return (cell.winner.claim.dossier or "") if cell.winner else ""


def _day(change: Change, since: str) -> str:
    """The day on which the later answer began to hold, or its last status where the answer is older."""
    began = change.after.valid_from or ""
    return began if began > since or not change.course else max(change.course[-1].start, since)


def _is_beside(change: Change) -> bool:
    """Whether the rule that decided before still stands, so that the new one was laid beside it."""
    old = change.before.winner.claim.iri if change.before.winner else None
    return any(one.claim.iri == old and not one.won and one.claim.answer for one in change.after.claims)


def changed(found: Material) -> Iterator[Finding]:
    """Each event that turned answers; that an answer is only told anew makes no sentence."""
    for number, event in enumerate(found.events):
        if event.weight > TOLD_ANEW * len(event.turned):
            cells = tuple((event.place, one.question) for one in event.turned)
            yield Finding("changed", event.weight, cells, {"event": number}, tuple(one.question for one in event.turned))


def contested(found: Material) -> Iterator[Finding]:
    """Each cell on which equal sources or a pleading say otherwise, and each case that is open; refuted claims are none."""
    for cell in found.table.cells:
        if cell.dispute and cell.dispute.kind in LOUD:
            yield Finding("contested", cell.dispute.weight, ((cell.jurisdiction, cell.question),), {}, (cell.question,))
    for matter in in_court(found.matters, found.rules):
        cells = cells_in(found, matter)
        weight = OPEN_WEIGHS + A_CELL * len(cells)
        yield Finding("contested", weight, cells, {"matter": matter.id}, tuple(dict.fromkeys(one for _, one in cells)))


def in_court(matters: Iterable[OpenMatter], rules: Rules) -> list[OpenMatter]:
    """The open matters that lie before a court or an authority."""
    return [matter for matter in matters if matter.what in rules.open_in_court]


def cells_in(found: Material, matter: OpenMatter) -> tuple[tuple[str, str], ...]:
    """The cells of the table that a matter could change."""
    return tuple(cell for cell in matter.cells if cell[0] in found.places and cell[1] in found.heads)


def next_to_come(found: Material) -> Iterator[Finding]:
    """Each thing set for a day within the time that the rules look ahead."""
    today = datetime.date.fromisoformat(found.table.as_of)
    for number, one in enumerate(found.coming):
        first = f"{one.day}-01-01"[: len("2027-01-01")]  # of a year or a month alone, its first day
        days = (datetime.date.fromisoformat(first) - today).days
        if 0 < days <= found.rules.days_ahead and one.cells:
            near = 1 - days / (found.rules.days_ahead + 1)
            weight = near * min(1.0, OPEN_WEIGHS + A_CELL * len(one.cells))
            yield Finding("next", weight, one.cells, {"coming": number}, tuple(dict.fromkeys(name for _, name in one.cells)))
