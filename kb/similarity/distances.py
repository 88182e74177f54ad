"""How far apart regimes are, question by question, and between which bounds while cells are missing or disputed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from kb.errors import UsageError
from kb.naming.names import known
from kb.similarity.comparable import caution_words, cautions_between
from kb.similarity.grid import AnswerGrid
from kb.similarity.scales import MISSING, NOT_APPLICABLE, Bools, Floats
from kb.similarity.shared_law import Wholes, wholes_of
from kb.similarity.weighing import shares
from kb.values.comparability import Caution
from kb.values.model import Cell, Comparison, QuestionHead

if TYPE_CHECKING:
    pass

ENOUGH_KNOWN = 0.5


@dataclass(frozen=True)
class Part:
    """One question between two regimes: how far apart (0 to 1), and the share of the distance that comes from it.

    ``left_out`` says in words why the question does not count; it is empty where it counts. ``open`` says whether the
    cell of either regime is missing or disputed. ``cautions`` are kept where incomparable cells were counted on purpose.
    """

    head: QuestionHead
    cells: tuple[Cell, Cell]
    apart: float | None
    share: float
    left_out: str
    open: bool
    cautions: tuple[Caution, ...]


@dataclass(frozen=True)
class Pair:
    """Two regimes: their distance (None if no question can be compared), its bounds, and every question between them."""

    first: str
    second: str
    distance: float | None
    lower: float | None
    upper: float | None
    parts: tuple[Part, ...]

    @property
    def compared(self) -> int:
        """How many questions count."""
        return sum(part.apart is not None for part in self.parts)

    @property
    def separating(self) -> list[Part]:
        """The questions that make the distance, the largest share first."""
        return sorted((part for part in self.parts if part.share > 0), key=lambda part: -part.share)

    @property
    def not_comparable(self) -> list[Part]:
        """The questions left out of the distance although both cells are known."""
        return [part for part in self.parts if part.left_out and not any(is_missing(cell) for cell in part.cells)]

    @property
    def missing(self) -> list[Cell]:
        """The cells of the two that have no finding."""
        return [cell for part in self.parts for cell in part.cells if is_missing(cell)]

    @property
    def disputed(self) -> list[Cell]:
        """The cells of the two whose answer another source disputes."""
        return [cell for part in self.parts for cell in part.cells if cell.disputed]


@dataclass(frozen=True, eq=False)
class Distances:
    """Distances between all regimes of a comparison; the square arrays are in the order of its jurisdictions.

    ``apart_by_caution`` marks, by pairs and questions, what cannot be compared, whether or not it was counted all the same.

    Numbers run from 0 (the same finding on every question compared) to 1 (as far apart as the scales allow); not a number
    where no question can be compared. ``lower`` and ``upper`` hold for everything that missing and disputed cells may show.
    """

    comparison: Comparison
    weights: str
    include_incomparable: bool
    grid: AnswerGrid
    apart_by_caution: Bools
    distance: Floats
    lower: Floats
    upper: Floats

    @property
    def slugs(self) -> list[str]:
        """Identifiers of the regimes in order."""
        return [slug for slug, _ in self.comparison.jurisdictions]

    @cached_property
    def cells(self) -> dict[tuple[str, str], Cell]:
        """All cells by jurisdiction and question."""
        return {(cell.jurisdiction, cell.question): cell for cell in self.comparison.cells}

    @cached_property
    def names(self) -> dict[str, str]:
        """Names of the regimes by identifier."""
        return dict(self.comparison.jurisdictions)

    @cached_property
    def wholes(self) -> Wholes:
        """The unions and federations that each regime belongs to, by identifier."""
        return wholes_of(self.comparison)

    @cached_property
    def whole_names(self) -> dict[str, str]:
        """Names of the regimes and of all that they belong to, by identifier."""
        return {cell.layer: cell.layer_name or "" for cell in self.comparison.cells if cell.layer} | self.names

    @cached_property
    def share(self) -> Floats:
        """Pairs by questions: what each question adds to the distance."""
        counted = ~np.isnan(self.grid.apart)
        return np.where(counted, self.grid.apart, 0) * shares(counted, self.grid.groups)

    @cached_property
    def known(self) -> Floats:
        """Share of the questions on which each regime has a finding."""
        known: Floats = (self.grid.shown >= 0).mean(axis=1)
        return known

    def pair(self, first: str, second: str) -> Pair:
        """Everything between two regimes; UsageError if one of them is not compared or both are the same."""
        one, other = (self.slugs.index(known("jurisdiction in this comparison", slug, self.slugs)) for slug in (first, second))
        if one == other:
            raise UsageError(f"name two jurisdictions: the distance of {first} to itself is 0")
        row = self.grid.pair(one, other)
        distance, lower, upper = (_number(square[one, other]) for square in (self.distance, self.lower, self.upper))
        parts = tuple(self._part(row, column, first, second) for column in range(len(self.comparison.questions)))
        return Pair(first, second, distance, lower, upper, parts)

    def pairs(self) -> Iterator[Pair]:
        """All pairs, the nearest first; last those of which too little is known."""
        first, second = self.grid.pairs
        for row in self.ranked:
            yield self.pair(self.slugs[first[row]], self.slugs[second[row]])

    @property
    def ranked(self) -> list[int]:
        """Places of the pairs, the nearest first; last those of which too little is known."""
        first, second = self.grid.pairs
        weak = self.known < ENOUGH_KNOWN
        ranked: list[int] = np.lexsort((self.distance[first, second], weak[first] | weak[second])).tolist()
        return ranked

    @property
    def unsure(self) -> list[tuple[str, str]]:
        """The missing and disputed cells, which make the bounds: jurisdiction and question."""
        return [key for key, cell in self.cells.items() if is_missing(cell) or cell.disputed]

    @property
    def well_known(self) -> list[str]:
        """The regimes with a finding on at least half of the questions; what is said of the others says little."""
        return [slug for slug, known in zip(self.slugs, self.known, strict=True) if known >= ENOUGH_KNOWN]

    def _part(self, row: int, column: int, first: str, second: str) -> Part:
        head = self.comparison.questions[column]
        cells = self.cells[first, head.id], self.cells[second, head.id]
        cautions = cautions_between(self.comparison, head, *cells) if self.apart_by_caution[row, column] else ()
        apart = _number(self.grid.apart[row, column])
        said = "" if apart is not None else _why_not(cells, cautions, self.names)
        is_open = any(is_missing(cell) or cell.disputed for cell in cells)
        return Part(head, cells, apart, float(self.share[row, column]), said, is_open, cautions)


def is_missing(cell: Cell) -> bool:
    """Whether a cell has no finding: not researched, silent or withheld."""
    return cell.state in MISSING


def _number(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def _why_not(cells: tuple[Cell, Cell], cautions: tuple[Caution, ...], names: Mapping[str, str]) -> str:
    """Why a question does not count between two regimes."""
    missing = [f"{names[cell.jurisdiction]}: {cell.label.lower()}" for cell in cells if is_missing(cell)]
    idle = [f"does not arise in {names[cell.jurisdiction]}" for cell in cells if cell.state == NOT_APPLICABLE]
    return "; ".join([*missing, *idle, *(caution_words(caution, names) for caution in cautions)])
