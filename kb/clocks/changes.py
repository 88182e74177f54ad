"""What changed between two points of both clocks, with one cause for each changed cell and the course in between."""

from __future__ import annotations

import datetime
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Unpack

from kb.cells.comparison import ask, choose_questions, table_at
from kb.cells.large_tables import changed_cells
from kb.cells.orders import Asked
from kb.cells.place_names import known_places
from kb.clocks.change_causes import CAUSES, Reason, decided, law_cause, record_cause
from kb.clocks.timeline import Interval, course, look
from kb.errors import UsageError
from kb.release.reader import Reader
from kb.values.model import Cell, Comparison
from kb.values.resolution import Policy
from kb.values.spelt_out import spelt_out
from kb.values.view import DaylessKeywords, Names, View, asked_view
from kb.values.view_fields import read_day

NOT_RESEARCHED = "not-researched"


@dataclass(frozen=True)
class Point:
    """One point of both clocks, the day of the law and the day of the record, and the policy that decides there."""

    as_of: str
    known_on: str
    policy: str | Path | Policy | None = None


@dataclass(frozen=True)
class Change:
    """One changed cell: before, after, why, what shows it, what it said in between where the law's clock moved, and why
    statements that decided it left the record."""

    jurisdiction: str
    question: str
    before: Cell
    after: Cell
    cause: str
    evidence: tuple[str, ...]
    course: tuple[Interval, ...] = ()
    reasons: tuple[Reason, ...] = ()

    @property
    def is_of_details(self) -> bool:
        """Whether answer, status and dispute are what they were, and only what the rule says in detail changed."""
        return look(self.before)[:-1] == look(self.after)[:-1]


@dataclass(frozen=True)
class Evidence:
    """How far the evidence of some cells goes: its first and last day, and the day of most of them with their number."""

    first: str
    last: str
    usual: str
    of_usual: int
    cells: int


@dataclass(frozen=True)
class Changes:
    """Changed cells between two points, with one cause for each.

    The comparisons of a large table hold the changed cells only; ``left_out`` counts those beyond the number asked for.
    ``searched_anew`` counts the cells that have no answer on either day, where only what is told of the search differs; such
    a cell has not changed. ``evidence_days`` says how many of all cells have evidence to which day at the end.
    """

    start: Comparison
    end: Comparison
    changes: tuple[Change, ...]
    left_out: int = 0
    searched_anew: int = 0
    evidence_days: Counter[str] = field(default_factory=Counter)

    @property
    def cells(self) -> int:
        """How many cells the tables have, changed or not."""
        return len(self.end.jurisdictions) * len(self.end.questions)

    @property
    def by_cause(self) -> dict[str, int]:
        """How many cells changed for each cause, also those that none changed for."""
        return {cause: sum(change.cause == cause for change in self.changes) for cause in CAUSES}

    @property
    def in_details(self) -> int:
        """In how many of the changed cells answer and status are what they were."""
        return sum(change.is_of_details for change in self.changes)

    @property
    def evidence(self) -> Evidence | None:
        """How far the evidence of the later answers and searches goes; None where no day of it is recorded."""
        days = self.evidence_days
        if not days:
            return None
        usual, number = max(days.items(), key=lambda one: (one[1], one[0]))
        return Evidence(min(days), max(days), usual, number, days.total())


def parse_point(name: str, given: Point | str | datetime.date, today: str) -> Point:
    """``D`` or ``D,K`` as a point; the record clock is today if left out. Raises UsageError for anything else.

    >>> parse_point("from", "2024-01-01,2026-12-01", "2026-12-31")
    Point(as_of='2024-01-01', known_on='2026-12-01', policy=None)
    """
    if isinstance(given, Point):
        return given
    parts = given.split(",") if isinstance(given, str) else [given]
    if len(parts) > 2:
        raise UsageError(f"--{name} {given}: write a day, or two days with a comma: the day of the law, the day of the record")
    days = [read_day(name, part).isoformat() for part in parts]
    return Point(days[0], days[1] if len(days) == 2 else today)


@spelt_out(DaylessKeywords)
def find_changes(
    reader: Reader,
    jurisdictions: View | Names,
    start: Point,
    end: Point,
    *,
    most: int | None = None,
    **asked: Unpack[DaylessKeywords],
) -> Changes:
    """Every cell that looks different at the two points, in the order of the table, with its cause.

    Takes a view, whose days are passed over, or jurisdictions and keywords; a point without a policy has that of the view.
    ``most`` is for whoever shows no more: of a large table the changed cells after so many are counted only. Raises UsageError
    for what does not exist.
    """
    view = asked_view(jurisdictions, **asked)
    heads, places = (
        choose_questions(reader.questions(), view.questions, view.dimensions),
        known_places(reader, view.jurisdictions, end.as_of),
    )

    def at(point: Asked) -> Comparison:
        return table_at(reader, places, heads, point, only)

    first, last = (ask(reader, _at(view, point)) for point in (start, end))
    found = changed_cells(reader, places, heads, first, last)
    only, left_out = _first(found.places if found else None, most)
    before, after = at(first), at(last)
    by_the_same_policy = at(last._replace(policy=first.policy)) if first.policy != last.policy else after
    as_known_later = at(first._replace(known_on=last.known_on))
    steps = zip(before.cells, as_known_later.cells, by_the_same_policy.cells, after.cells, strict=True)
    differing = [cells for cells in steps if look(cells[0]) != look(cells[3])]
    changed = [_change(reader, *cells, first, last) for cells in differing if not _is_searched_anew(*cells)]
    anew, days = (found.searched_anew, found.evidence) if found else (len(differing) - len(changed), evidence_days(after))
    return Changes(before, after, tuple(changed), left_out, anew, days)


def evidence_days(table: Comparison) -> Counter[str]:
    """To which days the evidence of the cells goes, with how many of them go to each."""
    return Counter(day for cell in table.cells if (day := cell.evidence_to))


def _is_searched_anew(before: Cell, relearnt: Cell, same_policy: Cell, after: Cell) -> bool:
    """Whether only the law's clock moved what is told of an absence, and neither its kind nor a dispute of it."""
    is_same = look(before)[:-1] == look(after)[:-1] and before.answer is None
    return is_same and look(before) == look(relearnt) and look(same_policy) == look(after)


def _at(view: View, point: Point) -> View:
    return view.but(as_of=point.as_of, known_on=point.known_on, policy=point.policy or view.policy)


def _first(changed: dict[str, list[str]] | None, most: int | None) -> tuple[dict[str, list[str]] | None, int]:
    """The first of the changed cells, and how many more there are; all where no number is given or none is known."""
    if changed is None or most is None:
        return changed, 0
    kept: dict[str, list[str]] = {}
    for question, places in changed.items():
        kept[question] = places[: max(most - sum(map(len, kept.values())), 0)]
    return kept, sum(map(len, changed.values())) - sum(map(len, kept.values()))


def _change(reader: Reader, before: Cell, relearnt: Cell, same_policy: Cell, after: Cell, start: Asked, end: Asked) -> Change:
    """What differs by one policy, as known on the later day, has its cause in the law; else the record or the policy has it.

    What was not researched before and is known later of both days is new in the record, whatever the law did in between.
    """
    gone_through: tuple[Interval, ...] = ()
    reasons: tuple[Reason, ...] = ()
    is_new = before.state == NOT_RESEARCHED != relearnt.state
    if look(relearnt) != look(same_policy) and not is_new:
        low, high = sorted((start.as_of, end.as_of))
        point = start._replace(as_of=low, known_on=end.known_on)
        gone_through = tuple(course(reader, before.jurisdiction, before.question, point, high))
        cause, evidence = law_cause(reader, relearnt, same_policy, gone_through, (low, high), end.known_on)
    elif look(before) != look(same_policy):
        cause, evidence, reasons = record_cause(reader, before, same_policy, (start.known_on, end.known_on))
    else:
        cause, evidence = "policy-changed", (decided(before), decided(after))
    return Change(before.jurisdiction, before.question, before, after, cause, evidence, gone_through, reasons)
