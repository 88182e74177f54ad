"""Similarity for the page, computed once for its release and what was asked."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from kb.cells.coverage import Coverage, coverage
from kb.release.release import Release
from kb.similarity.clusters import Clusters, cluster
from kb.similarity.distances import ENOUGH_KNOWN
from kb.similarity.flips import Flip, fragile, open_flips
from kb.similarity.gaps import Gap, gaps
from kb.similarity.map import RegimeMap, regime_map
from kb.similarity.scales import MISSING
from kb.similarity.similarity import Similarity, similar
from kb.ui.frame.shared import cached, cached_comparison
from kb.ui.frame.spoken import said
from kb.ui.words import spoken_language
from kb.values.matters import CellName
from kb.values.view import View

MOST_AT_FIRST = 24


def _similarity(release: Release, view: View, weights: str, counted: bool, _language: str) -> Similarity:
    comparison = cached_comparison(release, view)
    spoken = tuple((slug, said(name)) for slug, name in comparison.jurisdictions)
    return similar(replace(comparison, jurisdictions=spoken), weights=weights, include_incomparable=counted)


def cached_similarity(release: Release, view: View, weights: str, counted: bool) -> Similarity:
    """The similarity of the jurisdictions of a view, which have their names in the language of the page."""
    found: Similarity = cached(release, _similarity, view, weights, counted, spoken_language())
    return found


@lru_cache(maxsize=16)
def cached_clusters(similarity: Similarity, groups: int | None) -> Clusters:
    """The groups of a similarity."""
    return cluster(similarity, groups)


@lru_cache(maxsize=16)
def cached_map(clusters: Clusters) -> RegimeMap:
    """The map of the groups."""
    return regime_map(clusters)


@lru_cache(maxsize=16)
def cached_flips(clusters: Clusters) -> list[Flip] | None:
    """The open cells that alone would change the groups; None if they are too many to try each."""
    return open_flips(clusters)


@lru_cache(maxsize=16)
def cached_fragile(clusters: Clusters) -> dict[str, int] | None:
    """On how many cells the place of each regime hangs; None if they are too many to try each."""
    return fragile(clusters)


@lru_cache(maxsize=16)
def cached_gaps(clusters: Clusters, due: frozenset[CellName]) -> list[Gap]:
    """The work list of the groups; ``due`` are cells to be read again."""
    return gaps(clusters, due)


def _well_known(release: Release) -> list[str]:
    names = [row.jurisdiction for row in coverage(release) if row.dimension == "*" and _is_well_known(row)]
    return names[:MOST_AT_FIRST]


def _is_well_known(row: Coverage) -> bool:
    """Whether the jurisdiction has a finding on half of the questions."""
    missing = sum(getattr(row, state.replace("-", "_")) for state in MISSING)
    return bool(row.cells - missing >= ENOUGH_KNOWN * row.cells)


def well_known(release: Release) -> list[str]:
    """The jurisdictions to begin with: those with a finding on half of the questions, the most researched if they are many."""
    found: list[str] = cached(release, _well_known)
    return found
