"""Plain text for a terminal: one block per question, one paragraph per jurisdiction."""

from __future__ import annotations

import shutil
import textwrap

from kb.tables.form_notes import Cited
from kb.tables.formed import laid_out
from kb.tables.sheet import Sheet
from kb.values.form import PLAIN, Form
from kb.values.model import Comparison
from kb.values.words import CellWords

LABEL_WIDTH = 16


def write(comparison: Comparison, form: Form = PLAIN, cited: Cited | None = None) -> str:
    """The comparison as text, as wide as the terminal, between 60 and 120 characters."""
    return render(laid_out(comparison, form=form, cited=cited), max(60, min(shutil.get_terminal_size((100, 24)).columns, 120)))


def render(sheet: Sheet, width: int) -> str:
    """A laid-out table as text of at most so many characters a line."""
    lines = [sheet.caption, *textwrap.wrap(sheet.dates, width), ""]
    for section in sheet.sections:
        lines += [section.title.upper(), ""]
        for row in section.rows:
            lines += [line for text in (row.text, *row.remarks) for line in textwrap.wrap(text, width)]
            lines += [line for cell in row.cells for line in _cell(cell.name, cell.words, width)] + [""]
    lines += [*textwrap.wrap(sheet.legend, width), ""]
    for note in sheet.notes:
        text = f"[{note.n}] {note.citation}" + (f" {note.url}" if note.url else "")
        lines += textwrap.wrap(text, width, subsequent_indent="    ", break_long_words=False, break_on_hyphens=False)
    return "\n".join(lines) + "\n"


def _cell(name: str, words: CellWords, width: int) -> list[str]:
    text = f"{words.sign}{words.label}. {words.sentence}".rstrip() + _references(words.notes)
    text += "".join(f" ({remark})" for remark in words.remarks)
    text += "".join(f" ({law.text}{_references(law.notes)})" for law in words.below)
    text += "".join(f" {line.text.upper()}{_references(line.notes)}" for line in words.warnings)
    first = f"  {name[: LABEL_WIDTH - 1]:<{LABEL_WIDTH}}"
    return textwrap.wrap(text, width, initial_indent=first, subsequent_indent=" " * (LABEL_WIDTH + 2))


def _references(numbers: tuple[int, ...]) -> str:
    return "".join(f" [{n}]" for n in numbers)
