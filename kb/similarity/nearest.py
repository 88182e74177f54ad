"""Which regime is nearest to each, and which orders the facts do not settle because the bounds overlap."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kb.similarity.distances import Distances
from kb.similarity.shared_law import is_within


@dataclass(frozen=True)
class Nearest:
    """The nearest regime to another; ``rivals`` may be as near or nearer, for all that is known."""

    jurisdiction: str
    nearest: str
    rivals: tuple[str, ...]


@dataclass(frozen=True)
class Orders:
    """How many orders (A is nearer to B than to C) there are, and how many are open: the bounds of the two overlap."""

    total: int
    open: int


def nearest(similarity: Distances) -> list[Nearest]:
    """For every regime that is known well enough the nearest of the others that are, with its rivals, nearest first.

    A part is not the nearest of its whole, nor the whole of its part: their law is the same in the main.
    """
    slugs, chosen = similarity.slugs, similarity.well_known
    places = [slugs.index(slug) for slug in chosen]
    found = []
    for place in places:
        ranked = sorted(
            (other for other in places if _is_rival(similarity, place, other)),
            key=lambda other: (similarity.distance[place, other], other),
        )
        if ranked:
            first, *rest = ranked
            rivals = [slugs[other] for other in rest if _open(similarity, place, first, other)]
            found.append(Nearest(slugs[place], slugs[first], tuple(rivals)))
    return found


def orders(similarity: Distances) -> Orders:
    """All orders of two others by their distance to a third, among the regimes that are known well enough."""
    places = [similarity.slugs.index(slug) for slug in similarity.well_known]
    lower, upper = (square[np.ix_(places, places)] for square in (similarity.lower, similarity.upper))
    total = settled = 0
    for place in range(len(places)):
        others = np.arange(len(places)) != place
        low, high = lower[place, others], upper[place, others]
        apart = (high[:, None] < low[None, :]) | (low[:, None] > high[None, :])
        fixed = (low == high)[:, None] & (low == high)[None, :]
        total += len(low) * (len(low) - 1) // 2
        settled += int(np.triu(apart | fixed, 1).sum())
    return Orders(total, total - settled)


def _is_rival(similarity: Distances, place: int, other: int) -> bool:
    """Whether another place may be the nearest of one: another regime, with a distance."""
    slugs = similarity.slugs
    is_other = place != other and not is_within(similarity.wholes, slugs[place], slugs[other])
    return bool(is_other and not np.isnan(similarity.distance[place, other]))


def _open(similarity: Distances, place: int, first: int, other: int) -> bool:
    """Whether the bounds of two distances overlap, other than as two exact and equal distances."""
    lower, upper = similarity.lower[place], similarity.upper[place]
    exact = lower[first] == upper[first] and lower[other] == upper[other]
    return bool(not exact and lower[other] <= upper[first])
