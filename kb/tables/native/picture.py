"""Pictures: the table as SVG, PNG and PDF, set by Typst from data alone; no text of a cell is ever read as markup."""

from __future__ import annotations

import datetime
import json
import math
import struct
import zlib
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

DOTS_PER_INCH, LEAST_DOTS, FEW_DOTS, WIDTH_OF_TEXT = 144.0, 72.0, 9.0, 1000
MOST_POINTS = 24_000_000  # of a picture, four bytes each, which are held twice while it is drawn
AFTER_HEAD, INCH = 33, 0.0254  # where the first chunk of a PNG ends; metres
TOO_LARGE = (
    "this table is too large for one picture whose letters can be read; ask for less, or write .pdf: as many pages as it needs"
)
TOO_MUCH = "in letters that can be read this table does not fit a slide; ask for less, or write .pptx: a slide for each dimension"


def write_svg(comparison: Comparison, form: Form = PLAIN, cited: Cited | None = None) -> bytes:
    """One picture as SVG: its words are text; title and whole text for who cannot see it; sealed."""
    sheet = laid_out(comparison, form=form, cited=cited)
    page = next(iter(pages(_Setting(sheet, "picture").compiled("pdf"))))
    said = sheet.caption, text.render(sheet, WIDTH_OF_TEXT)
    made = seal(comparison, shown_svg(as_svg(page, *said).encode("utf-8")).pieces, form)
    return as_svg(page, *said, made.text()).encode("utf-8")


def write_png(comparison: Comparison, form: Form = PLAIN, cited: Cited | None = None) -> bytes:
    """One picture as PNG at 144 dots per inch, at fewer where it is very large; sealed."""
    drawn = draw(laid_out(comparison, form=form, cited=cited))
    return _with_text(drawn, SEAL_KEY, seal(comparison, shown_png(drawn).pieces, form).text())


def draw(sheet: Sheet) -> bytes:
    """A laid-out table as PNG, without a seal: for a document that is sealed itself."""
    setting = _Setting(sheet, "picture")
    width, height = struct.unpack(">II", setting.compiled("png", dots=FEW_DOTS)[16:24])
    dots = min(DOTS_PER_INCH, FEW_DOTS * math.sqrt(MOST_POINTS / (width * height)))
    if dots < LEAST_DOTS:
        raise UsageError(TOO_LARGE)
    return _with_density(setting.compiled("png", dots=round(dots, 1)), round(dots, 1))


def write_pdf(comparison: Comparison, form: Form = PLAIN, cited: Cited | None = None) -> bytes:
    """A4 pages as a tagged PDF, the header row repeated, wide tables turned and split; sealed in its keywords."""
    sheet = laid_out(comparison, form=form, cited=cited)
    made = datetime.datetime.fromisoformat(f"{comparison.known_on}T00:00:00+00:00")
    found = seal(comparison, shown_pdf(_Setting(sheet, "pdf").compiled("pdf", made)).pieces, form)
    return _Setting(sheet, "pdf", f"{SEAL_KEY} {found.text()}").compiled("pdf", made)


class _Setting:
    """A sheet set by Typst: pages of paper (``pdf``), or one page as large as it or a slide (``picture``)."""

    def __init__(self, sheet: Sheet, kind: Literal["pdf", "picture"], keywords: str = "") -> None:
        import typst

        template = "slide.typ" if sheet.form.fit == SLIDE and kind == "picture" else "table.typ"
        inputs = {"sheet": json.dumps(_plain(sheet), ensure_ascii=False), "kind": kind, "keywords": keywords}
        self._compiler, self._kind = typst.Compiler(str(TEMPLATES / template), sys_inputs=inputs), kind

    def compiled(self, kind: Literal["png", "pdf"], made: datetime.datetime | None = None, dots: float | None = None) -> bytes:
        """The file, with so many dots per inch if it is made of dots; UsageError if it does not fit a slide."""
        found: Any = self._compiler.compile(format=kind, ppi=dots, timestamp=made)
        if isinstance(found, list):
            raise UsageError(TOO_MUCH)
        written: bytes = found
        return written


def _with_text(png: bytes, key: str, text: str) -> bytes:
    """A PNG with a text of Latin letters (PNG 11.3.3.2)."""
    return _with_chunk(png, b"tEXt" + key.encode("latin-1") + b"\0" + text.encode("latin-1"))


def _with_density(png: bytes, dots: float) -> bytes:
    """A PNG that says how many of its dots are an inch (PNG 11.3.4.3, in dots per metre)."""
    return _with_chunk(png, b"pHYs" + struct.pack(">IIB", round(dots / INCH), round(dots / INCH), 1))


def _with_chunk(png: bytes, content: bytes) -> bytes:
    """A PNG with a chunk after its head, its points untouched and never unpacked."""
    chunk = struct.pack(">I", len(content) - 4) + content + struct.pack(">I", zlib.crc32(content))
    return png[:AFTER_HEAD] + chunk + png[AFTER_HEAD:]


def _plain(sheet: Sheet) -> dict[str, object]:
    values = asdict(sheet) | {"parts": [asdict(part) for part in sheet.panels()]}
    values["notes"] = [{"n": note.n, "citation": note.citation, "url": safe_link(note.url)} for note in sheet.notes]
    return values
