"""How a cell is shaded: by the place of its answer where answers have an order, a number by its size, a set by its part."""

from __future__ import annotations

from kb.ui.cells.heat_map import share_of
from kb.ui.frame.spoken import said
from kb.ui.words import t
from kb.values.model import Cell, Comparison, QuestionHead

STEPS = 6
HATCHED, ABSENT, UNORDERED = "hatched", "absent", "unordered"


def look_of(comparison: Comparison, head: QuestionHead, cell: Cell) -> str:
    """The classes of a field: its step of shading, that it has none, that nothing was found; hatched beyond its evidence."""
    share = share_of(head, comparison, cell)
    if share is None:
        found = ABSENT
    elif head.scale == "nominal":
        found = UNORDERED
    else:
        found = f"s{min(int(share * STEPS), STEPS - 1)}"
    return f"{found} {HATCHED}" if cell.last_known else found


def fullest(head: QuestionHead) -> str:
    """What full colour means in the row of a question."""
    if head.scale == "ordinal":
        return t("heat.full-ordinal", answer=said(head.answers[-1][1]))
    return t(f"heat.full-{head.scale}")
