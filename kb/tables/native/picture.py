"""Pictures: the table as SVG, PNG and PDF, set by Typst from data alone; no text of a cell is ever read as markup."""

from __future__ import annotations

import datetime
import io
import json
from dataclasses import asdict
from typing import Any, Literal

from kb.errors import UsageError
from kb.naming.links import safe_link
from kb.tables import text
from kb.tables.form_notes import Cited
from kb.tables.formed import laid_out
from kb.tables.html import TEMPLATES
from kb.tables.native.drawn import pages
from kb.tables.native.shown_pictures import SEAL_KEY, shown_pdf, shown_png, shown_svg
from kb.tables.native.svg import as_svg
from kb.tables.seals import seal
from kb.tables.sheet import Sheet
from kb.values.form import PLAIN, SLIDE, Form
from kb.values.model import Comparison

DOTS_PER_INCH, WIDTH_OF_TEXT = 144.0, 1000
TOO_MUCH = "in letters that can be read this table does not fit a slide; ask for less, or write .pptx: a slide for each dimension"
Kind = Literal["png", "pdf"]


def write_svg(comparison: Comparison, form: Form = PLAIN, cited: Cited | None = None) -> bytes:
    """One picture as SVG: its words are text; title and whole text for who cannot see it; sealed."""
    sheet = laid_out(comparison, form=form, cited=cited)
    page = next(iter(pages(_compile(sheet, "pdf"))))
    said = sheet.caption, text.render(sheet, WIDTH_OF_TEXT)
    made = seal(comparison, shown_svg(as_svg(page, *said).encode("utf-8")).pieces, form)
    return as_svg(page, *said, made.text()).encode("utf-8")


def write_png(comparison: Comparison, form: Form = PLAIN, cited: Cited | None = None) -> bytes:
    """One picture as PNG at 144 dots per inch; sealed."""
    from PIL import Image
    from PIL.PngImagePlugin import PngInfo

    drawn = draw(laid_out(comparison, form=form, cited=cited))
    told, buffer = PngInfo(), io.BytesIO()
    told.add_text(SEAL_KEY, seal(comparison, shown_png(drawn).pieces, form).text())
    with Image.open(io.BytesIO(drawn)) as picture:
        picture.save(buffer, "png", pnginfo=told, dpi=(DOTS_PER_INCH, DOTS_PER_INCH))
    return buffer.getvalue()


def draw(sheet: Sheet) -> bytes:
    """A laid-out table as PNG, without a seal: for a document that is sealed itself."""
    return _compile(sheet, "png")


def write_pdf(comparison: Comparison, form: Form = PLAIN, cited: Cited | None = None) -> bytes:
    """A4 pages as a tagged PDF, the header row repeated, wide tables turned and split; sealed in its keywords."""
    sheet = laid_out(comparison, form=form, cited=cited)
    made = datetime.datetime.fromisoformat(f"{comparison.known_on}T00:00:00+00:00")
    found = seal(comparison, shown_pdf(_compile(sheet, "pdf", made, is_paged=True)).pieces, form)
    return _compile(sheet, "pdf", made, is_paged=True, keywords=f"{SEAL_KEY} {found.text()}")


def _compile(
    sheet: Sheet, kind: Kind, made: datetime.datetime | None = None, is_paged: bool = False, keywords: str = ""
) -> bytes:
    """The sheet set by Typst: pages of paper, one page as large as it, or a slide; UsageError if it does not fit a slide."""
    import typst

    inputs = {"sheet": json.dumps(_plain(sheet), ensure_ascii=False), "kind": "pdf" if is_paged else "picture"}
    template = TEMPLATES / ("slide.typ" if sheet.form.fit == SLIDE and not is_paged else "table.typ")
    dots = DOTS_PER_INCH if kind == "png" else None
    found: Any = typst.compile(template, format=kind, ppi=dots, sys_inputs=inputs | {"keywords": keywords}, timestamp=made)
    if isinstance(found, list):
        raise UsageError(TOO_MUCH)
    written: bytes = found
    return written


def _plain(sheet: Sheet) -> dict[str, object]:
    values = asdict(sheet) | {"parts": [asdict(part) for part in sheet.panels()]}
    values["notes"] = [{"n": note.n, "citation": note.citation, "url": safe_link(note.url)} for note in sheet.notes]
    return values
