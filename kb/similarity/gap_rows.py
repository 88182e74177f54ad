"""The work list of gaps as rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kb.similarity.gaps import Gap
from kb.similarity.rows import Row

GAP_COLUMNS = ("place", "jurisdiction", "question", "dimension", "why", "conclusions", "orders", "moves", "width", "moved")


def gap_rows(gaps: Sequence[Gap]) -> Iterator[Row]:
    """One row per gap in the order of the list."""
    for place, gap in enumerate(gaps, 1):
        yield {
            "place": place,
            "jurisdiction": gap.jurisdiction,
            "question": gap.question,
            "dimension": gap.dimension,
            "why": "; ".join(gap.why),
            "conclusions": gap.conclusions,
            "orders": gap.orders,
            "moves": gap.moves,
            "width": round(gap.width, 6),
            "moved": "; ".join(f"{move.jurisdiction} from {move.origin} to {move.target}" for move in gap.moved),
        }
