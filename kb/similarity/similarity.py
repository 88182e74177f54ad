"""How alike the regimes of a comparison are: their distances, and the same as frames."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kb.errors import UsageError
from kb.naming.names import known
from kb.similarity.comparable import set_apart
from kb.similarity.distances import Distances
from kb.similarity.grid import answer_grid
from kb.similarity.rows import PAIR_COLUMNS, QUESTION_COLUMNS, frame, pair_rows, question_rows
from kb.similarity.scales import Floats
from kb.similarity.weighing import WEIGHTS, mean_of_groups, sums_and_counts
from kb.values.model import Comparison

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, eq=False)
class Similarity(Distances):
    """The distances between regimes, with frames of what stands behind them."""

    def to_pandas(self) -> pd.DataFrame:
        """One row per pair, the nearest first: distance, bounds, and what stands behind them."""
        return frame(pair_rows(self), PAIR_COLUMNS)

    def questions_to_pandas(self) -> pd.DataFrame:
        """One row per pair and question: what both show, how far apart that is, and what it adds to the distance."""
        return frame(question_rows(self), QUESTION_COLUMNS)


def similar(comparison: Comparison, *, weights: str = "question", include_incomparable: bool = False) -> Similarity:
    """Distances between the regimes of a comparison.

    ``weights`` says what weighs the same: each ``question`` or each ``dimension``. Questions on which the cells of two regimes
    cannot be compared do not count between them unless ``include_incomparable``. Raises UsageError for fewer than two regimes.
    """
    known("weight", weights, WEIGHTS)
    if len(comparison.jurisdictions) < 2:
        raise UsageError("name at least two jurisdictions, or none to take all that are researched")
    number, cautioned = len(comparison.jurisdictions), set_apart(comparison)
    grid = answer_grid(comparison, np.zeros_like(cautioned) if include_incomparable else cautioned, weights)
    distance = mean_of_groups(*sums_and_counts(grid.apart, grid.groups))
    squares = (_square(values, number) for values in (distance, *grid.bounds()))
    return Similarity(comparison, weights, include_incomparable, grid, cautioned, *squares)


def _square(values: Floats, number: int) -> Floats:
    """Values of pairs as a symmetric matrix with a diagonal of zeros, read only."""
    square = np.zeros((number, number))
    square[np.triu_indices(number, 1)] = values
    square += square.T
    square.setflags(write=False)
    return square
