"""The life of one cell: every interval in which it says the same, and what it says in it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any, Unpack

from kb.cells.comparison import ask, question_named
from kb.cells.deciding import cell_of
from kb.cells.layers import orders_ever
from kb.cells.orders import Asked, holds
from kb.cells.place_names import known_place
from kb.release.reader import Reader
from kb.values.evidence_words import standing_label
from kb.values.model import EARLIEST, OPEN, Cell, StoredClaim
from kb.values.spelt_out import spelt_out
from kb.values.status import in_record
from kb.values.view import RecordKeywords, View, asked_view
from kb.values.words import cell_words, doubt_clauses, lowered, told_status

Look = tuple[str, str | None, str | None, str | None, bool, str]


@dataclass(frozen=True)
class Interval:
    """Half-open interval of valid time and the cell that holds in it; an open end is None."""

    start: str
    end: str | None
    cell: Cell


@spelt_out(RecordKeywords)
def timeline(
    reader: Reader, jurisdiction: View | str, question: str | None = None, **asked: Unpack[RecordKeywords]
) -> list[Interval]:
    """All intervals of one cell, from the first day of any claim in the record on; touching ones that look alike are one.

    Takes a view of one cell, whose day of the law is passed over, or a jurisdiction, a question and keywords.
    Raises UsageError for names or dates that do not exist.
    """
    view = asked_view(jurisdiction, **{"questions": question, **asked})
    life = _Life(reader, *view.cell(), ask(reader, view.but(as_of=EARLIEST)))
    return life.intervals(0, len(life.days))


def course(reader: Reader, jurisdiction: str, question: str, point: Asked, end: str) -> list[Interval]:
    """The intervals of the timeline that a cell went through from one day to another, both included, in order.

    Cells before and after are only looked at to tell where the first interval begins and the last one ends.
    """
    life = _Life(reader, jurisdiction, question, point)
    first, after = max(bisect_right(life.days, point.as_of) - 1, 0), bisect_right(life.days, end)
    if first >= after:
        return []
    while first > 0 and life.looks_alike(first - 1, first):
        first -= 1
    while after < len(life.days) and life.looks_alike(after - 1, after):
        after += 1
    return life.intervals(first, after)


class _Life:
    """The turning points of one cell, and what it says at each of them, looked at once."""

    def __init__(self, reader: Reader, jurisdiction: str, question: str, point: Asked) -> None:
        questions = reader.questions()
        self._reader, self._point = reader, point
        self._jurisdiction = known_place(reader, jurisdiction)
        self._head = questions[question_named(question, questions)]
        orders = orders_ever(reader, self._jurisdiction)
        history = reader.history(self._head.id, orders)
        self._claims = [claim for claim in history if claim.asserted_on <= point.known_on < claim.retracted_on]
        self._cells: dict[int, Cell] = {}
        self.days = turning_points(reader, orders, self._claims, point.known_on)

    def cell(self, number: int) -> Cell:
        """What the cell says from one turning point on."""
        if number not in self._cells:
            day = self.days[number]
            holding: dict[str, list[StoredClaim]] = {}
            for claim in self._claims:
                if holds(claim, day, self._point.known_on):
                    holding.setdefault(claim.jurisdiction, []).append(claim)
            point = self._point._replace(as_of=day)
            self._cells[number] = cell_of(self._reader, self._jurisdiction, self._head, holding, point)
        return self._cells[number]

    def looks_alike(self, one: int, other: int) -> bool:
        """Whether the cell says the same from two turning points on."""
        return look(self.cell(one)) == look(self.cell(other))

    def intervals(self, first: int, end: int) -> list[Interval]:
        """The intervals that begin at some turning points in a row; touching ones that look alike are one."""
        found: list[Interval] = []
        for number in range(first, end):
            until = self.days[number + 1] if number + 1 < len(self.days) else None
            if found and self.looks_alike(number - 1, number):
                found[-1] = replace(found[-1], end=until)
            else:
                found.append(Interval(self.days[number], until, self.cell(number)))
        return found


def turning_points(reader: Reader, orders: Collection[str], claims: Sequence[StoredClaim], known_on: str) -> list[str]:
    """Days on which a cell may change: starts and ends of its claims, of their instruments' events, of designations, and of
    the memberships by which the law of several ``orders`` reaches it."""
    days = {day for claim in claims for day in (claim.valid_from, claim.valid_until)}
    for dossier in {claim.dossier for claim in claims if claim.dossier}:
        known_events = (event for event in reader.events(dossier) if in_record(event, known_on))
        days |= {day for event in known_events for day in (event.on, event.until) if day}
    for platform in reader.platforms().values():
        days |= {day for _, place, *dates, _ in platform.designations if place in orders for day in dates}
    ties = (tie for order in orders for tie in reader.memberships().get(order, ()) if tie.of in orders)
    days |= {day for tie in ties for day in (tie.start, tie.until)}
    first = min((claim.valid_from for claim in claims), default=OPEN)
    return sorted(day for day in days if first <= day < OPEN)


def look(cell: Cell) -> Look:
    """What a reader sees of a cell; two cells that look alike have not changed."""
    return (cell.state, cell.answer, cell.legal_status, cell.enforcement_status, cell.disputed, cell.in_short)


def to_json(intervals: Sequence[Interval]) -> list[dict[str, Any]]:
    """The intervals as plain values; an open end is null."""
    return [{"from": one.start, "until": one.end} | one.cell.shown() for one in intervals]


def to_text(intervals: list[Interval]) -> str:
    """The intervals as plain text, one paragraph each."""
    if not intervals:
        return "Nothing is in the record on this cell.\n"
    lines = []
    for one in intervals:
        words = cell_words(one.cell)
        marks = [told_status(one.cell)] if one.cell.legal_status else []
        marks += [f"evidence to {one.cell.evidence_to}"] if one.end is None and one.cell.evidence_to else []
        marks += [*(lowered(line.text) for line in words.otherwise), *doubt_clauses(words)]
        lines.append(
            f"{'unknown' if one.start == EARLIEST else one.start} to {one.end or 'open':<10}  {standing_label(one.cell)}"
            + (f" ({'; '.join(marks)})" if marks else "")
        )
        lines.append(f"    {one.cell.in_short}")
    return "\n".join(lines) + "\n"
