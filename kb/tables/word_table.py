"""The table of a comparison in a Word document: header row repeated, rows kept whole where they can be, marks with words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kb.tables.sheet import Sheet, SheetCell, SheetRow
from kb.tables.word_notes import Notes, element, run, written

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table, _Cell
    from docx.text.paragraph import Paragraph

LONG_ROW, TWIP = 1500, 635
RULES = (("top", "8", "16202B"), ("bottom", "8", "16202B"), ("insideH", "4", "CFD8E0"))
BAND = "EEF3F7"
ORDER = ("tblStyle", "tblW", "jc", "tblBorders", "tblLayout", "tblCellMar", "tblLook", "tblCaption", "tblDescription")


def add_table(document: Document, sheet: Sheet, notes: Notes, room: int) -> Table:
    """Add one table at the end of a document, as wide as the room it has in twips; ``notes`` refers to the sources."""
    from docx.shared import Emu

    table: Table = document._body.add_table(1, len(sheet.columns) + 1, Emu(room * TWIP))
    table.autofit = False
    _describe(table, sheet)
    for cell, name in zip(table.rows[0].cells, (sheet.corner, *sheet.columns), strict=True):
        _write(cell.paragraphs[0], name, bold=True)
    table.rows[0]._tr.get_or_add_trPr().extend([element("cantSplit"), element("tblHeader")])
    for section in sheet.sections:
        if section.title:
            _band(table, section.title)
        for row in section.rows:
            _row(table, row, notes)
    _widths(table, room)
    if sheet.form.detail == "label" and len(sheet.columns) > 4:
        _shrink(table)
    return table


def _shrink(table: Table) -> None:
    """Smaller letters and narrower margins, for many columns of labels."""
    for paragraph in table._tbl.iter("{*}p"):
        for size in paragraph.iter("{*}sz"):
            size.set(size.tag.replace("}sz", "}val"), "13")
    for margin in table._tbl.tblPr.iterfind("{*}tblCellMar/*"):
        margin.set(margin.tag.rpartition("}")[0] + "}w", "40")


def finish(document: Document, line: str) -> None:
    """A footer with one line and the number of the page."""
    paragraph = document.sections[0].footer.paragraphs[0]
    _write(paragraph, f"{line} · ", small=True)
    instruction = element("instrText")
    instruction.text = " PAGE "
    steps = (element("fldChar", fldCharType="begin"), instruction, element("fldChar", fldCharType="separate"), written("1"))
    paragraph._p.extend(run(step, raised=False) for step in (*steps, element("fldChar", fldCharType="end")))


def _describe(table: Table, sheet: Sheet) -> None:
    """Rules above, below and between rows; the caption for screen readers."""
    borders = [element(side, val="single", sz=size, space="0", color=color) for side, size, color in RULES]
    margins = [element(side, w="80", type="dxa") for side in ("top", "left", "bottom", "right")]
    added = [element("tblBorders", *borders), element("tblCellMar", *margins)]
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
        _write(paragraph, f"{words.mark} ")
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


def small(paragraph: Paragraph, text: str) -> None:
    """Write a line that stands below a table."""
    _write(paragraph, text, small=True)


def _write(paragraph: Paragraph, text: str, bold: bool = False, italic: bool = False, small: bool = False) -> None:
    from docx.shared import Pt

    made = paragraph.add_run(text)
    made.bold, made.italic = bold or None, italic or None
    made.font.size = Pt(8) if small else Pt(9)
    paragraph.paragraph_format.space_after = Pt(0)


def _widths(table: Table, room: int) -> None:
    """Set on columns and on cells: Word reads the one, LibreOffice the other."""
    from docx.shared import Emu

    page, count = room * TWIP, len(table.columns) - 1
    first = max(int(page * (0.2 if count < 4 else 0.15)), min(1050 * TWIP, page // 3))
    widths = [Emu(first), *[Emu((page - first) // count)] * count]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            if cell._tc.grid_span == 1:
                cell.width = width
