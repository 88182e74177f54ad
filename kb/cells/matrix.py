"""The own law of jurisdictions at one point of both clocks as arrays, from the columnar cell table, by the default policy.

:mod:`kb.cells.layered_matrix` lays the law of unions and federations over it. A full cell with its claims, citations and
disputes is still made by ``compare``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from kb.cells.chosen_rows import ChosenRows, ranges_of
from kb.loaders.answer_words import members_of
from kb.release.cell_table import NONE, CellTable, day_number
from kb.release.text_columns import Column
from kb.values.model import STATES
from kb.values.registers import PlatformHead
from kb.values.resolution import AUTHORITY_RANK

NOT_RESEARCHED = STATES.index("not-researched")
ANSWERED = STATES.index("answered")
LOOKED_AT = ("state", "answer", "legal", "enforcement", "disputed")


@dataclass(frozen=True)
class Matrix:
    """Arrays of the shape [question, jurisdiction]; where no claim decides, numbers are -1 and days 0.

    ``winner`` is the row of the deciding claim in the table; everything else is worked out when it is first asked for:
    ``state`` a place in :data:`kb.values.model.STATES`, ``answer`` a place in the table's values, ``legal`` and ``enforcement``
    places in its statuses; days are ordinals. ``held`` are the rows that may decide, ``first`` where the rows of each cell begin
    among them, ``cells`` their cells; ``named`` are (rows, cells) on named platforms, which decide nothing where the general
    rule is asked; ``days`` is the point of both clocks.
    """

    table: CellTable
    questions: tuple[str, ...]
    jurisdictions: tuple[str, ...]
    winner: Column
    held: Column
    first: Column
    cells: Column
    named: tuple[Column, Column]
    days: tuple[int, int]

    @cached_property
    def state(self) -> Column:
        """How each cell is filled."""
        return np.where(self.winner < 0, NOT_RESEARCHED, self._of_winner("state"))

    @cached_property
    def answer(self) -> Column:
        """The answer of each cell that has one."""
        return np.where(self._of_winner("state") == ANSWERED, self._of_winner("value"), NONE)

    @cached_property
    def valid_from(self) -> Column:
        """First day of the deciding claim."""
        return taken(self.table.columns["valid_from"], self.winner, 0)

    @cached_property
    def said(self) -> Column:
        """A number for the sentence that each cell shows."""
        return taken(self.table.said, self.winner, NONE)

    @cached_property
    def disputed(self) -> Column:
        """Whether a claim contradicts the deciding one."""
        found = np.zeros(self.winner.size, bool)
        decides = np.repeat(self.first, np.diff(self.first, append=len(self.held)))
        found[self.cells[_disputing(self.table, self.held, decides)]] = True
        found[self._disputed_of_platforms] = True
        return found.reshape(self.winner.shape)

    @property
    def _disputed_of_platforms(self) -> Column:
        """The cells of which a source that is no law says otherwise for a named platform."""
        rows, cells = self.named
        columns, winner = self.table.columns, self.winner.ravel()[cells]
        says = (columns["state"][rows] == ANSWERED) & (columns["authority"][rows] != AUTHORITY_RANK["law"])
        disputed: Column = says & (winner >= 0) & (columns["value"][rows] != taken(columns["value"], winner, NONE))
        disputed[_agreeing(self.table, rows, winner, disputed & of_sets(self.table, rows))] = False
        return cells[disputed]

    @cached_property
    def _statuses(self) -> tuple[Column, Column]:
        legal, enforcement = _statuses(self.table, self.winner.ravel(), self.days)
        return legal.reshape(self.winner.shape), enforcement.reshape(self.winner.shape)

    @cached_property
    def last_known(self) -> Column:
        """Which cells show what was known last, since the day lies beyond their evidence."""
        last: Column = (self.winner >= 0) & (self.days[0] > self._stands_until)
        return last

    @property
    def _stands_until(self) -> Column:
        return self._of_winner("stands_until")

    @property
    def legal(self) -> Column:
        """Legal status of what the deciding claim stands in."""
        return self._statuses[0]

    @property
    def enforcement(self) -> Column:
        """Its enforcement status."""
        return self._statuses[1]

    def _of_winner(self, name: str) -> Column:
        return taken(self.table.columns[name], self.winner, NONE)

    def differs(self, other: Matrix) -> Column:
        """Which cells look different in another matrix of the same questions and jurisdictions."""
        return self._any_differs(other, *LOOKED_AT, "said")

    def _any_differs(self, other: Matrix, *names: str) -> Column:
        changed: Column = np.logical_or.reduce([getattr(self, name) != getattr(other, name) for name in names])
        return changed

    def decided(self) -> list[tuple[str, str, str | None, str | None, str | None]]:
        """(jurisdiction, question, claim, dossier, pinpoint) of every cell that a claim decides, question by question."""
        winner = self.winner.ravel()
        cells = np.flatnonzero(winner >= 0)
        lines, columns = np.divmod(cells, len(self.jurisdictions))
        places = map(self.jurisdictions.__getitem__, columns.tolist()), map(self.questions.__getitem__, lines.tolist())
        texts = (self.table.texts(name, winner[cells]) for name in ("claim", "dossier_iri", "pinpoint"))
        return list(zip(*places, *texts, strict=True))


def matrix(
    table: CellTable,
    as_of: str,
    known_on: str,
    platform: PlatformHead | None = None,
    scope: str | None = None,
    *,
    questions: Sequence[str] | None = None,
    jurisdictions: Sequence[str] | None = None,
) -> Matrix:
    """The table at one point of both clocks: of all questions and jurisdictions unless some are named, in that order.

    ``as_of`` and ``known_on`` are ISO dates, ``scope`` as in :func:`kb.cells.comparison.compare`; ValueError for a name the
    table does not have.
    """
    shown = (
        tuple(table.words.questions if questions is None else questions),
        tuple(table.words.jurisdictions if jurisdictions is None else jurisdictions),
    )
    chosen = ChosenRows(table, *shown)
    days = day_number(as_of), day_number(known_on)
    held = holds_on(table, chosen.rows, days)
    of_platform = table.columns["platform"][chosen.rows]
    if platform is not None and scope in (None, "reaches"):
        mask, named = held & _in_scope(table, chosen.rows, platform, as_of, known_on), held & False
    else:
        mask, named = held & (of_platform == NONE), held & _named(table, of_platform, platform)
    rows, cells = chosen.kept(mask)
    first = np.flatnonzero(cells[1:] != cells[:-1]) + 1
    first = np.concatenate(([0], first)) if len(rows) else first
    winner = np.full(chosen.number, NONE, np.int64)
    winner[cells[first]] = rows[first]
    return Matrix(table, *shown, winner.reshape(len(shown[0]), len(shown[1])), rows, first, cells, chosen.kept(named), days)


def taken(column: Column, rows: Column, missing: int) -> Column:
    """The values of some rows; ``missing`` for no row."""
    if not len(column):
        return np.full(len(rows), missing)
    return np.where(rows < 0, missing, column[rows])


def holds_on(table: CellTable, rows: Column | slice, days: tuple[int, int]) -> Column:
    """Which claims hold on the one day and are in the record on the other."""
    as_of, known_on = days
    valid_from, until, asserted, retracted = (
        table.columns[name][rows] for name in ("valid_from", "valid_until", "asserted_on", "retracted_on")
    )
    held: Column = (valid_from <= as_of) & (as_of < until) & (asserted <= known_on) & (known_on < retracted)
    return held


def _named(table: CellTable, of_platform: Column, platform: PlatformHead | None) -> Column:
    """Which claims are on a named platform, or on the one that is asked for."""
    if platform is None:
        every: Column = of_platform != NONE
        return every
    names = table.words.platforms
    named: Column = of_platform == (names.index(platform.id) if platform.id in names else len(names))
    return named


def _in_scope(table: CellTable, rows: Column | slice, platform: PlatformHead, as_of: str, known_on: str) -> Column:
    """Which claims count where a platform is asked for: general ones and those that reach it."""
    words = table.words
    reached = np.zeros((len(words.parties) + 1, len(words.jurisdictions)), bool)
    reached[NONE] = True
    for place in {place for _, place, *_ in platform.designations}:
        for name in platform.parties(place, as_of, known_on) & set(words.parties):
            reached[words.parties.index(name), words.jurisdictions.index(place)] = True
    named = words.platforms.index(platform.id) if platform.id in words.platforms else len(words.platforms)
    of_platform, party = (table.columns[name][rows] for name in ("platform", "party"))
    column = table.columns["cell"][rows] % len(words.jurisdictions)
    counts: Column = np.where(of_platform != NONE, of_platform == named, reached[party, column])
    return counts


def _statuses(table: CellTable, winner: Column, days: tuple[int, int]) -> tuple[Column, Column]:
    """Legal and enforcement status of the deciding claims."""
    as_of, known_on = days
    lines = taken(table.columns["line"], winner, NONE)
    placed = np.flatnonzero(lines >= 0)
    starts, ends = (table.line_starts[lines[placed] + step] for step in (0, 1))
    rows, cells = ranges_of(starts, ends), np.repeat(placed, ends - starts)
    start, end, known_from, known_until = (table.intervals[name][rows] for name in ("start", "end", "known_from", "known_until"))
    held = (start <= as_of) & (as_of < end) & (known_from <= known_on) & (known_on < known_until)
    found = np.full((2, len(winner)), NONE, np.int8)
    for place, column in enumerate((table.intervals["legal"], table.intervals["enforcement"])):
        found[place][cells[held]] = column[rows[held]]
    return found[0], found[1]


def _disputing(table: CellTable, rows: Column, first: Column) -> Column:
    """Which of the claims that hold contradict the one that decides their cell (see :func:`kb.values.resolution.standing`).

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
    found: Column = contradicts | apart
    if table.words.sets:
        authority, in_set = table.columns["authority"][rows], of_sets(table, rows)
        more: Column = in_set & answers & ~same & (authority != authority[first])
        more[_agreeing(table, rows, rows[first], more)] = False
        found = np.where(in_set, more, found)
    return np.flatnonzero(found)


def of_sets(table: CellTable, rows: Column) -> Column:
    """Which claims are on a question of which several answers may be true together."""
    lines = table.columns["cell"][rows] // len(table.words.jurisdictions)
    found: Column = np.isin(lines, [table.question_places[name] for name in table.words.sets])
    return found


def _agreeing(table: CellTable, rows: Column, winners: Column, asked: Column) -> list[int]:
    """The places of those asked for whose claim answers nothing that the deciding one does not answer as well."""
    value, names = table.columns["value"], table.words.values
    told = ((place, names[value[rows[place]]], names[value[winners[place]]]) for place in np.flatnonzero(asked).tolist())
    return [place for place, one, other in told if set(members_of(one)) <= set(members_of(other))]


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
