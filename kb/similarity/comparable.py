"""Which questions cannot be compared between which two regimes: the cautions of a table, asked pair by pair."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

from kb.comparability import Caution, cautions
from kb.model import Cell, Comparison

PairCautions = dict[tuple[str, str], dict[str, tuple[Caution, ...]]]


def cautions_by_pair(comparison: Comparison) -> PairCautions:
    """Cautions by pair of regimes and question; only rows with a caution in the whole table can have one between two."""
    flagged = cautions(comparison)
    if not flagged:
        return {}
    heads = tuple(head for head in comparison.questions if head.id in flagged)
    cells: dict[str, list[Cell]] = {slug: [] for slug, _ in comparison.jurisdictions}
    for cell in comparison.cells:
        if cell.question in flagged:
            cells[cell.jurisdiction].append(cell)
    found = {}
    for one, other in combinations(comparison.jurisdictions, 2):
        part = replace(comparison, jurisdictions=(one, other), questions=heads, cells=(*cells[one[0]], *cells[other[0]]))
        if between := cautions(part):
            found[one[0], other[0]] = between
    return found
