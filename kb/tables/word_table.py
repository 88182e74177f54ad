"""The table of a comparison in a Word document: header row repeated, rows kept whole where they can be, marks with words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from kb.naming.links import safe_link
from kb.tables.sheet import Sheet, SheetCell, SheetRow
from kb.tables.word_notes import Notes, element, hyperlink, run, written
from kb.values.model import Note

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table, _Cell
    from docx.text.paragraph import Paragraph
    from lxml.etree import _Element

LONG_ROW, TWIP = 1500, 635
CROWDED_FONT = "Times New Roman"
RULES = (("top", "8", "16202B"), ("bottom", "8", "16202B"), ("insideH", "4", "CFD8E0"))
BAND = "EEF3F7"
MARGIN, FEW_LETTERS, CROWDED_LETTERS = 80, 6.5, 6.0  # twips, and points
LETTER, FULL = 105, 9  # twips that a bold letter of so many points takes
ALIGNS_CELLS = 15  # the form of Word from which the edge of a table, and not its text, stands at the margin
ORDER = ("tblStyle", "tblW", "jc", "tblInd", "tblBorders", "tblLayout", "tblCellMar", "tblLook", "tblCaption", "tblDescription")


def add_table(document: Document, sheet: Sheet, notes: Notes, room: int) -> Table:
    """Add one table at the end of a document, as wide as the room it has in twips; ``notes`` refers to the sources."""
    from docx.shared import Emu

    table: Table = document._body.add_table(1, len(sheet.columns) + 1, Emu(room * TWIP))
    table.autofit = False
    _describe(table, sheet, _indent(document))
    for cell, name in zip(table.rows[0].cells, (sheet.corner, *sheet.columns), strict=True):
        _write(cell.paragraphs[0], name, bold=True)
    table.rows[0]._tr.get_or_add_trPr().extend([element("cantSplit"), element("tblHeader")])
    for section in sheet.sections:
        if section.title:
            _band(table, section.title)
        for row in section.rows:
            _row(table, row, notes)
    _widths(table, room, sheet)
    if _is_small(sheet):
        _shrink(table, sheet.is_crowded)
    return table


def _is_small(sheet: Sheet) -> bool:
    return sheet.form.detail == "label" and len(sheet.columns) > 4


def _shrink(table: Table, is_crowded: bool) -> None:
    """Smaller letters and narrower margins, for many columns of labels; very small ones where they are crowded."""
    size, margin = (str(int(CROWDED_LETTERS * 2)), "28") if is_crowded else (str(int(FEW_LETTERS * 2)), "40")
    for paragraph in table._tbl.iter("{*}p"):
        for one in paragraph.iter("{*}sz"):
            one.set(one.tag.replace("}sz", "}val"), size)
    for one in table._tbl.tblPr.iterfind("{*}tblCellMar/*"):
        is_beside = one.tag.endswith(("}left", "}right"))
        one.set(one.tag.rpartition("}")[0] + "}w", margin if is_beside or not is_crowded else "8")
    if is_crowded:
        tighten(table._tbl, int(size) / 2)


def tighten(body: _Element, letters: float) -> None:
    """Narrow letters in all runs of an element, and lines that stand close."""
    for look in body.iter("{*}rPr"):
        fonts: Any = look
        fonts.get_or_add_rFonts().set(look.tag.replace("}rPr", "}ascii"), CROWDED_FONT)
        fonts.rFonts.set(look.tag.replace("}rPr", "}hAnsi"), CROWDED_FONT)
    for paragraph in body.iter("{*}p"):
        lines: Any = paragraph
        spacing = lines.get_or_add_pPr().get_or_add_spacing()
        for name, value in (("after", "0"), ("line", str(int(letters * 20 * 1.1))), ("lineRule", "exact")):
            spacing.set(paragraph.tag.replace("}p", f"}}{name}"), value)


def finish(document: Document, line: str) -> None:
    """A footer with one line and the number of the page."""
    paragraph = document.sections[0].footer.paragraphs[0]
    _write(paragraph, f"{line} · ", points=8)
    instruction = element("instrText")
    instruction.text = " PAGE "
    steps = (element("fldChar", fldCharType="begin"), instruction, element("fldChar", fldCharType="separate"), written("1"))
    for step in (*steps, element("fldChar", fldCharType="end")):
        made = run(step, raised=False)
        made.insert(0, element("rPr", element("sz", val="16")))
        paragraph._p.append(made)


def _indent(document: Document) -> int:
    """How far a table is moved in twips, so that its edge stands at the margin as later forms of Word have it."""
    found = document.settings.element.iterfind("{*}compat/{*}compatSetting")
    mode = next((one for one in found if "compatibilityMode" in one.attrib.values()), None)
    said = [value for value in mode.attrib.values() if value.isdigit()] if mode is not None else []
    return 0 if said and int(said[0]) >= ALIGNS_CELLS else MARGIN


def _describe(table: Table, sheet: Sheet, indent: int) -> None:
    """Rules above, below and between rows; the caption for screen readers."""
    borders = [element(side, val="single", sz=size, space="0", color=color) for side, size, color in RULES]
    margins = [element(side, w=str(MARGIN), type="dxa") for side in ("top", "left", "bottom", "right")]
    added = [element("tblBorders", *borders), element("tblCellMar", *margins)]
    added += [element("tblInd", w=str(indent), type="dxa")] if indent else []
    added += [element("tblCaption", val=sheet.caption[:250]), element("tblDescription", val=sheet.dates[:250])]
    properties = table._tbl.tblPr
    found = {one.tag.rpartition("}")[2]: one for one in [*properties, *added]}
    properties.extend(found[name] for name in ORDER if name in found)


def _band(table: Table, title: str) -> None:
    row = table.add_row()  # type: ignore[no-untyped-call]
    merged = row.cells[0].merge(row.cells[-1])
    _write(merged.paragraphs[0], title, bold=True)
    merged.paragraphs[0].paragraph_format.keep_with_next = True
    merged._tc.get_or_add_tcPr().append(element("shd", val="clear", color="auto", fill=BAND))
    row._tr.get_or_add_trPr().append(element("cantSplit"))


def _row(table: Table, row: SheetRow, notes: Notes) -> None:
    added = table.add_row()  # type: ignore[no-untyped-call]
    first, *cells = added.cells
    _write(first.paragraphs[0], row.text, bold=True)
    for remark in row.remarks:
        _write(_below(first), remark, italic=True)
    for place, cell in zip(cells, row.cells, strict=True):
        _cell(place, cell, notes)
    if max(len(cell.words.sentence) for cell in row.cells) < LONG_ROW:
        added._tr.get_or_add_trPr().append(element("cantSplit"))


def _cell(place: _Cell, cell: SheetCell, notes: Notes) -> None:
    words, paragraph = cell.words, place.paragraphs[0]
    if not words.is_plain:
        if words.sign:
            _write(paragraph, words.sign)
        _write(paragraph, f"{words.label}.", bold=True)
    if words.sentence:
        _write(paragraph, f" {words.sentence}")
    _refer(paragraph, words.notes, notes)
    for remark in words.remarks:
        _write(_below(place), remark, italic=True)
    for law in words.below:
        below = _below(place)
        _write(below, law.text, italic=True)
        _refer(below, law.notes, notes)
    for line in words.warnings:
        below = _below(place)
        _write(below, line.text, bold=True)
        _refer(below, line.notes, notes)


def _refer(paragraph: Paragraph, numbers: tuple[int, ...], notes: Notes) -> None:
    for position, n in enumerate(numbers):
        if position:
            paragraph._p.append(run(written(", ")))
        notes.refer(paragraph, n)


def _below(cell: _Cell) -> Paragraph:
    made: Paragraph = cell.add_paragraph()
    return made


def small(paragraph: Paragraph, text: str, letters: float = 8) -> None:
    """Write a line that stands below a table, in letters of so many points."""
    _write(paragraph, text, points=letters)


def add_listed(document: Document, anchor: str, note: Note, letters: float = 8, is_linked: bool = False) -> None:
    """Add a note to a list at the end of a document, with a name that its references link to; ``letters`` in points.

    Its address stands behind it, or, if it ``is_linked``, under its words.
    """
    paragraph, name = document.add_paragraph(), f"{anchor}_note_{note.n}"
    number = str(20000 + int(anchor[2:6] or "0", 16) * 200 + note.n)
    address, said = safe_link(note.url), f"{note.n}. {note.citation}."
    paragraph._p.append(element("bookmarkStart", _id=number, name=name))
    if address and is_linked:
        paragraph._p.append(hyperlink(document.part, address, said, letters))
    else:
        small(paragraph, said + (" " if address else ""), letters)
    paragraph._p.append(element("bookmarkEnd", _id=number))
    if address and not is_linked:
        paragraph._p.append(hyperlink(document.part, address))


def _write(paragraph: Paragraph, text: str, bold: bool = False, italic: bool = False, points: float = 9) -> None:
    from docx.shared import Pt

    made = paragraph.add_run(text)
    made.bold, made.italic = bold or None, italic or None
    made.font.size = Pt(points)
    paragraph.paragraph_format.space_after = Pt(0)


def _widths(table: Table, room: int, sheet: Sheet) -> None:
    """Set on columns and on cells: Word reads the one, LibreOffice the other. No word of the first column is broken."""
    from docx.shared import Emu

    page, count = room * TWIP, len(table.columns) - 1
    least = max(min(1050 * TWIP, page // 3), min(_longest_word(sheet) * TWIP, int(page * 0.4)))
    first = max(int(page * (0.2 if count < 4 else 0.15)), least)
    widths = [Emu(first), *[Emu((page - first) // count)] * count]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            if cell._tc.grid_span == 1:
                cell.width = width


def _longest_word(sheet: Sheet) -> int:
    """The twips that the longest word of the first column needs, with the margins of its cell."""
    words = [word for text in (sheet.corner, *(row.text for row in sheet.rows)) for word in re.split(r"[\s/-]", text)]
    letters = CROWDED_LETTERS if sheet.is_crowded else FEW_LETTERS if _is_small(sheet) else FULL
    return int(max(map(len, words)) * LETTER * letters / FULL) + 2 * MARGIN
