"""Rows as an Excel workbook that no cell can turn into a formula: text is written as text, numbers and days as such."""

from __future__ import annotations

import datetime
from typing import IO, Any

import xlsxwriter
from pyoxigraph import Literal

from kb.asking.formats import solutions_of
from kb.naming.namespaces import expand

ROWS_OF_A_SHEET = 1_048_575
LONGEST_TEXT = 32_767
CUT_MARK = " … [cut: a cell holds 32,767 characters]"
EXACT_DIGITS = 15
NUMBERS = {expand(f"xsd:{name}") for name in ("integer", "decimal", "double", "float")}
DATE = expand("xsd:date")
OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": False,
    "default_date_format": "yyyy-mm-dd",
}


def write(wire: IO[bytes], output: IO[bytes], about: dict[str, str]) -> None:
    """Write the rows of a TSV file as a workbook; more rows than a sheet holds go on in the next one."""
    columns, rows = solutions_of(wire)
    book = xlsxwriter.Workbook(output, OPTIONS)
    bold = book.add_format({"bold": True})
    sheet, number, place = None, 0, ROWS_OF_A_SHEET
    for row in rows:
        if place >= ROWS_OF_A_SHEET:
            number, place = number + 1, 0
            sheet = _sheet(book, f"result {number}" if number > 1 else "result", columns, bold)
        place += 1
        for column, value in enumerate(row):
            _write_cell(sheet, place, column, value)
    if not number:
        _sheet(book, "result", columns, bold)
    _write_about(book, about, bold)
    book.close()


def _sheet(book: Any, name: str, columns: list[str], bold: Any) -> Any:
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, max(len(columns) - 1, 0), 28)
    for column, title in enumerate(columns):
        sheet.write_string(0, column, title, bold)
    return sheet


def _write_cell(sheet: Any, row: int, column: int, value: Any) -> None:
    if value is None:
        return
    text = getattr(value, "value", str(value))
    datatype = value.datatype.value if isinstance(value, Literal) else ""
    if datatype in NUMBERS and _is_exact(text):
        sheet.write_number(row, column, float(text))
    elif datatype == DATE and (day := _day(text)):
        sheet.write_datetime(row, column, day)
    else:
        sheet.write_string(row, column, text if len(text) <= LONGEST_TEXT else text[: LONGEST_TEXT - len(CUT_MARK)] + CUT_MARK)


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


def _write_about(book: Any, about: dict[str, str], bold: Any) -> None:
    sheet = book.add_worksheet("about")
    sheet.set_column(0, 0, 14)
    sheet.set_column(1, 1, 100)
    for row, (name, text) in enumerate(about.items()):
        sheet.write_string(row, 0, name, bold)
        sheet.write_string(row, 1, text[:LONGEST_TEXT])
