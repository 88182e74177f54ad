"""ODT: a table for LibreOffice and others, with a repeated header row, a caption and real endnotes; its seal in the metadata."""

from __future__ import annotations

import datetime
import io
from typing import Any

from kb.language.language import said_in_files
from kb.naming.links import safe_link
from kb.tables.form_notes import Cited, numbered
from kb.tables.formed import laid_out
from kb.tables.native.shown_pictures import SEAL_KEY, shown_odt
from kb.tables.seals import seal
from kb.tables.sheet import Sheet, SheetCell, SheetRow
from kb.tables.word_table import BAND
from kb.values.form import PLAIN, Form
from kb.values.model import Comparison

PAGE, MARGIN, FIRST = (21.0, 29.7), 1.8, 0.17  # centimetres, and the share of the first column
SOLID, THIN = "1pt solid #16202b", "0.4pt solid #cfd8e0"


def write(comparison: Comparison, form: Form = PLAIN, cited: Cited | None = None) -> bytes:
    """The comparison as an OpenDocument text."""
    from odfdo import Document, Paragraph

    sheet = laid_out(comparison, form=form, cited=cited)
    order = dict.fromkeys(n for part in sheet.panels() for n in part.referred)
    sheet = numbered(sheet, {n: position for position, n in enumerate(order, 1)})
    document = Document("text")
    room = _page(document, turned=len(sheet.columns) > 2)
    _described(document, comparison, sheet)
    body: Any = document.body
    body.clear()
    body.append(Paragraph(sheet.caption, style="KBTitle"))
    body.append(Paragraph(sheet.dates, style="KBSoft"))
    notes = _Notes(sheet)
    for at, part in enumerate(sheet.panels(), 1):
        body.append(_table(document, part, notes, room, at))
        body.append(Paragraph(""))
    if sheet.legend:
        body.append(Paragraph(sheet.legend, style="KBSoft"))
    made = seal(comparison, shown_odt(_as_bytes(document)).pieces, form)
    document.meta.set_user_defined_metadata(SEAL_KEY, made.text())
    return _as_bytes(document)


def _as_bytes(document: Any) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _page(document: Any, turned: bool) -> float:
    """Set paper and styles; how wide the text is, in centimetres."""
    from odfdo import Style

    wide, high = sorted(PAGE, reverse=turned)
    layout = document.get_styles("page-layout")[0]
    sides = {f"fo:margin-{side}": f"{MARGIN}cm" for side in ("top", "bottom", "left", "right")}
    sides |= {"fo:page-width": f"{wide}cm", "fo:page-height": f"{high}cm"}
    properties = layout.get_element("style:page-layout-properties")
    for name, value in (sides | {"style:print-orientation": "landscape" if turned else "portrait"}).items():
        properties.set_attribute(name, value)
    for notes in document.styles.get_elements("//text:notes-configuration"):
        notes.set_attribute("style:num-format", "1")
    document.insert_style(Style("paragraph", name="KBTitle", area="text", size="14pt", bold=True))
    looks: dict[str, Any] = {"KBSoft": {"color": "#4a5866", "size": "8pt"}, "KBCell": {"size": "9pt"}}
    for name, look in looks.items():
        document.insert_style(Style("paragraph", name=name, area="text", **look))
    looks = {"KBBold": {"bold": True}, "KBAside": {"italic": True, "color": "#4a5866"}, "KBWarn": {"bold": True}}
    for name, look in looks.items():
        document.insert_style(Style("text", name=name, area="text", **look))
    document.insert_style(Style("text", name="KBRaised", area="text", text_position="super 58%"))
    for name, border in {"KBHead": SOLID, "KBPlain": THIN}.items():
        document.insert_style(Style("table-cell", name=name, border_bottom=border, padding="0.09cm"), automatic=True)
    document.insert_style(
        Style("table-cell", name="KBBand", background_color=f"#{BAND}", border_bottom=THIN, padding="0.09cm"), automatic=True
    )
    return wide - 2 * MARGIN


def _described(document: Any, comparison: Comparison, sheet: Sheet) -> None:
    made = datetime.datetime.fromisoformat(comparison.known_on)
    meta = document.meta
    meta.title, meta.subject, meta.description = (
        sheet.caption,
        sheet.dates,
        f"{said_in_files(sheet.form.lang, 'release', release=comparison.release)} {comparison.licence.line}",
    )
    meta.creation_date = meta.date = made


class _Notes:
    """The endnotes of a sheet: each itself where it is first referred to, its number where it is again."""

    def __init__(self, sheet: Sheet) -> None:
        self.by_number, self.placed = {note.n: note for note in sheet.notes}, set[int]()

    def refer(self, paragraph: Any, numbers: tuple[int, ...]) -> None:
        from odfdo import Link, Note, Span

        for at, n in enumerate(numbers):
            if at:
                paragraph.append(Span(", ", style="KBRaised"))
            if n in self.placed:
                paragraph.append(Span(str(n), style="KBRaised"))
                continue
            self.placed.add(n)
            note, address = self.by_number[n], safe_link(self.by_number[n].url)
            made: Any = Note("endnote", note_id=f"kb_{n}", citation=str(n), body=f"{note.citation}." + (" " if address else ""))
            if address:
                made.get_element("text:note-body").get_element("text:p").append(Link(address, text=address))
            paragraph.append(made)


def _table(document: Any, sheet: Sheet, notes: _Notes, room: float, at: int) -> Any:
    from odfdo import Element, HeaderRows, Row, Style, Table

    table: Any = Table(f"KB{at}")
    first = room * FIRST
    widths = [first, *[(room - first) / len(sheet.columns)] * len(sheet.columns)]
    for number, width in enumerate(widths):
        name = f"KB{at}C{number}"
        document.insert_style(Style("table-column", name=name, width=f"{width:.2f}cm"), automatic=True)
        table.append(Element.from_tag(f'<table:table-column table:style-name="{name}"/>'))
    head, header = Row(), HeaderRows()
    for name in (sheet.corner, *sheet.columns):
        head.append(_cell([_paragraph(name, "KBBold")], "KBHead"))
    header.append(head)
    table.append(header)
    for section in sheet.sections:
        if section.title:
            table.append(_band(section.title, len(widths)))
        for row in section.rows:
            table.append(_row(row, notes))
    return table


def _band(title: str, columns: int) -> Any:
    from odfdo import Element, Row

    row: Any = Row()
    cell = _cell([_paragraph(title, "KBBold")], "KBBand")
    cell.set_attribute("table:number-columns-spanned", str(columns))
    row.append(cell)
    for _ in range(columns - 1):
        row.append(Element.from_tag("<table:covered-table-cell/>"))
    return row


def _row(row: SheetRow, notes: _Notes) -> Any:
    from odfdo import Row

    made: Any = Row()
    made.append(_cell([_paragraph(row.text, "KBBold"), *(_paragraph(said, "KBAside") for said in row.remarks)], "KBPlain"))
    for cell in row.cells:
        made.append(_cell(_lines(cell, notes), "KBPlain"))
    return made


def _lines(cell: SheetCell, notes: _Notes) -> list[Any]:
    from odfdo import Paragraph, Span

    words, first = cell.words, Paragraph(style="KBCell")
    if not words.is_plain:
        first.append_plain_text(words.sign)
        first.append(Span(f"{words.label}.", style="KBBold"))
    if words.sentence:
        first.append(Span(f" {words.sentence}"))
    notes.refer(first, words.notes)
    found = [first, *(_paragraph(said, "KBAside") for said in words.remarks)]
    for line, look in (*((one, "KBAside") for one in words.below), *((one, "KBWarn") for one in words.warnings)):
        found.append(_paragraph(line.text, look))
        notes.refer(found[-1], line.notes)
    return found


def _paragraph(text: str, look: str) -> Any:
    from odfdo import Paragraph, Span

    made: Any = Paragraph(style="KBCell")
    made.append(Span(text, style=look))
    return made


def _cell(paragraphs: list[Any], style: str) -> Any:
    from odfdo import Cell

    made: Any = Cell(style=style)
    for paragraph in paragraphs:
        made.append(paragraph)
    return made
