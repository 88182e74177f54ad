"""The disputed cells of a whole base: told from the columnar cell table, and only they are computed in full."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Unpack

from kb.cells.comparison import ask, choose_questions, table_at
from kb.cells.large_tables import matrices
from kb.cells.place_names import known_places
from kb.release.reader import Reader
from kb.values.disputes import DisputeRate, dispute_rates
from kb.values.model import Comparison
from kb.values.spelt_out import spelt_out
from kb.values.view import Keywords, Names, View, asked_view

if TYPE_CHECKING:
    from kb.cells.matrix import Matrix


@dataclass(frozen=True)
class DisputedCells:
    """A comparison that has at least all disputed cells, and how often each dimension is disputed."""

    comparison: Comparison
    rates: list[DisputeRate]


@spelt_out(Keywords)
def disputed_cells(reader: Reader, jurisdictions: View | Names, **asked: Unpack[Keywords]) -> DisputedCells:
    """What is disputed in some jurisdictions at one point of both clocks: takes a view, or jurisdictions and keywords."""
    view = asked_view(jurisdictions, **asked)
    point, heads = ask(reader, view), choose_questions(reader.questions(), view.questions, view.dimensions)
    places = known_places(reader, view.jurisdictions, point.as_of)
    found = matrices(reader, places, [point], heads)
    if found is None:
        comparison = table_at(reader, places, heads, point)
        return DisputedCells(comparison, dispute_rates(comparison))
    disputed = {
        question: [place for place, is_disputed in zip(found[0].jurisdictions, row, strict=True) if is_disputed]
        for question, row in zip(found[0].questions, found[0].disputed.tolist(), strict=True)
    }
    rates = _rates(found[0], {head.id: head.dimension for head in heads})
    return DisputedCells(table_at(reader, places, heads, point, disputed), rates)


def _rates(found: Matrix, dimension_of: dict[str, str]) -> list[DisputeRate]:
    """As :func:`kb.values.disputes.dispute_rates` counts them."""
    told, disputed = (found.winner >= 0).sum(axis=1).tolist(), found.disputed.sum(axis=1).tolist()
    counts = {dimension: [0, 0] for dimension in ("*", *dict.fromkeys(dimension_of.values()))}
    for question, cells, contradicted in zip(found.questions, told, disputed, strict=True):
        for dimension in ("*", dimension_of[question]):
            counts[dimension][0] += cells
            counts[dimension][1] += contradicted
    return [DisputeRate(dimension, *numbers) for dimension, numbers in counts.items()]
