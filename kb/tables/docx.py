"""DOCX: a real Word table with a repeated header row and real endnotes; landscape when wide; its seal in a part of its own."""

from __future__ import annotations

import datetime
import io
from typing import TYPE_CHECKING, Protocol

from kb.language.language import WRITTEN_IN, said_in_files
from kb.naming.licences import Licence
from kb.tables.form_notes import Cited, numbered
from kb.tables.formed import laid_out
from kb.tables.office_seal import put_seal
from kb.tables.seals import seal
from kb.tables.sheet import Sheet
from kb.tables.shown_files import shown_word
from kb.tables.word_notes import EndNotes, ListedNotes, Notes, element
from kb.tables.word_table import CROWDED_FONT, TWIP, add_listed, add_table, finish, small, tighten
from kb.values.form import PLAIN, Form
from kb.values.model import Comparison

if TYPE_CHECKING:
    from docx.document import Document

CROWDED_LETTERS = 5.5  # points, of a list of works below a crowded table


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

    @property
    def licence(self) -> Licence:
        """Under which licence it is."""


def write(comparison: Comparison, form: Form = PLAIN, cited: Cited | None = None) -> bytes:
    """The comparison as a Word document."""
    sheet = laid_out(comparison, form=form, cited=cited)
    document = new_document(sheet.caption, comparison, turned=len(sheet.columns) > 2, lang=form.lang)
    if sheet.is_crowded:
        _wide(document)
    document.add_heading(sheet.caption, 1)
    document.add_paragraph(sheet.dates)
    add_comparison(document, sheet)
    made = seal(comparison, shown_word(as_bytes(document)).pieces, form)
    put_seal(document, made.text())
    return as_bytes(document)


def new_document(title: str, comparison: OfDays, turned: bool, lang: str = WRITTEN_IN) -> Document:
    """An empty A4 document in a language with title, dates and page numbers, turned to landscape or not."""
    from docx import Document as new  # noqa: N813
    from docx.enum.section import WD_ORIENT
    from docx.shared import Mm, Pt

    document = new()
    made = datetime.datetime.fromisoformat(comparison.known_on)
    properties = document.core_properties
    properties.title, properties.author, properties.comments = (
        title[:250],
        "",
        f"{said_in_files(lang, 'release', release=comparison.release)} {comparison.licence.line}",
    )
    properties.created = properties.modified = made
    section = document.sections[0]
    section.page_width, section.page_height = (Mm(297), Mm(210)) if turned else (Mm(210), Mm(297))
    section.orientation = WD_ORIENT.LANDSCAPE if turned else WD_ORIENT.PORTRAIT
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(18)
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Calibri", Pt(10)
    days = {"as_of": comparison.as_of, "known_on": comparison.known_on}
    finish(document, said_in_files(lang, "footer", release=comparison.release, **days))
    return document


def add_comparison(document: Document, sheet: Sheet) -> None:
    """Add the tables of a sheet, its marks in words and its endnotes, or its list of works, at the end of a document.

    Endnotes are numbered in the order in which a reader meets them, as word processors do; works keep their numbers.
    """
    section = document.sections[-1]
    room = (section.page_width - section.left_margin - section.right_margin) // TWIP  # type: ignore[operator]
    if is_list := sheet.form.notes == "sources":
        notes: Notes = ListedNotes(sheet.anchor)
    else:
        order = dict.fromkeys(n for part in sheet.panels() for n in part.referred)
        sheet = numbered(sheet, {n: position for position, n in enumerate(order, 1)})
        notes = EndNotes(document, sheet)
    for part in sheet.panels():
        add_table(document, part, notes, room)
        small(document.add_paragraph(), "", 4)
    if sheet.legend:
        small(document.add_paragraph(), sheet.legend, 6 if sheet.is_crowded else 8)
    if is_list:
        _list(document, sheet)
    elif isinstance(notes, EndNotes) and sheet.notes:
        notes.save()


def _wide(document: Document) -> None:
    """Narrow margins and small letters above a crowded table."""
    from docx.shared import Mm, Pt

    section = document.sections[0]
    section.left_margin = section.right_margin = section.top_margin = Mm(10)
    section.bottom_margin, section.footer_distance, section.header_distance = Mm(11), Mm(5), Mm(5)
    document.styles["Heading 1"].font.size = Pt(11)
    document.styles["Heading 1"].paragraph_format.space_before = Pt(0)
    document.styles["Normal"].font.size, document.styles["Normal"].paragraph_format.space_after = Pt(7), Pt(3)
    for name in ("Normal", "Heading 1"):
        document.styles[name].font.name = CROWDED_FONT


def _list(document: Document, sheet: Sheet) -> None:
    """The works as a list in columns below the table; of a crowded table in very small letters, each a link."""
    begin_columns(document, 5 if sheet.is_crowded else 2)
    before = set(document.element.body)
    for note in sheet.notes:
        add_listed(document, sheet.anchor, note, CROWDED_LETTERS if sheet.is_crowded else 8, sheet.is_crowded)
    for paragraph in (one for one in document.element.body if one not in before and sheet.is_crowded):
        tighten(paragraph, CROWDED_LETTERS)


def begin_columns(document: Document, number: int) -> None:
    """Go on in so many columns on the same page."""
    from docx.enum.section import WD_SECTION

    section = document.add_section(WD_SECTION.CONTINUOUS)._sectPr
    columns = section.find("{*}cols")
    if columns is None:
        columns = element("cols")
        section.append(columns)
    for name, value in (("num", str(number)), ("space", "200")):
        columns.set(columns.tag.replace("}cols", f"}}{name}"), value)


def as_bytes(document: Document) -> bytes:
    """The document as the bytes of a file."""
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()
