"""A comparison as it is laid out: caption, columns, sections, rows, cells in words, notes. Every written format starts here."""

from __future__ import annotations

import re
import weakref
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from kb.values.form import PLAIN, Form
from kb.values.model import Comparison, Note
from kb.values.words import CellWords, Line, caption, cell_words, days_line, legend, row_remarks

NOT_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
MOST_COLUMNS = {
    (None, False): 5, ("text", False): 5, ("landscape", False): 5, ("split", False): 3, ("slide", False): 5,
    (None, True): 8, ("text", True): 8, ("landscape", True): 14, ("split", True): 4, ("slide", True): 8,
}  # fmt: skip
MOST_LISTED, CROWDED = 30, 8


@dataclass(frozen=True)
class SheetCell:
    """One cell under the name of its column; ``answered`` is false for every kind of absence."""

    name: str
    words: CellWords
    answered: bool


@dataclass(frozen=True)
class SheetRow:
    """One question with what must be said of the whole row, and its cells in the order of the columns."""

    question: str
    text: str
    remarks: tuple[str, ...]
    cells: tuple[SheetCell, ...]

    def with_words(self, change: Callable[[CellWords], CellWords]) -> SheetRow:
        """The row with the words of every cell changed."""
        return replace(self, cells=tuple(replace(cell, words=change(cell.words)) for cell in self.cells))


@dataclass(frozen=True)
class SheetSection:
    """The rows of one dimension."""

    title: str
    rows: tuple[SheetRow, ...]


@dataclass(frozen=True)
class Sheet:
    """A laid-out table; ``anchor`` starts the names of its notes, so that two tables can stand in one document.

    ``form`` is how its author wants it, ``corner`` what stands above the first column.
    """

    caption: str
    dates: str
    legend: str
    columns: tuple[str, ...]
    sections: tuple[SheetSection, ...]
    notes: tuple[Note, ...]
    anchor: str = "kb"
    form: Form = PLAIN
    corner: str = "Question"
    made: str = ""

    def with_words(self, change: Callable[[CellWords], CellWords]) -> Sheet:
        """The sheet with the words of every cell changed."""
        sections = tuple(
            replace(section, rows=tuple(row.with_words(change) for row in section.rows)) for section in self.sections
        )
        return replace(self, sections=sections)

    @property
    def foot(self) -> str:
        """The days with the release and the policy, for forms that have their days below the table and no marks in words."""
        return f"{self.dates} {self.made}".strip()

    @property
    def rows(self) -> Iterator[SheetRow]:
        """All rows, whatever their section."""
        return (row for section in self.sections for row in section.rows)

    @property
    def referred(self) -> tuple[int, ...]:
        """Numbers of the notes in the order in which a reader first meets them."""
        every = (cell.words.referred for row in self.rows for cell in row.cells)
        return tuple(dict.fromkeys(n for notes in every for n in notes))

    def panels(self) -> Iterator[Sheet]:
        """The sheet in sheets that a page can hold side by side: few columns of sentences, more of labels."""
        return self.split(self.most_columns)

    @property
    def most_columns(self) -> int:
        """How many jurisdictions the form lets stand side by side."""
        return MOST_LISTED if self.is_listing else MOST_COLUMNS[self.form.fit, self.form.detail == "label"]

    @property
    def is_crowded(self) -> bool:
        """Whether so many columns of labels stand side by side that only very small letters fit."""
        return self.form.detail == "label" and min(len(self.columns), self.most_columns) > CROWDED

    @property
    def is_listing(self) -> bool:
        """Whether its columns belong together, as those of a query's result do, and are not to be split."""
        return not any(section.title for section in self.sections)

    def split(self, most: int) -> Iterator[Sheet]:
        """The sheet in sheets of at most so many columns, as equal as they can be, each with all rows and notes."""
        parts = -(-len(self.columns) // most)
        size = -(-len(self.columns) // parts)
        for first in range(0, len(self.columns), size):
            yield self._columns(slice(first, first + size))

    def _columns(self, kept: slice) -> Sheet:
        sections = tuple(
            replace(section, rows=tuple(replace(row, cells=row.cells[kept]) for row in section.rows)) for section in self.sections
        )
        return replace(self, columns=self.columns[kept], sections=sections)


def sheet_of(comparison: Comparison, anchor: str = "kb") -> Sheet:
    """Lay a comparison out; characters that no document can hold become U+FFFD."""
    global _last
    kept = _last
    sheet = kept[1] if kept and kept[0]() is comparison else _laid_out(comparison)
    _last = weakref.ref(comparison), sheet
    return replace(sheet, anchor=anchor)


# a table is laid out for what it shows and for its seal, one after the other
_last: tuple[weakref.ref[Comparison], Sheet] | None = None


def _laid_out(comparison: Comparison) -> Sheet:
    titles = dict.fromkeys((head.dimension, head.dimension_title) for head in comparison.questions)
    return Sheet(
        caption=clean(caption(comparison)),
        dates=clean(days_line(comparison)),
        legend=" · ".join(legend()),
        columns=tuple(clean(name) for _, name in comparison.jurisdictions),
        sections=tuple(SheetSection(clean(title), tuple(_rows(comparison, dimension))) for dimension, title in titles),
        notes=tuple(replace(note, citation=clean(note.citation)) for note in comparison.notes),
    )


def _rows(comparison: Comparison, dimension: str) -> Iterator[SheetRow]:
    for head in comparison.questions:
        if head.dimension == dimension:
            remarks = tuple(clean(remark) for remark in row_remarks(comparison, head))
            cells = tuple(_cell(comparison, slug, name, head.id) for slug, name in comparison.jurisdictions)
            yield SheetRow(head.id, clean(head.text), remarks, cells)


def _cell(comparison: Comparison, slug: str, name: str, question: str) -> SheetCell:
    cell = comparison.cell(slug, question)
    words = cell_words(cell)
    cleaned = replace(
        words,
        label=clean(words.label),
        sentence=clean(words.sentence),
        remarks=tuple(clean(remark) for remark in words.remarks),
        otherwise=_cleaned(words.otherwise),
        beside=_cleaned(words.beside),
        doubts=_cleaned(words.doubts),
        warnings=_cleaned(words.warnings),
    )
    return SheetCell(clean(name), cleaned, cell.answer is not None)


def _cleaned(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    return tuple(replace(line, text=clean(line.text)) for line in lines)


def clean(text: str) -> str:
    """Text on one line without characters that no document can hold.

    >>> clean("two\\nlines")
    'two lines'
    """
    kept = text if text.isprintable() else NOT_TEXT.sub("\ufffd", text)
    return " ".join(kept.split())
