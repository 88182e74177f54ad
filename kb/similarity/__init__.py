"""How alike regimes are: distances with bounds, groups, a map, and the cells on which conclusions hang."""

from __future__ import annotations

from kb.similarity.distances import Pair, Part
from kb.similarity.similarity import Similarity, similar

__all__ = ["Pair", "Part", "Similarity", "similar"]
