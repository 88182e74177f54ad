"""A brief as a Word document of few pages: sentences, picture, lists, the table in small letters, each source once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from kb.briefing.content import Content, PictureCell
from kb.briefing.events_told import Told
from kb.language.around_cells import CARE
from kb.naming.links import safe_link
from kb.tables.docx import as_bytes, begin_columns, new_document
from kb.tables.sheet import Sheet, SheetRow
from kb.tables.word_notes import element, run, written
from kb.tables.word_table import TWIP, add_table, small
from kb.values.evidence_words import GRADE_REMARKS
from kb.values.model import Note
from kb.values.words import CellWords

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table
    from docx.text.paragraph import Paragraph

BETWEEN_SENTENCES, FIRST_COLUMN, MOST_UPRIGHT = 3, {1: 0.36, 2: 0.3, 3: 0.25, 4: 0.2}, 4
TURNED_LETTERS, TURNED_SOURCES, TURNED_FONT = 6, 6, "Times New Roman"
TABLE_LETTERS, SMALL_LETTERS, NARROW = 7.5, 7.5, "30"
SENTENCE_LETTERS, PICTURE_LETTERS, PICTURE_QUESTIONS = 10, 8, 0.26  # points, and the part of the width
SHADE, DARKEST = (74, 144, 208), 0.45  # the colour of the darkest step, and how much of it
MARKED = re.compile(rf"(^|; )([{''.join(remark[0] for remark in GRADE_REMARKS.values())}]) [^;]+")


class Numbers:
    """References to the list of sources as numbers that are raised."""

    def refer(self, paragraph: Paragraph, n: int) -> None:
        """Refer to one source at the end of a paragraph."""
        paragraph._p.append(run(written(str(n))))


def word(found: Content) -> bytes:
    """The brief as the bytes of a .docx file."""
    document, headings = new_document(found.title, found.comparison, turned=False, lang=found.language.code), found.headings
    _heading(document, found.title, 1)
    _say(document, found.days)
    for one in found.sentences:
        paragraph = document.add_paragraph(style="List Number")
        _sized(paragraph.add_run(one.text), SENTENCE_LETTERS)
        _soft(paragraph.add_run(f" {one.caution}" if one.caution else ""))
        _close(paragraph, BETWEEN_SENTENCES)
        paragraph._p.get_or_add_pPr().append(element("contextualSpacing", val="0"))
    _add_picture(document, found)
    for name, items in (("changes", found.events), ("contested", found.contested), ("coming", found.coming)):
        _heading(document, headings[name], 2)
        _add_list(document, items)
        for line in found.below(name):
            _say(document, line)
    is_turned = len(found.places) > MOST_UPRIGHT
    if is_turned:
        _turn(document)
    _heading(document, headings["table"], 2)
    _add_table(document, found, is_turned)
    _heading(document, headings["sources"], 2)
    _say(document, found.read)
    begin_columns(document, 5 if is_turned else 3)
    for note in found.sheet.notes:
        _add_source(document, note, TURNED_SOURCES if is_turned else SMALL_LETTERS)
    begin_columns(document, 1)
    _say(document, found.cite_as)
    return as_bytes(document)


def compact(words: CellWords) -> CellWords:
    """A cell on few lines: what must be said beside its label follows it, what was read as a mark that the legend explains."""
    said = "; ".join(words.remarks)
    said = MARKED.sub(r"\1\2", said)
    beside = " ⊕" if words.beside else ""
    notes = tuple(dict.fromkeys([*words.notes, *(n for line in words.beside for n in line.notes)]))
    told = " ".join(filter(None, (words.sentence, said[:1].upper() + said[1:] if words.sentence else said)))
    return replace(words, sentence=f"{told}{beside}".strip(), remarks=(), beside=(), notes=notes)


def _add_source(document: Document, note: Note, letters: float) -> None:
    """One source with its number, a link where it has an address."""
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.oxml.ns import qn

    paragraph = _say(document, f"{note.n}. ")
    made = paragraph.add_run(note.citation)
    _soft(made)
    for one in paragraph.runs:
        _sized(one, letters)
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
    return " ".join([row.text, *(CARE for _ in row.remarks)])


def _turn(document: Document) -> None:
    """Go on with a page that is wider than high, for the columns of many places."""
    from docx.enum.section import WD_ORIENT, WD_SECTION
    from docx.shared import Mm

    section = document.add_section(WD_SECTION.NEW_PAGE)
    section.orientation, section.page_width, section.page_height = WD_ORIENT.LANDSCAPE, Mm(297), Mm(210)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(10)


def _add_table(document: Document, found: Content, is_turned: bool) -> None:
    """The table as wide as the page has room, in small letters; wide tables in parts."""
    from docx.shared import Pt

    section, sheet = document.sections[-1], _short(found.sheet)
    room = (section.page_width - section.left_margin - section.right_margin) // TWIP  # type: ignore[operator]
    for part in sheet.panels():
        table = add_table(document, part, Numbers(), room)
        for paragraph in (one for cell in table._cells for one in cell.paragraphs):
            paragraph.paragraph_format.line_spacing = 1.0
            for made in paragraph.runs:
                made.font.size = Pt(TURNED_LETTERS if is_turned else TABLE_LETTERS)
                made.font.name = TURNED_FONT if is_turned else None
        _widen(table, len(part.columns), room, FIRST_COLUMN.get(len(part.columns), 0.2))
        for margin in table._tbl.tblPr.iterfind("{*}tblCellMar/*"):
            margin.set(margin.tag.rpartition("}")[0] + "}w", NARROW)
    if sheet.legend:
        small(document.add_paragraph(), sheet.legend)


def _widen(table: Table, places: int, room: int, share: float) -> None:
    """A first column that is wide enough for questions, in letters that are not bold."""
    from docx.shared import Emu

    first = int(room * TWIP * share)
    widths = [Emu(first), *[Emu((room * TWIP - first) // places)] * places]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for row in table.rows:
        for at, (cell, width) in enumerate(zip(row.cells, widths, strict=True)):
            if cell._tc.grid_span == 1:
                cell.width = width
                for made in cell.paragraphs[0].runs if at == 0 else ():
                    made.bold = None


def _add_picture(document: Document, found: Content) -> None:
    """The picture as tables in letters that can be read, of more places than a page has room for in several."""
    section = document.sections[-1]
    room = (section.page_width - section.left_margin - section.right_margin) // TWIP  # type: ignore[operator]
    for first in range(0, len(found.places), MOST_UPRIGHT):
        some = slice(first, first + MOST_UPRIGHT)
        heads = (found.language.t("question"), *found.places[some])
        table = document.add_table(1, len(heads), "Table Grid")
        table.rows[0]._tr.get_or_add_trPr().extend([element("cantSplit"), element("tblHeader")])
        for cell, name in zip(table.rows[0].cells, heads, strict=True):
            _put(cell, name, bold=True)
        for question, row in found.picture:
            made = table.add_row()
            _put(made.cells[0], question)
            for cell, pictured in zip(made.cells[1:], row[some], strict=True):
                _put_pictured(cell, pictured)
        table.autofit = False
        table._tbl.tblPr.append(element("tblCellMar", *(element(side, w=NARROW, type="dxa") for side in ("left", "right"))))
        _widen(table, len(heads) - 1, room, PICTURE_QUESTIONS)
    small(document.add_paragraph(), found.language.t("legend"))


def _put_pictured(cell: Any, pictured: PictureCell) -> None:
    """What a cell says, what holds for the platform alone below it in bold, and its shade."""
    _put(cell, pictured.says)
    if pictured.otherwise:
        added = cell.add_paragraph()
        _sized(added.add_run(f"◆ {pictured.otherwise}"), PICTURE_LETTERS)
        added.runs[0].bold = True
        _close(added, 0)
    if pictured.shade:
        tone = [round(255 - (255 - full) * DARKEST * pictured.shade) for full in SHADE]
        cell._tc.get_or_add_tcPr().append(element("shd", val="clear", color="auto", fill="{:02X}{:02X}{:02X}".format(*tone)))


def _put(cell: Any, text: str, bold: bool = False) -> None:
    made = cell.paragraphs[0].add_run(text)
    made.bold = bold or None
    _sized(made, PICTURE_LETTERS)
    _close(cell.paragraphs[0], 0)


def _add_list(document: Document, items: Sequence[Told]) -> None:
    for one in items:
        paragraph = document.add_paragraph(style="List Bullet")
        _sized(paragraph.add_run(one.head), 9)
        _close(paragraph)
        told = [paragraph, *(_say(document, line, "List Bullet 2") for line in one.lines)]
        for above in told[:-1]:
            above.paragraph_format.keep_with_next = True


def _heading(document: Document, text: str, level: int) -> None:
    from docx.shared import Pt

    paragraph = document.add_heading(text, level)
    paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = Pt(8 if level > 1 else 0), Pt(3)


def _say(document: Document, text: str, style: str | None = None) -> Paragraph:
    paragraph = document.add_paragraph(style=style)
    _soft(paragraph.add_run(text))
    _close(paragraph)
    return paragraph


def _close(paragraph: Paragraph, after: float = 1) -> None:
    from docx.shared import Pt

    look = paragraph.paragraph_format
    look.space_after, look.line_spacing, look.keep_together = Pt(after), 1.0, True


def _soft(made: Any) -> None:
    from docx.shared import RGBColor

    _sized(made, SMALL_LETTERS)
    made.font.color.rgb = RGBColor.from_string("4A5866")


def _sized(made: Any, points: float) -> None:
    from docx.shared import Pt

    made.font.size = Pt(points)
