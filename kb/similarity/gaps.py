"""Which missing, disputed or old cells matter most: how many conclusions each of them could turn round."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kb.cells.coverage import is_stale
from kb.similarity.clusters import Clusters
from kb.similarity.distances import Distances, is_missing
from kb.similarity.flips import GroupTrials, Move
from kb.similarity.scales import Floats
from kb.similarity.trials import RegimeTrials
from kb.similarity.weighing import shares
from kb.values.matters import CellName
from kb.values.model import Cell

TOLERANCE = 1e-9

Signs = NDArray[np.int8]


@dataclass(frozen=True)
class Gap:
    """One cell to look at, why, and what depends on it.

    ``orders`` counts the conclusions *A is nearer to B than to C* that some finding of the cell would reverse, ``moves`` the
    regimes that some finding would put into another group, ``width`` how much of the width of all intervals the cell makes.
    """

    jurisdiction: str
    question: str
    dimension: str
    why: tuple[str, ...]
    orders: int
    moves: int
    width: float
    moved: tuple[Move, ...]

    @property
    def conclusions(self) -> int:
        """How many conclusions the cell could turn round."""
        return self.orders + self.moves


def gaps(clusters: Clusters, due: Collection[CellName] = ()) -> list[Gap]:
    """All missing, disputed, old and due cells, first those that could turn round most conclusions, then the widest."""
    similarity = clusters.similarity
    groups = GroupTrials(clusters) if clusters.groups else None
    widths = _widths(similarity)
    found = []
    for regime, slug in enumerate(similarity.slugs):
        rows = RegimeTrials(similarity.grid, regime)
        orders = OrderTrials(similarity, regime)
        for column, head in enumerate(similarity.comparison.questions):
            if why := reasons(similarity, similarity.cells[slug, head.id], (slug, head.id) in due):
                trials = rows.instead(column, _findings(similarity, regime, column, why))
                moved = _moved(groups, slug, trials)
                width = float(widths[regime, column])
                found.append(Gap(slug, head.id, head.dimension, why, orders.reversed_by(trials), len(moved), width, moved))
    return sorted(found, key=lambda gap: (-gap.conclusions, -round(gap.width, 9)))


def conclusions(similarity: Distances) -> int:
    """How many conclusions on order there are in all: A is nearer to B than to C, ties left aside."""
    return sum(OrderTrials(similarity, regime).from_here for regime in range(len(similarity.slugs)))


def reasons(similarity: Distances, cell: Cell, is_due: bool = False) -> tuple[str, ...]:
    """Why a cell is to be looked at: its kind of absence, ``disputed``, ``stale`` (old or due); empty for a cell that stands."""
    found = [cell.state] if is_missing(cell) else []
    found += ["disputed"] if cell.disputed else []
    return (*found, *(["stale"] if is_due or is_stale(cell, similarity.comparison.known_on) else []))


def _findings(similarity: Distances, regime: int, column: int, why: tuple[str, ...]) -> list[int]:
    """What the cell may turn out to show: any finding, or only those that stand in it if it is disputed but not old."""
    possible = similarity.grid.possible[column][regime]
    any_finding = np.ones_like(possible) if "stale" in why else possible
    return [int(place) for place in np.flatnonzero(any_finding) if place != similarity.grid.shown[regime, column]]


def _moved(groups: GroupTrials | None, slug: str, trials: Floats) -> tuple[Move, ...]:
    """The regimes that one of the trials would put into another group, each once, as the first of the trials does it."""
    if groups is None or slug not in groups.clusters.placed:
        return ()
    moves: dict[str, Move] = {}
    for distances in trials:
        for move in groups.moves(slug, distances):
            moves.setdefault(move.jurisdiction, move)
    return tuple(moves[name] for name in sorted(moves))


def _widths(similarity: Distances) -> Floats:
    """Regimes by questions: how much of the width of all intervals a cell makes, shared equally with the cell it meets."""
    grid = similarity.grid
    lowest, highest, fixed, free = grid.reach()
    counted = fixed | free
    width = np.where(counted, np.where(counted, highest, 0) - np.where(counted, lowest, 0), 0) * shares(counted, grid.groups)
    unsure = np.column_stack([possible.sum(axis=1) > 1 for possible in grid.possible])
    first, second = grid.pairs
    widths = np.zeros(grid.shown.shape)
    both = np.maximum(unsure[first].astype(int) + unsure[second], 1)
    for side in grid.pairs:
        np.add.at(widths, side, np.where(unsure[side], width / both, 0))
    return widths


class OrderTrials:
    """Which regimes are nearer than which, seen from one regime, and seen from all others that compare it with a third."""

    def __init__(self, similarity: Distances, regime: int) -> None:
        self._distance, self._regime = similarity.distance, regime
        self._here, self._others = self._signs(similarity.distance[regime])

    @property
    def from_here(self) -> int:
        """How many pairs of others there are of which one is nearer to this regime."""
        return int(np.count_nonzero(self._here))

    def reversed_by(self, trials: Floats) -> int:
        """How many conclusions at least one of the trials (distances of the regime to all) reverses."""
        here, others = np.zeros_like(self._here, dtype=bool), np.zeros_like(self._others, dtype=bool)
        for distances in _different(trials):
            now_here, now_others = self._signs(distances)
            here |= self._here * now_here < 0
            others |= self._others * now_others < 0
        return int(np.count_nonzero(here) + np.count_nonzero(others))

    def _signs(self, distances: Floats) -> tuple[Signs, Signs]:
        """Seen from here every pair of others once, and seen from each other this regime against a third: -1, 0 or 1 as the
        first is nearer, as near or farther; 0 also where a distance is unknown."""
        here = np.triu(_sign(distances[:, None] - distances[None, :]))
        here[self._regime, :] = here[:, self._regime] = 0
        others = _sign(distances[:, None] - self._distance)
        others[self._regime, :] = others[:, self._regime] = 0
        np.fill_diagonal(others, 0)
        return here, others


def _different(trials: Floats) -> list[Floats]:
    """The trials without those that repeat an earlier one."""
    return list({row.tobytes(): row for row in trials}.values())


def _sign(difference: Floats) -> Signs:
    return (difference > TOLERANCE).astype(np.int8) - (difference < -TOLERANCE).astype(np.int8)
