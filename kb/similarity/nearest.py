"""Which regime is nearest to each, and which orders the facts do not settle because the bounds overlap."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kb.similarity.distances import Distances
from kb.similarity.scales import Floats
from kb.similarity.shared_law import is_within, shared_law

MOSTLY = 0.5  # of what is compared: beyond it two places are alike by the law of their whole


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

    A part is not the nearest of its whole, nor the whole of its part: their law is the same in the main. Nor are two parts near
    whose answers are for the most part handed down by the same whole, since their own law is hardly compared.
    """
    same = same_law(similarity)
    slugs, chosen = similarity.slugs, similarity.well_known
    places = [slugs.index(slug) for slug in chosen]
    found = []
    for place in places:
        ranked = sorted(
            (other for other in places if _is_rival(similarity, same, place, other)),
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


def same_law(similarity: Distances) -> Floats:
    """Of each two regimes the share of the questions compared on which both show the law of one legal order."""
    cells, number = similarity.cells, len(similarity.slugs)
    heads = similarity.comparison.questions
    behind = np.array([[cells[slug, head.id].layer or slug for head in heads] for slug in similarity.slugs])
    first, second = similarity.grid.pairs
    compared = ~np.isnan(similarity.grid.apart)
    together = ((behind[first] == behind[second]) & compared).sum(axis=1) / np.maximum(compared.sum(axis=1), 1)
    square = np.zeros((number, number))
    square[first, second] = square[second, first] = together
    return square


def handed_down(similarity: Distances) -> dict[str, tuple[str, ...]]:
    """By whole the parts, two or more and known well enough, that are compared for the most part on what it hands down."""
    same, slugs = same_law(similarity), similarity.slugs
    found: dict[str, set[str]] = {}
    for one in similarity.well_known:
        for other in similarity.well_known:
            if one < other and same[slugs.index(one), slugs.index(other)] > MOSTLY:
                for whole in shared_law(similarity.wholes, one, other):
                    found.setdefault(whole, set()).update({one, other} - {whole})
    return {whole: tuple(slug for slug in slugs if slug in parts) for whole, parts in found.items() if len(parts) > 1}


def _is_rival(similarity: Distances, same: Floats, place: int, other: int) -> bool:
    """Whether another place may be the nearest of one: another regime, with a distance that is not of law in common."""
    slugs = similarity.slugs
    is_other = place != other and not is_within(similarity.wholes, slugs[place], slugs[other])
    is_other = is_other and same[place, other] <= MOSTLY
    return bool(is_other and not np.isnan(similarity.distance[place, other]))


def _open(similarity: Distances, place: int, first: int, other: int) -> bool:
    """Whether the bounds of two distances overlap, other than as two exact and equal distances."""
    lower, upper = similarity.lower[place], similarity.upper[place]
    exact = lower[first] == upper[first] and lower[other] == upper[other]
    return bool(not exact and lower[other] <= upper[first])
