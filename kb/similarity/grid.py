"""A comparison in numbers: which finding every cell shows and may show, and how far apart any two regimes are by them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from kb.similarity.scales import AnswerScale, Bools, Floats, answer_scale
from kb.similarity.weighing import highest_mean, lowest_mean
from kb.values.model import Cell, Comparison

Numbers = NDArray[np.int64]
UNKNOWN = -1


@dataclass(frozen=True, eq=False)
class AnswerGrid:
    """Regimes by questions; pairs are those above the diagonal, in the order of ``numpy.triu_indices``.

    ``shown`` holds the place of the finding on its scale, or UNKNOWN; ``possible`` has, by question, regimes by findings;
    ``excluded`` marks, by pairs and questions, what is not compared; ``groups`` are the questions that share one weight.
    """

    scales: tuple[AnswerScale, ...]
    shown: Numbers
    possible: tuple[Bools, ...]
    excluded: Bools
    groups: list[list[int]]

    @cached_property
    def pairs(self) -> tuple[Numbers, Numbers]:
        """First and second regime of every pair."""
        first, second = np.triu_indices(len(self.shown), 1)
        return first, second

    @cached_property
    def apart(self) -> Floats:
        """Pairs by questions: how far apart what is shown stands; not a number where nothing is to be compared."""
        first, second = self.pairs
        return np.where(self.excluded, np.nan, self._between(self.shown[first], self.shown[second]))

    def _between(self, one: Numbers, other: Numbers) -> Floats:
        known = (one != UNKNOWN) & (other != UNKNOWN)
        columns = [scale.apart[one[:, column], other[:, column]] for column, scale in enumerate(self.scales)]
        return np.where(known, np.column_stack(columns), np.nan)

    def bounds(self) -> tuple[Floats, Floats]:
        """The lowest and the highest distance of every pair over all that missing and disputed cells may turn out to show."""
        lowest, highest, fixed, free = self.reach()
        return lowest_mean(lowest, fixed, free, self.groups), highest_mean(highest, fixed, free, self.groups)

    def reach(self) -> tuple[Floats, Floats, Bools, Bools]:
        """Pairs by questions: how near and how far the two may stand, where that always counts, where it may count."""
        first, second = self.pairs
        lowest, highest = self.apart.copy(), self.apart.copy()
        fixed, free = ~np.isnan(lowest), np.zeros(lowest.shape, dtype=bool)
        for column, (scale, possible) in enumerate(zip(self.scales, self.possible, strict=True)):
            unsure = possible.sum(axis=1) > 1
            touched = (unsure[first] | unsure[second]) & ~self.excluded[:, column]
            one, other = possible[first[touched]], possible[second[touched]]
            lowest[touched, column] = _extreme(scale.apart, one, other)
            highest[touched, column] = -_extreme(-scale.apart, one, other)
            counts = np.isfinite(lowest[touched, column])
            fixed[touched, column] = counts & ~(one[:, -1] | other[:, -1])
            free[touched, column] = counts & (one[:, -1] | other[:, -1])
        return lowest, highest, fixed, free

    def pair(self, one: int, other: int) -> int:
        """Place of a pair in the order of pairs."""
        low, high = min(one, other), max(one, other)
        return low * (2 * len(self.shown) - low - 1) // 2 + high - low - 1


def _extreme(apart: Floats, one: Bools, other: Bools) -> Floats:
    """Of each row the least of the table over the findings possible on either side; infinite if none can be compared."""
    table = np.where(np.isnan(apart), np.inf, apart)
    reached = np.where(one[:, :, None], table[None, :, :], np.inf).min(axis=1)
    least: Floats = np.where(other, reached, np.inf).min(axis=1)
    return least


def answer_grid(comparison: Comparison, excluded: Bools, weights: str) -> AnswerGrid:
    """The grid of a comparison; ``weights`` is ``question`` or ``dimension``: which of them weigh the same."""
    cells = {(cell.jurisdiction, cell.question): cell for cell in comparison.cells}
    columns: list[list[Cell]] = [[cells[slug, head.id] for slug, _ in comparison.jurisdictions] for head in comparison.questions]
    scales = tuple(answer_scale(head, column) for head, column in zip(comparison.questions, columns, strict=True))
    shown = [
        [UNKNOWN if (place := scale.finding(cell)) is None else place for cell in column]
        for scale, column in zip(scales, columns, strict=True)
    ]
    possible = [np.array([scale.possible(cell) for cell in column]) for scale, column in zip(scales, columns, strict=True)]
    dimensions = [head.dimension if weights == "dimension" else "" for head in comparison.questions]
    groups = [[place for place, dimension in enumerate(dimensions) if dimension == name] for name in dict.fromkeys(dimensions)]
    return AnswerGrid(scales, np.array(shown, dtype=np.int64).T, tuple(possible), excluded, groups)
