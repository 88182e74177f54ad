"""PPTX: wide slides, one for each dimension or as many as it needs, labels in a table, sources in the speaker's notes; sealed."""

from __future__ import annotations

import datetime
import io
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from kb.tables.form_notes import Cited
from kb.tables.formed import laid_out
from kb.tables.native.shown_pictures import shown_slides
from kb.tables.office_seal import put_seal
from kb.tables.seals import seal
from kb.tables.sheet import Sheet, SheetCell, SheetRow
from kb.values.form import PLAIN, Form
from kb.values.model import Comparison

if TYPE_CHECKING:
    from pptx.presentation import Presentation

MOST_COLUMNS, MOST_HEIGHT = 5, 5.4  # inches
WIDE, HIGH, MARGIN = 13.333, 7.5, 0.5
LETTERS = {"label": 14, "sentence": 11, "full": 10}  # points
INK, SOFT, LINE, BAND = "16202B", "4A5866", "CFD8E0", "EEF3F7"


def write(comparison: Comparison, form: Form = PLAIN, cited: Cited | None = None) -> bytes:
    """The comparison as slides; of what a cell says the label, unless the form asks for more."""
    from pptx import Presentation as new  # noqa: N813
    from pptx.util import Inches

    wanted = form if form.detail != "full" else replace(form, detail="label")
    sheet = laid_out(comparison, form=wanted, cited=cited)
    in_full = {row.question: row for row in laid_out(comparison, form=replace(form, detail="full"), cited=cited).rows}
    slides: Any = new()
    slides.slide_width, slides.slide_height = Inches(WIDE), Inches(HIGH)
    made = datetime.datetime.fromisoformat(comparison.known_on)
    properties = slides.core_properties
    properties.title, properties.author, properties.comments = sheet.caption[:250], "", sheet.dates[:250]
    properties.created = properties.modified = made
    for part in sheet.split(MOST_COLUMNS):
        for title, rows in _slides(part):
            slide = _slide(slides, part, title, rows)
            _speaker(slide, part, rows, in_full)
    put_seal(slides, seal(comparison, shown_slides(_as_bytes(slides)).pieces, form).text())
    return _as_bytes(slides)


def _as_bytes(slides: Presentation) -> bytes:
    buffer = io.BytesIO()
    slides.save(buffer)
    return buffer.getvalue()


def _slides(sheet: Sheet) -> Iterator[tuple[str, list[SheetRow]]]:
    """Rows that fit on a slide, under the title of their dimension."""
    for section in sheet.sections:
        rows, height = list[SheetRow](), 0.0
        for row in section.rows:
            needed = _height(row, sheet)
            if rows and height + needed > MOST_HEIGHT - 0.5:
                yield section.title, rows
                rows, height = [], 0.0
            rows.append(row)
            height += needed
        yield section.title, rows


def _height(row: SheetRow, sheet: Sheet) -> float:
    """Inches that a row needs, counted in letters of its longest cell."""
    points = LETTERS[sheet.form.detail]
    across = (WIDE - 2 * MARGIN) / (len(sheet.columns) + 1.2) * 72 / (points * 0.53)
    texts = [row.text, *(_said(cell) for cell in row.cells)]
    lines = max(sum(-(-max(len(line), 1) // int(across)) for line in text.split("\n")) for text in texts)
    return lines * points * 1.25 / 72 + 0.12


def _said(cell: SheetCell) -> str:
    return "\n".join(text for text, _ in _lines(cell))


def _lines(cell: SheetCell) -> list[tuple[str, bool]]:
    """The lines of a cell, and whether each is the label."""
    words = cell.words
    label = [] if words.is_plain else [(f"{words.sign}{words.label}", True)]
    rest = [words.sentence, *words.remarks, *(line.text for line in (*words.below, *words.warnings))]
    return label + [(text, False) for text in rest if text]


def _slide(slides: Presentation, sheet: Sheet, title: str, rows: list[SheetRow]) -> Any:
    from pptx.util import Inches, Pt

    slide: Any = slides.slides.add_slide(slides.slide_layouts[5])
    box = slide.shapes.title
    box.left, box.top, box.width, box.height = (Inches(size) for size in (MARGIN, 0.3, WIDE - 2 * MARGIN, 0.7))
    _write(box.text_frame, title or sheet.caption, 24, bold=True)
    width = Inches(WIDE - 2 * MARGIN)
    place = (Inches(MARGIN), Inches(1.1), width, Inches(0.4))
    table = slide.shapes.add_table(len(rows) + 1, len(sheet.columns) + 1, *place).table
    first = int(width * 1.2 / (len(sheet.columns) + 1.2))
    for at, column in enumerate(table.columns):
        column.width = first if at == 0 else (width - first) // len(sheet.columns)
    for at, name in enumerate((sheet.corner, *sheet.columns)):
        _cell(table.cell(0, at), [(name, True)], 12, BAND)
    for line, row in enumerate(rows, 1):
        _cell(table.cell(line, 0), [(row.text, True)], LETTERS[sheet.form.detail] - 1)
        for at, cell in enumerate(row.cells, 1):
            _cell(table.cell(line, at), _lines(cell), LETTERS[sheet.form.detail])
        table.rows[line].height = Pt(int(_height(row, sheet) * 72))
    foot = slide.shapes.add_textbox(Inches(MARGIN), Inches(HIGH - 0.55), width, Inches(0.4))
    _write(foot.text_frame, " ".join(part for part in (sheet.dates, sheet.legend) if part), 9)
    return slide


def _cell(cell: Any, lines: list[tuple[str, bool]], points: int, fill: str | None = None) -> None:
    from pptx.dml.color import RGBColor
    from pptx.util import Pt

    cell.fill.solid()
    cell.fill.fore_color.rgb = RGBColor.from_string(fill or "FFFFFF")  # type: ignore[no-untyped-call]
    cell.margin_left = cell.margin_right = Pt(4)
    cell.margin_top = cell.margin_bottom = Pt(3)
    for at, (text, is_label) in enumerate(lines):
        paragraph = cell.text_frame.paragraphs[0] if at == 0 else cell.text_frame.add_paragraph()
        _run(paragraph, text, points if is_label else max(points - 2, 9), is_label)


def _write(frame: Any, text: str, points: int, bold: bool = False) -> None:
    from pptx.enum.text import PP_ALIGN

    frame.word_wrap = True
    paragraph = frame.paragraphs[0]
    paragraph.alignment = PP_ALIGN.LEFT
    _run(paragraph, text, points, bold)


def _run(paragraph: Any, text: str, points: int, bold: bool) -> None:
    from pptx.dml.color import RGBColor
    from pptx.util import Pt

    run = paragraph.add_run()
    run.text, run.font.size, run.font.bold = text, Pt(points), bold
    run.font.color.rgb = RGBColor.from_string(INK if bold else SOFT)  # type: ignore[no-untyped-call]


def _speaker(slide: Any, sheet: Sheet, rows: list[SheetRow], in_full: Mapping[str, SheetRow]) -> None:
    """In the speaker's notes what each cell says in full, and the sources of the slide."""
    numbers = dict.fromkeys(n for row in rows for cell in row.cells for n in cell.words.referred)
    by_number = {note.n: note for note in sheet.notes}
    lines = [sheet.caption, sheet.dates, ""]
    for row in rows:
        told = {cell.name: cell for cell in in_full[row.question].cells} if row.question in in_full else {}
        lines += [row.text, *(f"{one.name}: {_said(told.get(one.name, one))}".replace("\n", " ") for one in row.cells), ""]
    lines += [f"[{n}] {by_number[n].citation}. {by_number[n].url or ''}".rstrip() for n in numbers if n in by_number]
    slide.notes_slide.notes_text_frame.text = "\n".join(lines)
