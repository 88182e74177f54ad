"""Markdown: a pipe table with footnotes that GitHub, Quarto and pandoc read."""

from __future__ import annotations

import re

from kb.naming.links import safe_link
from kb.tables.seals import seal
from kb.tables.sheet import Sheet, SheetSection, sheet_of
from kb.tables.shown import shown_markdown
from kb.values.model import Comparison, Note
from kb.values.words import CellWords

ESCAPED = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"} | {mark: f"\\{mark}" for mark in "\\*_[]|#~$^"} | {"`": "&#96;"})
LINKED = re.compile(r"\b(https?|ftp)://|\b(www)\.")


def write(comparison: Comparison) -> str:
    """The comparison as Markdown, one table per dimension, sealed."""
    sheet = sheet_of(comparison)
    return sealed(comparison, render(sheet), sheet)


def sealed(comparison: Comparison, text: str, sheet: Sheet | None = None) -> str:
    """A comparison written as Markdown with its seal in a comment below."""
    return f"{text}\n<!-- kb:seal {seal(comparison, shown_markdown(text).pieces, sheet).text()} -->\n"


def render(sheet: Sheet, heading: str = "### {}") -> str:
    """A laid-out table as Markdown; ``heading`` says how the title of a section is written."""
    lines = [f"**{escape(sheet.caption)}**", "", escape(sheet.dates), ""]
    for section in sheet.sections:
        lines += [heading.format(escape(section.title)), "", *_table(sheet, section), ""]
    lines += [sheet.legend, "", *[_note(sheet.anchor, note) for note in sheet.notes]]
    return "\n".join(lines).rstrip() + "\n"


def escape(text: str) -> str:
    """Text that stays text inside a Markdown table: no cell break, no markup, no HTML, no image, no automatic link."""
    escaped = " ".join(text.split()).translate(ESCAPED)
    return LINKED.sub(lambda found: found.group().replace(":", "&#58;").replace(".", "&#46;"), escaped)


def _table(sheet: Sheet, section: SheetSection) -> list[str]:
    columns = [escape(name) for name in sheet.columns]
    lines = [f"| Question | {' | '.join(columns)} |", "|:--" * (len(columns) + 1) + "|"]
    for row in section.rows:
        head = "<br>".join([escape(row.text), *[f"*{escape(remark)}*" for remark in row.remarks]])
        cells = [_cell(sheet.anchor, cell.words) for cell in row.cells]
        lines.append(f"| {head} | {' | '.join(cells)} |")
    return lines


def _cell(anchor: str, words: CellWords) -> str:
    parts = [f"{words.mark} **{escape(words.label)}**. {escape(words.sentence)}" + _references(anchor, words.notes)]
    parts += [f"*{escape(remark)}*" for remark in words.remarks]
    parts += [f"*{escape(law.text)}*{_references(anchor, law.notes)}" for law in words.below]
    parts += [f"**{escape(line.text)}**{_references(anchor, line.notes)}" for line in words.warnings]
    return "<br>".join(parts)


def _references(anchor: str, numbers: tuple[int, ...]) -> str:
    return "".join(f"[^{anchor}-{n}]" for n in numbers)


def _note(anchor: str, note: Note) -> str:
    link = f" <{note.url}>" if safe_link(note.url) else ""
    return f"[^{anchor}-{note.n}]: {escape(note.citation)}.{link}"
