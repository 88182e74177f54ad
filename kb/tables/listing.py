"""Any list of rows under a title, as data and as a picture: what a page shows as a table, to be taken along."""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from xml.sax.saxutils import escape

from kb.tables.rows import write_rows
from kb.tables.sheet import clean

TEMPLATE = Path(__file__).resolve().parent / "templates" / "listing.typ"
FORMATS = ("csv", "json", "md", "svg", "png", "pdf")
DOTS_PER_INCH, MOST_ROWS, MOST_PAGED_ROWS, LONGEST_CELL = 144.0, 100, 2_000, 400
NOTHING = "—"

Row = tuple[str, ...]


@dataclass(frozen=True)
class Listing:
    """Rows of texts under the names of their columns; ``about`` says of which days and which release they are."""

    title: str
    about: str
    columns: Row
    rows: tuple[Row, ...]


def listing(title: str, about: str, rows: Sequence[Mapping[str, object]]) -> Listing:
    """A listing of rows of any values by column, each with the same columns; None is an empty text."""
    columns = tuple(rows[0]) if rows else (NOTHING,)
    texts = tuple(tuple("" if value is None else str(value) for value in row.values()) for row in rows)
    return Listing(title, about, columns, texts)


def write_listing(found: Listing, format_name: str) -> str | bytes:
    """The listing in one of FORMATS: text for data, bytes for pictures.

    A picture holds the first 100 rows and counts the others, a PDF the first 2,000; data holds all.
    """
    if format_name == "json":
        rows = [dict(zip(found.columns, row, strict=True)) for row in found.rows]
        return _as_json(found, rows)
    if format_name == "csv":
        return write_rows(found.columns, found.rows, "csv")
    if format_name == "md":
        return f"**{found.title}** {found.about}\n\n" + write_rows(found.columns, found.rows, "md")
    if format_name == "svg":
        return _named(_compile(found, "svg"), found)
    return _compile(found, "png" if format_name == "png" else "pdf")


def _as_json(found: Listing, rows: list[dict[str, str]]) -> str:
    whole = {"title": found.title, "about": found.about, "columns": list(found.columns), "rows": rows}
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def _named(picture: bytes, found: Listing) -> bytes:
    """The SVG with a title and what it shows in words, for who cannot see it."""
    opening, end, rest = picture.decode("utf-8").partition(">")
    said = write_rows(found.columns, [[cell[:LONGEST_CELL] for cell in row] for row in found.rows[:MOST_ROWS]], "txt")
    named = f"<title>{escape(clean(found.title))}</title><desc>{escape(clean(said))}</desc>"
    return f'{opening} role="img"{end}{named}{rest}'.encode()


def _compile(found: Listing, kind: Literal["svg", "png", "pdf"]) -> bytes:
    import typst

    most = MOST_PAGED_ROWS if kind == "pdf" else MOST_ROWS
    shown = {
        "title": clean(found.title),
        "about": clean(found.about),
        "columns": [clean(name) for name in found.columns],
        "rows": [[clean(cell)[:LONGEST_CELL] for cell in row] for row in found.rows[:most]],
        "left_out": max(len(found.rows) - most, 0),
        "weights": _weights(found, most),
    }
    inputs = {"listing": json.dumps(shown, ensure_ascii=False), "kind": kind}
    made = datetime.datetime(1980, 1, 1, tzinfo=datetime.UTC)
    return typst.compile(TEMPLATE, format=kind, ppi=DOTS_PER_INCH if kind == "png" else None, sys_inputs=inputs, timestamp=made)


def _weights(found: Listing, most: int) -> list[float]:
    """How wide each column is drawn, by the longest text in it: between 6 and 60 letters."""
    longest = [max(len(cell) for cell in column) for column in zip(found.columns, *found.rows[:most], strict=True)]
    return [min(max(number, 6), 60) ** 0.75 for number in longest]
