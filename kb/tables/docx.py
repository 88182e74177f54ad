"""DOCX: a real Word table with a repeated header row and real endnotes; landscape when wide; its seal hidden."""

from __future__ import annotations

import datetime
import io
from typing import TYPE_CHECKING, Protocol

from kb.naming.licences import DATA
from kb.tables.form_notes import Cited, numbered
from kb.tables.formed import laid_out
from kb.tables.seals import seal
from kb.tables.sheet import Sheet
from kb.tables.shown_files import SEAL_IN_WORD, shown_word
from kb.tables.word_notes import EndNotes, element, written
from kb.tables.word_table import TWIP, add_table, finish, small
from kb.values.form import PLAIN, Form
from kb.values.model import Comparison

if TYPE_CHECKING:
    from docx.document import Document


class OfDays(Protocol):
    """Something of certain days and a release."""

    @property
    def release(self) -> str:
        """Identifier of the release."""

    @property
    def as_of(self) -> str:
        """The day of the law."""

    @property
    def known_on(self) -> str:
        """The day of the record."""


def write(comparison: Comparison, form: Form = PLAIN, cited: Cited | None = None) -> bytes:
    """The comparison as a Word document."""
    sheet = laid_out(comparison, form=form, cited=cited)
    document = new_document(sheet.caption, comparison, turned=len(sheet.columns) > 2)
    document.add_heading(sheet.caption, 1)
    document.add_paragraph(sheet.dates)
    add_comparison(document, sheet)
    made = seal(comparison, shown_word(as_bytes(document)).pieces, form)
    hidden = element("r", element("rPr", element("vanish")), written(f"{SEAL_IN_WORD}{made.text()}"))
    document.add_paragraph()._p.extend([element("pPr", element("rPr", element("vanish"))), hidden])
    return as_bytes(document)


def new_document(title: str, comparison: OfDays, turned: bool) -> Document:
    """An empty A4 document with title, dates and page numbers, turned to landscape or not."""
    from docx import Document as new  # noqa: N813
    from docx.enum.section import WD_ORIENT
    from docx.shared import Mm, Pt

    document = new()
    made = datetime.datetime.fromisoformat(comparison.known_on)
    properties = document.core_properties
    properties.title, properties.author, properties.comments = title[:250], "", f"Release {comparison.release}. {DATA.line}"
    properties.created = properties.modified = made
    section = document.sections[0]
    section.page_width, section.page_height = (Mm(297), Mm(210)) if turned else (Mm(210), Mm(297))
    section.orientation = WD_ORIENT.LANDSCAPE if turned else WD_ORIENT.PORTRAIT
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(18)
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Calibri", Pt(10)
    finish(document, f"Release {comparison.release}, law as of {comparison.as_of}, as known on {comparison.known_on}")
    return document


def add_comparison(document: Document, sheet: Sheet) -> None:
    """Add the tables of a sheet, its marks in words and its endnotes at the end of a document.

    The notes are numbered in the order in which a reader meets them, table after table, as word processors number them.
    """
    section = document.sections[-1]
    room = (section.page_width - section.left_margin - section.right_margin) // TWIP  # type: ignore[operator]
    order = dict.fromkeys(n for part in sheet.panels() for n in part.referred)
    sheet = numbered(sheet, {n: position for position, n in enumerate(order, 1)})
    notes = EndNotes(document, sheet)
    for part in sheet.panels():
        add_table(document, part, notes, room)
        document.add_paragraph()
    if sheet.legend:
        small(document.add_paragraph(), sheet.legend)
    if sheet.notes:
        notes.save()


def as_bytes(document: Document) -> bytes:
    """The document as the bytes of a file."""
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()
