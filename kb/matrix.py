"""The whole table at one point of both clocks as arrays, computed from the columnar cell table by the default policy.

Every value equals that of the cell which :func:`kb.comparison.compare` computes; tests compare the two. A full cell
with its claims, citations and disputes is still made by ``compare``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from kb.cell_table import NONE, CellTable, Column, day_number
from kb.model import STATES, PlatformHead

NOT_RESEARCHED = STATES.index("not-researched")
ANSWERED = STATES.index("answered")


@dataclass(frozen=True)
class Matrix:
    """Arrays of the shape [question, jurisdiction]; where no claim decides, numbers are -1 and days 0.

    ``winner`` is the row of the deciding claim in the table, ``state`` a place in :data:`kb.model.STATES`, ``answer`` a
    place in the table's values, ``legal`` and ``enforcement`` places in its statuses; days are ordinals.
    """

    table: CellTable
    questions: tuple[str, ...]
    jurisdictions: tuple[str, ...]
    winner: Column
    state: Column
    answer: Column
    valid_from: Column
    said: Column
    disputed: Column
    legal: Column
    enforcement: Column

    def differs(self, other: Matrix) -> Column:
        """Which cells look different in another matrix of the same questions and jurisdictions."""
        names = ("state", "answer", "legal", "enforcement", "disputed", "said")
        changed: Column = np.logical_or.reduce([getattr(self, name) != getattr(other, name) for name in names])
        return changed

    def sources(self) -> list[tuple[str | None, str | None, str | None]]:
        """(claim, dossier, pinpoint) of every cell that a claim decides, row by row of the table."""
        rows = self.winner[self.winner >= 0]
        return list(zip(*(self.table.texts(name, rows) for name in ("claim", "dossier_iri", "pinpoint")), strict=True))


def matrix(
    table: CellTable,
    as_of: str,
    known_on: str,
    platform: PlatformHead | None = None,
    *,
    questions: Sequence[str] | None = None,
    jurisdictions: Sequence[str] | None = None,
) -> Matrix:
    """The table at one point of both clocks: of all questions and jurisdictions unless some are named, in that order.

    ``as_of`` and ``known_on`` are ISO dates; ValueError for a name the table does not have.
    """
    shown = (
        tuple(table.words.questions if questions is None else questions),
        tuple(table.words.jurisdictions if jurisdictions is None else jurisdictions),
    )
    chosen = _Chosen(table, *shown)
    days = day_number(as_of), day_number(known_on)
    rows = chosen.kept(_holds(table, chosen.rows, days) & _in_scope(table, chosen.rows, platform, as_of, known_on))
    cells = chosen.cell_of(rows)
    first = np.flatnonzero(np.diff(cells, prepend=NONE))
    winner = np.full(chosen.number, NONE, np.int64)
    winner[cells[first]] = rows[first]
    disputed = np.zeros(chosen.number, bool)
    disputed[cells[_disputing(table, rows, np.repeat(first, np.diff(first, append=len(rows))))]] = True
    arrays = (winner, *_decided(table, winner), disputed, *_statuses(table, winner, days))
    return Matrix(table, *shown, *(array.reshape(len(shown[0]), len(shown[1])) for array in arrays))


def _decided(table: CellTable, winner: Column) -> tuple[Column, ...]:
    """State, answer, first day and sentence of the deciding claims."""
    value, state = (_taken(table.columns[name], winner, NONE) for name in ("value", "state"))
    return (
        np.where(winner < 0, NOT_RESEARCHED, state),
        np.where(state == ANSWERED, value, NONE),
        _taken(table.columns["valid_from"], winner, 0),
        _taken(table.said, winner, NONE),
    )


class _Chosen:
    """The rows of the cells that are asked for, and the place of each cell in the answer."""

    def __init__(self, table: CellTable, questions: tuple[str, ...], jurisdictions: tuple[str, ...]) -> None:
        self._table, self._columns = table, len(table.words.jurisdictions)
        self.number = len(questions) * len(jurisdictions)
        self._place: Column | None = None
        if (questions, jurisdictions) == (table.words.questions, table.words.jurisdictions):
            self.rows: Column | slice = slice(None)
            return
        lines = np.array([table.words.questions.index(name) for name in questions], np.int64)
        columns = np.array([table.words.jurisdictions.index(name) for name in jurisdictions], np.int64)
        cells = (lines[:, None] * self._columns + columns).ravel()
        self.rows = _ranges(table.starts[cells], table.starts[cells + 1])
        self._place = np.full(len(table.starts), NONE, np.int64)
        self._place[cells] = np.arange(len(cells))

    def kept(self, mask: Column) -> Column:
        """The rows of which the mask says yes."""
        rows: Column = np.flatnonzero(mask) if isinstance(self.rows, slice) else self.rows[mask]
        return rows

    def cell_of(self, rows: Column) -> Column:
        """Place in the answer of the cell of each row."""
        cells = self._table.columns["cell"][rows]
        return cells if self._place is None else self._place[cells]


def _ranges(starts: Column, ends: Column) -> Column:
    """All numbers from each start to before its end, one range after another."""
    lengths = ends - starts
    before = np.cumsum(lengths) - lengths
    return np.repeat(starts - before, lengths) + np.arange(int(lengths.sum()))


def _taken(column: Column, rows: Column, missing: int) -> Column:
    """The values of some rows; ``missing`` for no row."""
    if not len(column):
        return np.full(len(rows), missing)
    return np.where(rows < 0, missing, column[rows])


def _holds(table: CellTable, rows: Column | slice, days: tuple[int, int]) -> Column:
    """Which claims hold on the one day and are in the record on the other."""
    as_of, known_on = days
    valid_from, until, asserted, retracted = (
        table.columns[name][rows] for name in ("valid_from", "valid_until", "asserted_on", "retracted_on")
    )
    held: Column = (valid_from <= as_of) & (as_of < until) & (asserted <= known_on) & (known_on < retracted)
    return held


def _in_scope(table: CellTable, rows: Column | slice, platform: PlatformHead | None, as_of: str, known_on: str) -> Any:
    """Which claims count: all where no platform is asked for, else general ones and those that reach it."""
    if platform is None:
        return True
    words = table.words
    reached = np.zeros((len(words.parties) + 1, len(words.jurisdictions)), bool)
    reached[NONE] = True
    for place in {place for _, place, *_ in platform.designations}:
        for name in platform.parties(place, as_of, known_on) & set(words.parties):
            reached[words.parties.index(name), words.jurisdictions.index(place)] = True
    named = words.platforms.index(platform.id) if platform.id in words.platforms else len(words.platforms)
    of_platform, party = (table.columns[name][rows] for name in ("platform", "party"))
    column = table.columns["cell"][rows] % len(words.jurisdictions)
    return np.where(of_platform != NONE, of_platform == named, reached[party, column])


def _statuses(table: CellTable, winner: Column, days: tuple[int, int]) -> tuple[Column, Column]:
    """Legal and enforcement status of the deciding claims."""
    as_of, known_on = days
    lines = _taken(table.columns["line"], winner, NONE)
    placed = np.flatnonzero(lines >= 0)
    starts, ends = (table.line_starts[lines[placed] + step] for step in (0, 1))
    rows, cells = _ranges(starts, ends), np.repeat(placed, ends - starts)
    start, end, known_from, known_until = (table.intervals[name][rows] for name in ("start", "end", "known_from", "known_until"))
    held = (start <= as_of) & (as_of < end) & (known_from <= known_on) & (known_on < known_until)
    found = np.full((2, len(winner)), NONE, np.int8)
    for place, column in enumerate((table.intervals["legal"], table.intervals["enforcement"])):
        found[place][cells[held]] = column[rows[held]]
    return found[0], found[1]


def _disputing(table: CellTable, rows: Column, first: Column) -> Column:
    """Which of the claims that hold contradict the one that decides their cell (see :func:`kb.resolution.standing`).

    ``first`` is for each of the rows the place of the row that decides its cell.
    """
    losing = np.arange(len(rows)) != first
    answers: Column = losing & (table.columns["state"][rows] == ANSWERED)
    value = table.columns["value"][rows]
    same: Column = value == value[first]
    contradicts: Column = answers & ~same & ~_overlaid(table, rows, first)
    if table.any_beside:
        asked = np.flatnonzero(contradicts & (table.has_beside[rows] | table.has_beside[rows[first]]))
        contradicts[[place for place in asked if _stands_beside(table, rows[first[place]], rows[place])]] = False
    apart: Column = answers & same & (_other_day(table, rows, first) | _broader(table, rows, first, same))
    return np.flatnonzero(contradicts | apart)


def _stands_beside(table: CellTable, winner: int, loser: int) -> bool:
    dossier = table.columns["dossier"]
    return int(dossier[loser]) in table.beside(winner) or int(dossier[winner]) in table.beside(loser)


def _overlaid(table: CellTable, rows: Column, first: Column) -> Column:
    """Of the deciding claim's authority, but for other persons."""
    authority = table.columns["authority"][rows]
    overlaid: Column = (authority == authority[first]) & ~_one_scope(table, rows, first)
    return overlaid


def _one_scope(table: CellTable, rows: Column, first: Column) -> Column:
    platform, party = (table.columns[name][rows] for name in ("platform", "party"))
    one: Column = (platform == platform[first]) & (party == party[first])
    return one


def _other_day(table: CellTable, rows: Column, first: Column) -> Column:
    """Gives another beginning: by its own word, or as a second claim of one text for one scope."""
    said, start, dossier = (table.columns[name][rows] for name in ("says_from", "valid_from", "dossier"))
    one_text = (dossier != NONE) & (dossier == dossier[first]) & _one_scope(table, rows, first)
    other: Column = np.where(said != NONE, said != start[first], one_text & (start != start[first]))
    return other


def _broader(table: CellTable, rows: Column, first: Column, same: Column) -> Column:
    """A weaker source that gives the deciding value a broader scope than every stronger claim with that value."""
    authority, scope = (table.columns[name][rows] for name in ("authority", "specificity"))
    found = np.zeros(len(rows), bool)
    for width in (0, 1):
        at_most: Column = same & (scope <= width)
        before: Column = np.cumsum(at_most) - at_most
        found |= (scope == width) & (before == before[first])
    broader: Column = found & (authority != authority[first])
    return broader
