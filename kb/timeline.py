"""The life of one cell: every interval in which it says the same, and what it says in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from kb.comparison import ask, cell_of, holds
from kb.model import EARLIEST, OPEN, Cell, StoredClaim
from kb.names import known
from kb.reader import Reader
from kb.resolution import Policy
from kb.tables.wording import status_words

Look = tuple[str, str | None, str | None, str | None, bool, str]


@dataclass(frozen=True)
class Interval:
    """Half-open interval of valid time and the cell that holds in it; an open end is None."""

    start: str
    end: str | None
    cell: Cell


def timeline(
    reader: Reader,
    jurisdiction: str,
    question: str,
    *,
    known_on: str | None = None,
    platform: str | None = None,
    policy: str | Policy | None = None,
) -> list[Interval]:
    """All intervals of one cell, from the first day of any claim in the record on; touching ones that look alike are one.

    Raises UsageError for names or dates that do not exist.
    """
    known("jurisdiction", jurisdiction, reader.jurisdictions())
    questions = reader.questions()
    head = questions[known("question", question, questions)]
    point = ask(reader, EARLIEST, known_on, platform, policy)
    history = reader.history(question, [jurisdiction])
    claims = [claim for claim in history if claim.asserted_on <= point.known_on < claim.retracted_on]
    days = turning_points(reader, jurisdiction, claims)
    intervals: list[Interval] = []
    for start, end in zip(days, [*days[1:], None], strict=False):
        holding = [claim for claim in claims if holds(claim, start, point.known_on)]
        cell = cell_of(reader, jurisdiction, head, holding, replace(point, as_of=start))
        if intervals and look(intervals[-1].cell) == look(cell):
            intervals[-1] = replace(intervals[-1], end=end)
        else:
            intervals.append(Interval(start, end, cell))
    return intervals


def between(intervals: Sequence[Interval], low: str, high: str) -> list[Interval]:
    """The intervals that a cell went through from one day to another, both included, in order."""
    return [one for one in intervals if one.start <= high and (one.end is None or one.end > low)]


def turning_points(reader: Reader, jurisdiction: str, claims: Sequence[StoredClaim]) -> list[str]:
    """Days on which a cell may change: starts and ends of its claims, of their instruments' events, of designations."""
    days = {day for claim in claims for day in (claim.valid_from, claim.valid_until)}
    for dossier in {claim.dossier for claim in claims if claim.dossier}:
        days |= {day for event in reader.events(dossier) for day in (event.on, event.until) if day}
    for platform in reader.platforms().values():
        days |= {day for _, place, *dates, _ in platform.designations if place == jurisdiction for day in dates}
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
        marks = [status_words(one.cell)] if one.cell.legal_status else []
        marks += ["disputed"] if one.cell.disputed else []
        lines.append(
            f"{'unknown' if one.start == EARLIEST else one.start} to {one.end or 'open':<10}  {one.cell.label}"
            + (f" ({'; '.join(marks)})" if marks else "")
        )
        lines.append(f"    {one.cell.in_short}")
    return "\n".join(lines) + "\n"
