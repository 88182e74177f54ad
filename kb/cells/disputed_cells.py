"""The disputed cells of a whole base: told from the columnar cell table, and only they are computed in full."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kb.cells.comparison import ask, table_at
from kb.cells.large_tables import matrices
from kb.release.reader import Reader
from kb.values.disputes import DisputeRate, dispute_rates
from kb.values.model import Comparison

if TYPE_CHECKING:
    from kb.cells.matrix import Matrix


@dataclass(frozen=True)
class DisputedCells:
    """A comparison that has at least all disputed cells, and how often each dimension is disputed."""

    comparison: Comparison
    rates: list[DisputeRate]


def disputed_cells(
    reader: Reader, jurisdictions: Sequence[str], *, as_of: str | None = None, known_on: str | None = None
) -> DisputedCells:
    """What is disputed in some jurisdictions on the whole codebook, at one point of both clocks, today if left out."""
    point, heads = ask(reader, as_of, known_on, None), list(reader.questions().values())
    found = matrices(reader, jurisdictions, [point])
    if found is None:
        comparison = table_at(reader, jurisdictions, heads, point)
        return DisputedCells(comparison, dispute_rates(comparison))
    disputed = {
        question: [place for place, is_disputed in zip(found[0].jurisdictions, row, strict=True) if is_disputed]
        for question, row in zip(found[0].questions, found[0].disputed.tolist(), strict=True)
    }
    rates = _rates(found[0], {head.id: head.dimension for head in heads})
    return DisputedCells(table_at(reader, jurisdictions, heads, point, disputed), rates)


def _rates(found: Matrix, dimension_of: dict[str, str]) -> list[DisputeRate]:
    """As :func:`kb.values.disputes.dispute_rates` counts them."""
    told, disputed = (found.winner >= 0).sum(axis=1).tolist(), found.disputed.sum(axis=1).tolist()
    counts = {dimension: [0, 0] for dimension in ("*", *dict.fromkeys(dimension_of.values()))}
    for question, cells, contradicted in zip(found.questions, told, disputed, strict=True):
        for dimension in ("*", dimension_of[question]):
            counts[dimension][0] += cells
            counts[dimension][1] += contradicted
    return [DisputeRate(dimension, *numbers) for dimension, numbers in counts.items()]
