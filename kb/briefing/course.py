"""Findings in time: what changed by event, what is contested, what comes next."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator

from kb.briefing.finding import Finding, Material
from kb.briefing.rules import Rules
from kb.briefing.steps import TOLD_ANEW
from kb.values.matters import OpenMatter

LOUD = ("equal-sources", "in-court")
OPEN_WEIGHS, A_CELL = 0.3, 0.1


def changed(found: Material) -> Iterator[Finding]:
    """Each event that turned answers which have stood since; that an answer is only told anew makes no sentence."""
    heaviest = max((event.weight for event in found.events if any(one.still for one in event.turned)), default=0.0)
    for number, event in enumerate(found.events):
        standing = tuple(one for one in event.turned if one.still)
        if standing and event.weight > TOLD_ANEW * len(event.turned):
            cells = tuple((event.place, one.question) for one in standing)
            said = {"event": number, "is_heaviest": event.weight == heaviest}
            yield Finding("changed", event.weight, cells, said, tuple(one.question for one in standing))


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
