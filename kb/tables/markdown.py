"""Markdown: a pipe table with footnotes that GitHub, Quarto and pandoc read."""

from __future__ import annotations

import re

from kb.model import Comparison, Note
from kb.tables.wording import LEGEND, CellWords, caption, cell_words, dates_line, row_remarks


def write(comparison: Comparison) -> str:
    """The comparison as Markdown, one table per dimension."""
    lines = [f"**{escape(caption(comparison))}**", "", escape(dates_line(comparison)), ""]
    for dimension, title in dict.fromkeys((head.dimension, head.dimension_title) for head in comparison.questions):
        lines += [f"### {escape(title)}", "", *_table(comparison, dimension), ""]
    lines += [LEGEND, "", *[_note(note) for note in comparison.notes]]
    return "\n".join(lines).rstrip() + "\n"


def escape(text: str) -> str:
    """Text that stays text inside a Markdown table: no cell break, no markup, no HTML, no image, no automatic link."""
    folded = " ".join(text.split()).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    escaped = re.sub(r"([\\`*_\[\]|#~$^])", r"\\\1", folded)
    return re.sub(
        r"\b(https?|ftp)://|\b(www)\.", lambda found: found.group().replace(":", "&#58;").replace(".", "&#46;"), escaped
    )


def _table(comparison: Comparison, dimension: str) -> list[str]:
    heads = [head for head in comparison.questions if head.dimension == dimension]
    columns = [escape(name) for _, name in comparison.jurisdictions]
    lines = [f"| Question | {' | '.join(columns)} |", "|:--" * (len(columns) + 1) + "|"]
    for head in heads:
        cells = [_cell(cell_words(comparison.cell(slug, head.id))) for slug, _ in comparison.jurisdictions]
        question = "<br>".join([escape(head.text), *(f"*{escape(remark)}*" for remark in row_remarks(comparison, head))])
        lines.append(f"| {question} | {' | '.join(cells)} |")
    return lines


def _cell(words: CellWords) -> str:
    parts = [f"{words.mark} **{escape(words.label)}**. {escape(words.sentence)}" + _references(words.notes)]
    parts += [f"*{escape(remark)}*" for remark in words.remarks]
    if words.disputed_by:
        parts.append("⚠ **Disputed**" + _references(words.disputed_by))
    return "<br>".join(parts)


def _references(numbers: tuple[int, ...]) -> str:
    return "".join(f"[^kb-{n}]" for n in numbers)


def _note(note: Note) -> str:
    link = f" <{note.url}>" if note.url else ""
    return f"[^kb-{note.n}]: {escape(note.citation)}.{link}"
