"""For how long answers are kept after their evidence ends, so that one without *last known* is not taken for checked today."""

from __future__ import annotations

from kb.ui.words import t
from kb.values.evidence_words import is_foreseen, kept_after
from kb.values.model import Cell, Comparison


def kept_words(comparison: Comparison, cell: Cell) -> str:
    """Why a cell is only last known: for how many days such an answer is kept, fewer while a matter is open; else empty."""
    if not cell.last_known or is_foreseen(cell) or not cell.evidence_to:
        return ""
    head = next(head for head in comparison.questions if head.id == cell.question)
    days, is_open = kept_after(cell, head.keeps_good, comparison.as_of)
    return t("cell.kept-open" if is_open else "cell.kept", n=days)


def kept_legend(comparison: Comparison) -> str:
    """What an answer without *last known* means where its evidence ends before the day asked; empty where none does."""
    ends_before = (cell.evidence_to < comparison.as_of for cell in comparison.cells if cell.evidence_to)
    if not any(ends_before):
        return ""
    usual, shorter = (" / ".join(map(str, sorted({head.keeps_good[at] for head in comparison.questions}))) for at in (0, 1))
    return t("cell.kept-legend", usual=usual, shorter=shorter)
