"""Rows under headings as aligned text, as a Markdown table or as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from kb.tables.csv import guard
from kb.tables.markdown import escape


def write_rows(columns: Sequence[str], rows: Sequence[Sequence[str]], format_name: str) -> str:
    """The rows as ``csv`` with the columns as they are named, else as ``md`` or ``txt`` with their names in words."""
    if format_name == "csv":
        buffer = io.StringIO()
        csv.writer(buffer).writerows([columns, *([guard(cell) for cell in row] for row in rows)])
        return buffer.getvalue()
    names = [column.replace("_", " ") for column in columns]
    if format_name == "md":
        return (
            "\n".join([_bar(names), _bar([":--"] * len(names)), *[_bar([escape(cell) for cell in row]) for row in rows]]) + "\n"
        )
    widths = [max(len(cell) for cell in column) for column in zip(names, *rows, strict=True)]
    return "".join(_padded(row, widths) + "\n" for row in [names, *rows])


def _padded(cells: Sequence[str], widths: Sequence[int]) -> str:
    return "  ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)).rstrip()


def _bar(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
