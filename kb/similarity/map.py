"""A map of regimes: points in a plane whose distances come as near as they can to the distances between the regimes."""

from __future__ import annotations

import warnings
from dataclasses import dataclass

from kb.similarity.clusters import Clusters, within

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
    """Multidimensional scaling of the placed regimes; equal distances give equal points. No points for fewer than two."""
    from sklearn.manifold import MDS

    placed = list(clusters.placed)
    if len(placed) < 2:
        return RegimeMap(tuple((slug, 0.0, 0.0) for slug in placed), 0.0)
    distances = within(clusters.similarity, placed)
    if not distances.any():
        return RegimeMap(tuple((slug, 0.0, 0.0) for slug in placed), 0.0)
    scaling = MDS(2, metric="precomputed", init="classical_mds", n_init=1, random_state=SEED, normalized_stress=True)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        points = scaling.fit_transform(distances)
    named = zip(placed, points, strict=True)
    return RegimeMap(tuple((slug, round(float(x), 6), round(float(y), 6)) for slug, (x, y) in named), float(scaling.stress_))
