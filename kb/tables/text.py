"""Plain text for a terminal: one block per question, one paragraph per jurisdiction."""

from __future__ import annotations

import shutil
import textwrap

from kb.model import Comparison
from kb.tables.wording import LEGEND, CellWords, caption, cell_words, dates_line, row_remarks

LABEL_WIDTH = 16


def write(comparison: Comparison) -> str:
    """The comparison as wrapped text."""
    width = max(60, min(shutil.get_terminal_size((100, 24)).columns, 120))
    lines = [caption(comparison), *textwrap.wrap(dates_line(comparison), width), ""]
    dimension = None
    for head in comparison.questions:
        if head.dimension != dimension:
            dimension = head.dimension
            lines += [head.dimension_title.upper(), ""]
        lines += textwrap.wrap(head.text, width)
        for remark in row_remarks(comparison, head):
            lines += textwrap.wrap(remark, width, initial_indent="  ", subsequent_indent="  ")
        for slug, name in comparison.jurisdictions:
            lines += _cell(name, cell_words(comparison.cell(slug, head.id)), width)
        lines.append("")
    lines += [*textwrap.wrap(LEGEND, width), ""]
    for note in comparison.notes:
        text = f"[{note.n}] {note.citation}" + (f" {note.url}" if note.url else "")
        lines += textwrap.wrap(text, width, subsequent_indent="    ", break_long_words=False, break_on_hyphens=False)
    return "\n".join(lines) + "\n"


def _cell(name: str, words: CellWords, width: int) -> list[str]:
    text = f"{words.mark} {words.label}. {words.sentence}{_references(words.notes)}"
    text += "".join(f" ({remark})" for remark in words.remarks)
    if words.disputed_by:
        text += f" ⚠ DISPUTED{_references(words.disputed_by)}"
    first = f"  {name[: LABEL_WIDTH - 1]:<{LABEL_WIDTH}}"
    return textwrap.wrap(text, width, initial_indent=first, subsequent_indent=" " * (LABEL_WIDTH + 2))


def _references(numbers: tuple[int, ...]) -> str:
    return "".join(f" [{n}]" for n in numbers)
