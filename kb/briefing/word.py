"""A brief as a Word document of few pages: sentences, picture, lists, the table in small letters, each source once."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from kb.briefing.content import Content
from kb.briefing.events_told import Told
from kb.briefing.picture import in_words, picture
from kb.naming.links import safe_link
from kb.tables.docx import as_bytes, begin_columns, new_document
from kb.tables.sheet import Sheet, SheetRow
from kb.tables.word_notes import element, run, written
from kb.tables.word_table import TWIP, add_table, small
from kb.values.evidence_words import GRADE_REMARKS
from kb.values.model import Note
from kb.values.words import CellWords, lowered

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

MILLIMETRES, TABLE_LETTERS, SMALL_LETTERS, NARROW = 174, 7.5, 7.5, "30"
MARKS = {text: remark[:1] for remark in GRADE_REMARKS.values() for text in (remark, lowered(remark))}


class Numbers:
    """References to the list of sources as numbers that are raised."""

    def refer(self, paragraph: Paragraph, n: int) -> None:
        """Refer to one source at the end of a paragraph."""
        paragraph._p.append(run(written(str(n))))


def word(found: Content) -> bytes:
    """The brief as the bytes of a .docx file."""
    document, headings = new_document(found.title, found.comparison, turned=False), found.headings
    _heading(document, found.title, 1)
    for one in found.sentences:
        paragraph = document.add_paragraph(one.text, style="List Number")
        _soft(paragraph.add_run(f" {one.caution}" if one.caution else ""))
        _close(paragraph)
    _say(document, found.dates)
    _add_picture(document, found)
    for name, items in (("changes", found.events), ("contested", found.contested), ("coming", found.coming)):
        _heading(document, headings[name], 2)
        _add_list(document, items)
        for line in found.quiet if name == "contested" else ():
            _say(document, line)
    _heading(document, headings["table"], 2)
    _add_table(document, found)
    _heading(document, headings["sources"], 2)
    _say(document, found.read)
    begin_columns(document, 2)
    for note in found.sheet.notes:
        _add_source(document, note)
    begin_columns(document, 1)
    _say(document, found.cite_as)
    return as_bytes(document)


def compact(words: CellWords) -> CellWords:
    """A cell on few lines: what must be said beside its label follows it, what was read as a mark that the legend explains."""
    said = "; ".join(words.remarks)
    for text, mark in MARKS.items():
        said = said.replace(text, mark)
    beside = " ⊕" if words.beside else ""
    notes = tuple(dict.fromkeys([*words.notes, *(n for line in words.beside for n in line.notes)]))
    return replace(words, sentence=f"{said}{beside}".strip(), remarks=(), beside=(), notes=notes)


def _add_source(document: Document, note: Note) -> None:
    """One source with its number, a link where it has an address."""
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.oxml.ns import qn

    paragraph = _say(document, f"{note.n}. ")
    made = paragraph.add_run(note.citation)
    _soft(made)
    if address := safe_link(note.url):
        link = element("hyperlink", made._r)
        link.set(qn("r:id"), paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
        paragraph._p.append(link)


def _short(sheet: Sheet) -> Sheet:
    """The sheet with its cells on few lines, and of what must be said of a whole row the mark."""
    sections = [
        replace(section, rows=tuple(replace(row, text=_marked(row), remarks=()) for row in section.rows))
        for section in sheet.sections
    ]
    return replace(sheet, sections=tuple(sections)).with_words(compact)


def _marked(row: SheetRow) -> str:
    return " ".join([row.text, *(remark[:1] for remark in row.remarks)])


def _add_table(document: Document, found: Content) -> None:
    """The table as wide as the page has room, in small letters; wide tables in parts."""
    from docx.shared import Pt

    section, sheet = document.sections[-1], _short(found.sheet)
    room = (section.page_width - section.left_margin - section.right_margin) // TWIP  # type: ignore[operator]
    for part in sheet.panels():
        table = add_table(document, part, Numbers(), room)
        for paragraph in (one for cell in table._cells for one in cell.paragraphs):
            paragraph.paragraph_format.line_spacing = 1.0
            for made in paragraph.runs:
                made.font.size = Pt(TABLE_LETTERS)
        for margin in table._tbl.tblPr.iterfind("{*}tblCellMar/*"):
            margin.set(margin.tag.rpartition("}")[0] + "}w", NARROW)
    if sheet.legend:
        small(document.add_paragraph(), sheet.legend)


def _add_picture(document: Document, found: Content) -> None:
    from docx.shared import Mm

    shape: Any = document.add_picture(io.BytesIO(picture(found)), width=Mm(MILLIMETRES))
    shape._inline.docPr.set("descr", in_words(found))


def _add_list(document: Document, items: Sequence[Told]) -> None:
    for one in items:
        paragraph = document.add_paragraph(style="List Bullet")
        _sized(paragraph.add_run(one.head), 9)
        _close(paragraph)
        for line in one.lines:
            _say(document, line, "List Bullet 2")


def _heading(document: Document, text: str, level: int) -> None:
    from docx.shared import Pt

    paragraph = document.add_heading(text, level)
    paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = Pt(8 if level > 1 else 0), Pt(3)


def _say(document: Document, text: str, style: str | None = None) -> Paragraph:
    paragraph = document.add_paragraph(style=style)
    _soft(paragraph.add_run(text))
    _close(paragraph)
    return paragraph


def _close(paragraph: Paragraph) -> None:
    from docx.shared import Pt

    paragraph.paragraph_format.space_after, paragraph.paragraph_format.line_spacing = Pt(1), 1.0


def _soft(made: Any) -> None:
    from docx.shared import RGBColor

    _sized(made, SMALL_LETTERS)
    made.font.color.rgb = RGBColor.from_string("4A5866")


def _sized(made: Any, points: float) -> None:
    from docx.shared import Pt

    made.font.size = Pt(points)
