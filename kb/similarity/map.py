"""A map of regimes: points in a plane whose distances come as near as they can to the distances between the regimes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kb.similarity.clusters import Clusters, within
from kb.similarity.scales import Floats

MOST_ROUNDS, LEAST_GAIN = 300, 1e-6
APART = 1e-5  # stands for the distance of points that lie on each other, so that they can be moved apart


@dataclass(frozen=True)
class RegimeMap:
    """Points by regime, and how much the map distorts: 0 not at all; above 0.2 distances on the map mislead."""

    points: tuple[tuple[str, float, float], ...]
    stress: float

    @property
    def verdict(self) -> str:
        """The distortion in a word, by the usual steps for Kruskal's stress."""
        steps = ((0.05, "hardly distorts"), (0.1, "distorts a little"), (0.2, "distorts"))
        return next((word for limit, word in steps if self.stress <= limit), "distorts much")


def regime_map(clusters: Clusters) -> RegimeMap:
    """Multidimensional scaling of the placed regimes, turned so that the farthest point of each axis is on its upper side.

    Equal distances give equal points.
    """
    placed = list(clusters.placed)
    distances = within(clusters.similarity, placed)
    if not distances.any():
        return RegimeMap(tuple((slug, 0.0, 0.0) for slug in placed), 0.0)
    points, stress = _scaled(distances, _beginning(distances))
    points *= [1 if column[np.abs(column).argmax()] >= 0 else -1 for column in points.T]
    named = zip(placed, points, strict=True)
    return RegimeMap(tuple((slug, round(float(x), 6), round(float(y), 6)) for slug, (x, y) in named), stress)


def _scaled(wanted: Floats, points: Floats) -> tuple[Floats, float]:
    """Points moved until their stress hardly falls any more, and that stress (Kruskal's stress 1).

    Each round moves every point to the mean of where each other one would have it (the Guttman transform, which never makes the
    sum of squared errors larger); it ends when that falls by less than a millionth of the squared distances.
    """
    before, drawn = np.inf, _between(points)
    for _ in range(MOST_ROUNDS):
        pull = wanted / np.where(drawn == 0, APART, drawn)
        points = (pull.sum(axis=1)[:, None] * points - pull @ points) / len(points)
        drawn = _between(points)
        errors, size = ((drawn - wanted) ** 2).sum(), (drawn**2).sum()
        if before - errors < LEAST_GAIN * size:
            break
        before = errors
    return points, float(np.sqrt(errors / size))


def _between(points: Floats) -> Floats:
    """Distances between points in the plane."""
    distances: Floats = np.sqrt(((points[:, None] - points[None]) ** 2).sum(axis=2))
    return distances


def _beginning(distances: Floats) -> Floats:
    """Classical scaling, from which the stress is made smaller; where a line holds all distances, all points are on a line."""
    centred = distances**2 - (distances**2).mean(axis=0)
    values, vectors = np.linalg.eigh(-(centred - centred.mean(axis=1, keepdims=True)) / 2)
    points: Floats = vectors[:, :-3:-1] * np.sqrt(np.maximum(values[:-3:-1], 0))
    return points
