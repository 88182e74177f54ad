"""Pictures: the table as SVG, PNG and PDF, set by Typst from data alone; no text of a cell is ever read as markup."""

from __future__ import annotations

import datetime
import json
from dataclasses import asdict
from pathlib import Path
from typing import Literal
from xml.sax.saxutils import escape

from kb.naming.links import safe_link
from kb.tables import text
from kb.tables.form_notes import Cited
from kb.tables.formed import laid_out
from kb.tables.sheet import Sheet
from kb.values.form import PLAIN, Form
from kb.values.model import Comparison

TEMPLATE = Path(__file__).resolve().parent / "templates" / "table.typ"
DOTS_PER_INCH, WIDTH_OF_TEXT = 144.0, 1000


def write_svg(comparison: Comparison, form: Form = PLAIN, cited: Cited | None = None) -> bytes:
    """One picture as SVG: text as outlines, so that it looks the same everywhere; title and whole text for who cannot see it."""
    sheet = laid_out(comparison, form=form, cited=cited)
    opening, end, rest = _compile(sheet, "svg").decode("utf-8").partition(">")
    said = f"<title>{escape(sheet.caption)}</title><desc>{escape(text.render(sheet, WIDTH_OF_TEXT))}</desc>"
    return f'{opening} role="img"{end}{said}{rest}'.encode()


def write_png(comparison: Comparison, form: Form = PLAIN, cited: Cited | None = None) -> bytes:
    """One picture as PNG at 144 dots per inch."""
    return _compile(laid_out(comparison, form=form, cited=cited), "png")


def write_pdf(comparison: Comparison, form: Form = PLAIN, cited: Cited | None = None) -> bytes:
    """A4 pages as a tagged PDF, the header row repeated, wide tables turned and split."""
    return _compile(
        laid_out(comparison, form=form, cited=cited),
        "pdf",
        datetime.datetime.fromisoformat(f"{comparison.known_on}T00:00:00+00:00"),
    )


def _compile(sheet: Sheet, kind: Literal["svg", "png", "pdf"], made: datetime.datetime | None = None) -> bytes:
    import typst

    inputs = {"sheet": json.dumps(_plain(sheet), ensure_ascii=False), "kind": kind}
    dots = DOTS_PER_INCH if kind == "png" else None
    return typst.compile(TEMPLATE, format=kind, ppi=dots, sys_inputs=inputs, timestamp=made)


def _plain(sheet: Sheet) -> dict[str, object]:
    values = asdict(sheet) | {"parts": [asdict(part) for part in sheet.panels()]}
    values["notes"] = [{"n": note.n, "citation": note.citation, "url": safe_link(note.url)} for note in sheet.notes]
    return values
