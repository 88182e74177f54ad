"""The life of one cell: every interval in which it says the same, and what it says in it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from kb.comparison import compare
from kb.model import EARLIEST, OPEN, Cell, Comparison
from kb.policy_choice import choose_policy
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
    """All intervals of one cell, from the first day of any claim on; touching intervals that look alike are one.

    Raises UsageError for names or dates that do not exist.
    """

    def at(day: str) -> Comparison:
        return compare(
            reader, [jurisdiction], questions=[question], as_of=day, known_on=known_on, platform=platform, policy=chosen
        )

    chosen = choose_policy(reader, policy)
    at(EARLIEST)
    days = turning_points(reader, jurisdiction, question)
    intervals: list[Interval] = []
    for start, end in zip(days, [*days[1:], None], strict=False):
        cell = at(start).cells[0]
        if intervals and look(intervals[-1].cell) == look(cell):
            intervals[-1] = replace(intervals[-1], end=end)
        else:
            intervals.append(Interval(start, end, cell))
    return intervals


def turning_points(reader: Reader, jurisdiction: str, question: str) -> list[str]:
    """Days on which the cell may change: starts and ends of its claims, of their instruments' events, of designations."""
    claims = reader.history(question, [jurisdiction])
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


def to_json(intervals: list[Interval]) -> list[dict[str, Any]]:
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
