"""Groups of regimes that are alike: the tree that joins them, a map of them, and the questions that set a group apart."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from string import ascii_uppercase

import numpy as np
from scipy.cluster.hierarchy import fcluster, leaves_list, linkage
from scipy.spatial.distance import squareform

from kb.errors import UsageError
from kb.similarity.distances import Distances
from kb.similarity.grid import UNKNOWN, Numbers
from kb.similarity.scales import Floats
from kb.values.model import QuestionHead

FEWEST, MOST_GROUPS = 3, 8
TRAITS = 3


@dataclass(frozen=True)
class Trait:
    """A question that sets a group apart: what most members show, how many do, and how much farther off the others are."""

    head: QuestionHead
    finding: str
    members: int
    apart: float


@dataclass(frozen=True)
class Group:
    """Regimes that are nearer to each other than to the rest, with what separates them."""

    name: str
    members: tuple[str, ...]
    traits: tuple[Trait, ...]


@dataclass(frozen=True, eq=False)
class Clusters:
    """The tree of the regimes that are known well enough, cut into groups; ``left_out`` says of the others why.

    ``tree`` is as scipy makes it: each row joins two nodes at a height, which is a mean distance; ``leaves`` is their order.
    ``clarity`` is the mean silhouette: 1 if the groups are far from each other, 0 or less if they are not groups at all.
    """

    similarity: Distances
    placed: tuple[str, ...]
    left_out: tuple[tuple[str, str], ...]
    groups: tuple[Group, ...]
    tree: Floats
    leaves: tuple[str, ...]
    clarity: float

    def group_of(self, slug: str) -> Group:
        """The group of a placed regime; KeyError if it is not placed."""
        for group in self.groups:
            if slug in group.members:
                return group
        raise KeyError(slug)


def cluster(similarity: Distances, groups: int | None = None) -> Clusters:
    """Join regimes by the mean distance between them (average linkage) and cut the tree into groups.

    Without a number of groups the one is taken that separates them best (the highest mean silhouette). Regimes with a finding
    on less than half of the questions are left out. Raises UsageError for a number that does not fit.
    """
    placed, left_out = _placed(similarity)
    if len(placed) < FEWEST:
        if groups is not None:
            raise UsageError(f"groups need at least {FEWEST} regimes that are known well enough; there are {len(placed)}")
        return Clusters(similarity, tuple(placed), left_out, (), np.zeros((0, 4)), tuple(placed), 0.0)
    distances = within(similarity, placed)
    number = best_number(distances) if groups is None else _number(groups, len(placed))
    tree, labels = partition(distances, number)
    leaves = tuple(placed[place] for place in leaves_list(tree))
    order = dict.fromkeys(labels[placed.index(slug)] for slug in leaves)
    members = [[slug for slug, label in zip(placed, labels, strict=True) if label == wanted] for wanted in order]
    found = tuple(
        Group(group_name(place), tuple(group), _traits(similarity, group, placed)) for place, group in enumerate(members)
    )
    return Clusters(similarity, tuple(placed), left_out, found, tree, leaves, clarity(distances, labels))


def within(similarity: Distances, slugs: list[str]) -> Floats:
    """Distances between some of the regimes."""
    places = [similarity.slugs.index(slug) for slug in slugs]
    return similarity.distance[np.ix_(places, places)]


def partition(distances: Floats, number: int) -> tuple[Floats, Numbers]:
    """The tree of a distance matrix, and the group of every regime when it is cut into at most a number of groups."""
    tree: Floats = linkage(squareform(distances, checks=False), "average")
    labels: Numbers = fcluster(tree, number, "maxclust").astype(np.int64)
    return tree, labels


def best_number(distances: Floats) -> int:
    """The number of groups with the highest mean silhouette; 2 where all are alike."""
    scores = {}
    for number in range(2, min(MOST_GROUPS, len(distances) - 1) + 1):
        _, labels = partition(distances, number)
        if len(set(labels)) == number:
            scores[number] = clarity(distances, labels)
    return max(scores, key=lambda number: (scores[number], -number), default=2)


def clarity(distances: Floats, labels: Numbers) -> float:
    """Mean silhouette of groups; 0 where it is not defined: for one group, or one for each regime."""
    if not 1 < len(set(labels.tolist())) < len(labels):
        return 0.0
    names, own = np.unique(labels, return_inverse=True)
    member = own[:, None] == np.arange(len(names))
    sizes, each = member.sum(axis=0), np.arange(len(labels))
    sums = distances @ member
    inside = sums[each, own] / np.maximum(sizes[own] - 1, 1)
    outside = np.where(member, np.inf, sums / sizes).min(axis=1)
    larger = np.maximum(inside, outside)
    silhouettes = np.divide(outside - inside, larger, out=np.zeros_like(larger), where=(larger > 0) & (sizes[own] > 1))
    return round(float(silhouettes.mean()), 9)


def group_name(place: int) -> str:
    """Name of a group by its place: A to Z, then A2 and so on."""
    turn, letter = divmod(place, len(ascii_uppercase))
    return ascii_uppercase[letter] + (str(turn + 1) if turn else "")


def _number(groups: int, placed: int) -> int:
    if not 1 <= groups <= placed:
        raise UsageError(f"{groups} groups: write a number from 1 to {placed}, the number of regimes that are placed")
    return groups


def _placed(similarity: Distances) -> tuple[list[str], tuple[tuple[str, str], ...]]:
    """The regimes known well enough to be placed, and of the others why not."""
    total, slugs = len(similarity.comparison.questions), similarity.slugs
    left_out = {}
    for slug, known in zip(slugs, similarity.known, strict=True):
        if slug not in similarity.well_known:
            left_out[slug] = f"{round(known * total)} of {total} questions have a finding; half are needed"
    placed = [slug for slug in slugs if slug not in left_out]
    while (unknown := np.isnan(within(similarity, placed))).any():
        worst = placed[int(unknown.sum(axis=1).argmax())]
        left_out[worst] = "no question can be compared with some of the others"
        placed.remove(worst)
    return placed, tuple((slug, left_out[slug]) for slug in slugs if slug in left_out)


def _traits(similarity: Distances, members: list[str], placed: list[str]) -> tuple[Trait, ...]:
    """The questions on which members are nearest to each other and farthest from the others, the clearest first."""
    others = [slug for slug in placed if slug not in members]
    if not others:
        return ()
    inside, outside = _mean_apart(similarity, members, members), _mean_apart(similarity, members, others)
    clear = np.nan_to_num(outside - np.nan_to_num(inside))
    best = [int(column) for column in np.argsort(-clear, kind="stable")[:TRAITS] if clear[column] > 0]
    return tuple(_trait(similarity, members, column, float(clear[column])) for column in best)


def _trait(similarity: Distances, members: list[str], column: int, apart: float) -> Trait:
    head = similarity.comparison.questions[column]
    shown = [similarity.grid.shown[similarity.slugs.index(slug), column] for slug in members]
    (place, number), *_ = Counter(int(place) for place in shown if place != UNKNOWN).most_common(1)
    return Trait(head, similarity.grid.scales[column].findings[place], number, apart)


def _mean_apart(similarity: Distances, some: list[str], others: list[str]) -> Floats:
    """By question: the mean of how far apart the regimes of two lists stand; not a number where nothing can be compared."""
    slugs = similarity.slugs
    pairs = [similarity.grid.pair(slugs.index(one), slugs.index(other)) for one in some for other in others if one != other]
    apart = similarity.grid.apart[np.array(pairs, dtype=np.int64)]
    counted = (~np.isnan(apart)).sum(axis=0)
    mean: Floats = np.where(counted > 0, np.nansum(apart, axis=0) / np.maximum(counted, 1), np.nan)
    return mean
