"""What one cell would change: the distances of its regime for every finding that the cell might show instead."""

from __future__ import annotations

import numpy as np

from kb.similarity.grid import UNKNOWN, AnswerGrid
from kb.similarity.scales import Floats
from kb.similarity.weighing import mean_of_groups, sums_and_counts


class RegimeTrials:
    """The distances of one regime to all others, and what they would be if one of its cells showed something else."""

    def __init__(self, grid: AnswerGrid, regime: int) -> None:
        self._grid, self._regime = grid, regime
        number = len(grid.shown)
        self._others = np.array([other for other in range(number) if other != regime], dtype=np.int64)
        self._pairs = np.array([grid.pair(regime, other) for other in self._others], dtype=np.int64)
        self._apart = grid.apart[self._pairs]
        self._sums, self._counts = sums_and_counts(self._apart, grid.groups)
        self._group_of = {column: place for place, group in enumerate(grid.groups) for column in group}

    @property
    def now(self) -> Floats:
        """Distances to all regimes as the cells are; 0 to itself."""
        return self._full(mean_of_groups(self._sums, self._counts))

    def instead(self, column: int, findings: list[int]) -> Floats:
        """Findings by regimes: the distances to all regimes if the cell in the column showed each of the findings."""
        scale, group = self._grid.scales[column], self._group_of[column]
        shown = self._grid.shown[self._others, column]
        comparable = (shown != UNKNOWN) & ~self._grid.excluded[self._pairs, column]
        table = np.where(comparable, scale.apart[np.array(findings, dtype=np.int64)][:, shown], np.nan)
        before = self._apart[:, column]
        sums, counts = (np.repeat(array[None], len(findings), axis=0) for array in (self._sums, self._counts))
        sums[:, :, group] += np.nan_to_num(table) - np.nan_to_num(before)
        counts[:, :, group] += 1.0 * ~np.isnan(table) - ~np.isnan(before)
        return self._full(mean_of_groups(sums, counts))

    def _full(self, distances: Floats) -> Floats:
        """With the distance of the regime to itself put in its place."""
        return np.insert(distances, self._regime, 0, axis=-1)
