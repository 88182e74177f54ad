"""Rows as an Excel workbook that no cell can turn into a formula: text is text, and numbers, days, moments and truths are such.

An IRI is a link that shows what it is called. Columns are as wide as their words need, which wrap; a page is as wide as they are.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import IO, Any

import xlsxwriter
from pyoxigraph import Literal, NamedNode

from kb.asking.formats import solutions_of
from kb.naming.links import safe_link
from kb.naming.namespaces import expand, shrink

ROWS_OF_A_SHEET = 1_048_575
LONGEST_TEXT = 32_767
CUT_MARK = " … [cut: a cell holds 32,767 characters]"
EXACT_DIGITS = 15
NUMBERS = {expand(f"xsd:{name}") for name in ("integer", "decimal", "double", "float")}
DATE, MOMENT, TRUTH = (expand(f"xsd:{name}") for name in ("date", "dateTime", "boolean"))
TRUTHS = {"true": True, "1": True, "false": False, "0": False}
WIDEST, LONGEST_LINK, MOST_LINKS = 60, 2_000, 65_000
OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": False,
    "default_date_format": "yyyy-mm-dd",
}


def write(wire: IO[bytes], output: IO[bytes], about: dict[str, str], labels: Callable[[str], str] = lambda _: "") -> None:
    """Write the rows of a TSV file as a workbook; more rows than a sheet holds go on in the next one.

    ``labels`` gives what an IRI is called.
    """
    columns, rows = solutions_of(wire)
    book = xlsxwriter.Workbook(output, OPTIONS)
    looks = _Looks(book)
    sheet, number, place = None, 0, ROWS_OF_A_SHEET
    widths = [len(name) + 2 for name in columns]
    for row in rows:
        if place >= ROWS_OF_A_SHEET:
            number, place = number + 1, 0
            sheet = _sheet(book, f"result {number}" if number > 1 else "result", columns, looks)
        place += 1
        for column, value in enumerate(row):
            width = _write_cell(sheet, place, column, value, looks, labels)
            widths[column] = max(widths[column], min(width, WIDEST))
    if not number:
        _sheet(book, "result", columns, looks)
    for made in book.worksheets():
        for column, width in enumerate(widths):
            made.set_column(column, column, width, looks.text)
    _write_about(book, about | {"moments": "in UTC"}, looks.bold)
    book.close()


class _Looks:
    """How cells look, and how many links the sheet at hand has."""

    def __init__(self, book: Any) -> None:
        self.bold = book.add_format({"bold": True, "bottom": 1, "valign": "top"})
        self.text = book.add_format({"text_wrap": True, "valign": "top"})
        self.link = book.add_format({"text_wrap": True, "valign": "top", "font_color": "#0B5394", "underline": 1})
        self.day = book.add_format({"num_format": "yyyy-mm-dd", "valign": "top"})
        self.moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss", "valign": "top"})
        self.links = 0


def _sheet(book: Any, name: str, columns: list[str], looks: _Looks) -> Any:
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 0)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    looks.links = 0
    for column, title in enumerate(columns):
        sheet.write_string(0, column, title, looks.bold)
    return sheet


def _write_cell(sheet: Any, row: int, column: int, value: Any, looks: _Looks, labels: Callable[[str], str]) -> int:
    """Write a value by its kind; how many letters it shows."""
    if value is None:
        return 0
    text = getattr(value, "value", str(value))
    datatype = value.datatype.value if isinstance(value, Literal) else ""
    if isinstance(value, NamedNode):
        return _write_link(sheet, row, column, text, looks, labels)
    if datatype in NUMBERS and _is_exact(text):
        sheet.write_number(row, column, float(text))
    elif datatype == TRUTH and text in TRUTHS:
        sheet.write_boolean(row, column, TRUTHS[text])
    elif datatype == DATE and (day := _day(text)):
        sheet.write_datetime(row, column, day, looks.day)
    elif datatype == MOMENT and (moment := _moment(text)):
        sheet.write_datetime(row, column, moment, looks.moment)
        return len("2026-01-01 00:00:00")
    else:
        cut = text if len(text) <= LONGEST_TEXT else text[: LONGEST_TEXT - len(CUT_MARK)] + CUT_MARK
        sheet.write_string(row, column, cut, looks.text)
    return len(text)


def _write_link(sheet: Any, row: int, column: int, iri: str, looks: _Looks, labels: Callable[[str], str]) -> int:
    """An IRI as a link under its name, or in short; as text where a sheet has room for no more links."""
    shown = (labels(iri) or shrink(iri))[:LONGEST_TEXT]
    if safe_link(iri) and len(iri) <= LONGEST_LINK and looks.links < MOST_LINKS:
        looks.links += 1
        sheet.write_url(row, column, iri, looks.link, shown)
        return len(shown)
    sheet.write_string(row, column, iri[:LONGEST_TEXT], looks.text)
    return len(iri)


def _is_exact(text: str) -> bool:
    """Whether a spreadsheet's number holds the value as it is written: not too many digits, no infinity."""
    return sum(mark.isdigit() for mark in text) <= EXACT_DIGITS and text.lstrip("+-")[:1].isdigit()


def _day(text: str) -> datetime.datetime | None:
    """The day as Excel counts them, from 1900 on; None for an earlier one or one with a time zone."""
    try:
        day = datetime.datetime.strptime(text, "%Y-%m-%d")
    except ValueError:
        return None
    return day if day.year > 1900 else None


def _moment(text: str) -> datetime.datetime | None:
    """The moment in UTC, which has no place in a spreadsheet, so it is said beside; None without a time zone or before 1900."""
    try:
        moment = datetime.datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment.astimezone(datetime.UTC).replace(tzinfo=None) if moment.tzinfo and moment.year > 1900 else None


def _write_about(book: Any, about: dict[str, str], bold: Any) -> None:
    sheet = book.add_worksheet("about")
    sheet.set_column(0, 0, 14)
    sheet.set_column(1, 1, 100)
    for row, (name, text) in enumerate(about.items()):
        sheet.write_string(row, 0, name, bold)
        sheet.write_string(row, 1, text[:LONGEST_TEXT])
