"""Which single cells hold the groups in place: what would move if one of them showed something else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linear_sum_assignment

from kb.similarity.clusters import Clusters, partition, within
from kb.similarity.grid import Numbers
from kb.similarity.scales import Floats
from kb.similarity.trials import RegimeTrials

NEW_GROUP = "a new group"
MOST_CELLS = 2_000

Place = tuple[int, int]


@dataclass(frozen=True)
class Move:
    """A regime that would change its group."""

    jurisdiction: str
    origin: str
    target: str


@dataclass(frozen=True)
class Flip:
    """One cell, what it would have to show, and which regimes would then change their group."""

    jurisdiction: str
    question: str
    finding: str
    moves: tuple[Move, ...]


def flips(clusters: Clusters, cells: Iterable[tuple[str, str]]) -> list[Flip]:
    """Every finding of one of the cells (jurisdiction, question) that would change the groups, cut into as many as now.

    Cells of regimes that are not placed change nothing. A cell that may show anything is tried with anything.
    """
    similarity = clusters.similarity
    columns = {head.id: column for column, head in enumerate(similarity.comparison.questions)}
    wanted: dict[str, list[int]] = {}
    for slug, question in cells:
        if slug in clusters.placed and clusters.groups:
            wanted.setdefault(slug, []).append(columns[question])
    trials = GroupTrials(clusters) if wanted else None
    return [flip for slug, places in wanted.items() if trials for flip in _flips(trials, slug, places)]


def open_flips(clusters: Clusters) -> list[Flip] | None:
    """What the missing and disputed cells would change in the groups, if they showed something that they may show.

    None if there are too many to try each.
    """
    similarity = clusters.similarity
    cells = [key for key in similarity.unsure if key[0] in clusters.placed]
    if len(cells) > MOST_CELLS:
        return None
    columns = {head.id: column for column, head in enumerate(similarity.comparison.questions)}

    def may_show(flip: Flip) -> bool:
        column = columns[flip.question]
        place = similarity.grid.scales[column].findings.index(flip.finding)
        return bool(similarity.grid.possible[column][similarity.slugs.index(flip.jurisdiction), place])

    return [flip for flip in flips(clusters, cells) if may_show(flip)]


def fragile(clusters: Clusters) -> dict[str, int] | None:
    """Of each placed regime how many single cells of the table, open or not, would move it; None if there are too many to try."""
    if len(clusters.similarity.cells) > MOST_CELLS:
        return None
    hangs: dict[str, set[tuple[str, str]]] = {slug: set() for slug in clusters.placed}
    for flip in flips(clusters, clusters.similarity.cells):
        for move in flip.moves:
            hangs[move.jurisdiction].add((flip.jurisdiction, flip.question))
    return {slug: len(cells) for slug, cells in hangs.items()}


def _flips(trials: GroupTrials, slug: str, columns: list[int]) -> Iterator[Flip]:
    similarity = trials.clusters.similarity
    regime = similarity.slugs.index(slug)
    rows = RegimeTrials(similarity.grid, regime)
    for column in columns:
        scale = similarity.grid.scales[column]
        findings = [place for place in range(len(scale.findings)) if place != similarity.grid.shown[regime, column]]
        for place, distances in zip(findings, rows.instead(column, findings), strict=True):
            if moves := trials.moves(slug, distances):
                yield Flip(slug, similarity.comparison.questions[column].id, scale.findings[place], moves)


class GroupTrials:
    """Cuts the tree anew with other distances of one regime, and says who would change the group."""

    def __init__(self, clusters: Clusters) -> None:
        self.clusters = clusters
        self._placed = list(clusters.placed)
        self._places = np.array([clusters.similarity.slugs.index(slug) for slug in self._placed], dtype=np.int64)
        self._distances = within(clusters.similarity, self._placed)
        names = [group.name for group in clusters.groups]
        self._number = len(names)
        self._labels = partition(self._distances, self._number)[1]
        self._now = np.array([names.index(clusters.group_of(slug).name) for slug in self._placed], dtype=np.int64)
        self._seen: dict[bytes, tuple[Move, ...]] = {}

    def moves(self, slug: str, distances: Floats) -> tuple[Move, ...]:
        """Who would change the group if the regime had these distances to all regimes of the comparison; a distance that is
        not a number makes no groups, and so moves nobody."""
        row = distances[self._places]
        place = self._placed.index(slug)
        if np.isnan(row).any() or np.array_equal(row, self._distances[place]):
            return ()
        key = place.to_bytes(4, "big") + row.tobytes()
        if key not in self._seen:
            changed = self._distances.copy()
            changed[place, :], changed[:, place] = row, row
            _, labels = partition(changed, self._number)
            self._seen[key] = () if np.array_equal(labels, self._labels) else self._compare(labels)
        return self._seen[key]

    def _compare(self, labels: Numbers) -> tuple[Move, ...]:
        """Who is elsewhere, when the new groups are matched with the old ones so that as many as can be stay."""
        together = np.zeros((self._now.max() + 1, labels.max() + 1), dtype=np.int64)
        np.add.at(together, (self._now, labels), 1)
        old, new = linear_sum_assignment(-together)
        matched = dict(zip(new.tolist(), old.tolist(), strict=True))
        names = [group.name for group in self.clusters.groups]
        return tuple(
            Move(slug, names[was], names[matched[label]] if label in matched else NEW_GROUP)
            for slug, was, label in zip(self._placed, self._now.tolist(), labels.tolist(), strict=True)
            if matched.get(label) != was
        )
