"""A map of regimes: points in a plane whose distances come as near as they can to the distances between the regimes."""

from __future__ import annotations

import warnings
from dataclasses import dataclass

import numpy as np

from kb.similarity.clusters import Clusters, within
from kb.similarity.scales import Floats

SEED = 0


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
    from sklearn.manifold import MDS

    placed = list(clusters.placed)
    distances = within(clusters.similarity, placed)
    if not distances.any():
        return RegimeMap(tuple((slug, 0.0, 0.0) for slug in placed), 0.0)
    scaling = MDS(2, metric="precomputed", init="random", n_init=1, random_state=SEED, normalized_stress=True)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        points = scaling.fit_transform(distances, init=_beginning(distances))
    points *= [1 if column[np.abs(column).argmax()] >= 0 else -1 for column in points.T]
    named = zip(placed, points, strict=True)
    return RegimeMap(tuple((slug, round(float(x), 6), round(float(y), 6)) for slug, (x, y) in named), float(scaling.stress_))


def _beginning(distances: Floats) -> Floats:
    """Classical scaling, from which the stress is made smaller; where a line holds all distances, all points are on a line."""
    centred = distances**2 - (distances**2).mean(axis=0)
    values, vectors = np.linalg.eigh(-(centred - centred.mean(axis=1, keepdims=True)) / 2)
    points: Floats = vectors[:, :-3:-1] * np.sqrt(np.maximum(values[:-3:-1], 0))
    return points
