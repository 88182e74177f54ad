"""Any listing laid out as tables of cells are, so that every document can hold it: plain cells, no marks, no notes."""

from __future__ import annotations

from typing import Any, NamedTuple

from kb.tables.json import hash_of
from kb.tables.sheet import Sheet, SheetCell, SheetRow, SheetSection, clean
from kb.values.form import PLAIN, Form
from kb.values.words import CellWords


class Listed(NamedTuple):
    """Rows of texts under the names of their columns, with what was asked for and the release that answered.

    ``about`` says of which days they are.
    """

    title: str
    about: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    query: dict[str, Any]
    release: str

    @property
    def content(self) -> str:
        """SHA-256 over its columns and rows, whatever the day and the release."""
        return hash_of([self.columns, self.rows])


def sheet_of_listing(listed: Listed, anchor: str = "kb", form: Form = PLAIN) -> Sheet:
    """A listing as a sheet: the first column says what a row is of."""
    corner, *columns = (clean(name) for name in listed.columns)
    rows = tuple(SheetRow("", clean(first), (), tuple(map(_cell, columns, rest))) for first, *rest in listed.rows)
    caption = clean(form.caption or listed.title)
    return Sheet(caption, clean(listed.about), "", tuple(columns), (SheetSection("", rows),), (), anchor, form, corner)


def _cell(name: str, text: str) -> SheetCell:
    return SheetCell(name, CellWords("", "", clean(text), (), ()), True)
