"""XLSX: sheets with the table, its numbers if it has any, the notes and the metadata; wrapped, frozen, no text ever a formula."""

from __future__ import annotations

import datetime
import io
from typing import TYPE_CHECKING, Any

from kb.language.comparisons import cited_in_words
from kb.language.language import WRITTEN_IN, said_in_files
from kb.naming.links import safe_link
from kb.tables.form_notes import Cited
from kb.tables.formed import Spoken, in_words_of, laid_out
from kb.tables.seals import content_hash, seal
from kb.tables.sheet import Sheet, SheetCell, SheetRow
from kb.tables.shown_files import SEAL_ROW, shown_workbook
from kb.tables.sources import cite_table
from kb.values.form import PLAIN, Form
from kb.values.model import Comparison

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

MOST_OF_A_CELL = 32_000
HEAD, QUESTION_WIDTH, CELL_WIDTH, NOTE_WIDTH, METADATA_WIDTH = 3, 34, 46, 90, 100
INERT = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
FORMATS: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 14},
    "soft": {"font_color": "#4a5866"},
    "head": {"bold": True, "bottom": 2, "valign": "top", "text_wrap": True, "bg_color": "#eef3f7"},
    "band": {"bold": True, "bg_color": "#eef3f7", "italic": True},
    "cell": {"text_wrap": True, "valign": "top", "bottom": 1, "bottom_color": "#cfd8e0"},
    "question": {"text_wrap": True, "valign": "top", "bottom": 1, "bottom_color": "#cfd8e0", "bold": True},
    "bold": {"bold": True},
    "plain": {"bold": False},
    "remark": {"italic": True, "font_color": "#4a5866"},
    "raised": {"font_script": 1},
    "date": {"num_format": "yyyy-mm-dd", "align": "left", "valign": "top"},
    "link": {"font_color": "#0b5394", "underline": 1, "text_wrap": True, "valign": "top"},
    "number": {"num_format": "#,##0.###############", "valign": "top"},
    "top": {"text_wrap": True, "valign": "top"},
}


def write(comparison: Comparison, form: Form = PLAIN, cited: Cited | None = None) -> bytes:
    """The comparison as a workbook, sealed: written once, looked at, and written again with the seal."""
    sheet, told = laid_out(comparison, form=form, cited=cited), in_words_of(form, cited, comparison)
    return render(told, sheet, seal(comparison, shown_workbook(render(told, sheet, "")).pieces, form).text())


def render(told: Spoken, sheet: Sheet, sealed: str) -> bytes:
    """The workbook with this text as its seal; ``told`` is the comparison in the words of its form."""
    from xlsxwriter import Workbook

    buffer, comparison = io.BytesIO(), told.comparison
    with Workbook(buffer, INERT) as workbook:
        made = datetime.datetime.fromisoformat(comparison.known_on)
        workbook.set_properties({"title": sheet.caption, "comments": f"{sheet.dates} {comparison.licence.line}", "created": made})
        styles = {name: workbook.add_format(properties) for name, properties in FORMATS.items()}
        _table(workbook, sheet, styles)
        _numbers(workbook, told, styles)
        _notes(workbook, sheet, styles)
        _metadata(workbook, told, sheet, styles, sealed)
    return buffer.getvalue()


def _table(workbook: Workbook, sheet: Sheet, styles: dict[str, Any]) -> None:
    page = workbook.add_worksheet(said_in_files(sheet.form.lang, "table"))
    page.write_string(0, 0, fit(sheet.caption), styles["title"])
    page.write_string(1, 0, fit(sheet.dates), styles["soft"])
    for column, name in enumerate((sheet.corner, *sheet.columns)):
        page.write_string(HEAD, column, fit(name), styles["head"])
    at = HEAD + 1
    for section in sheet.sections:
        for column in range(len(sheet.columns) + 1):
            page.write_blank(at, column, None, styles["band"])
        page.write_string(at, 0, fit(section.title), styles["band"])
        for position, row in enumerate(section.rows, at + 1):
            _row(page, position, row, styles, sheet.form.lang)
        at += len(section.rows) + 1
    page.write_string(at + 1, 0, sheet.legend, styles["soft"])
    _set_up(page, len(sheet.columns))


def _set_up(page: Worksheet, columns: int) -> None:
    page.set_column(0, 0, QUESTION_WIDTH)
    page.set_column(1, columns, CELL_WIDTH)
    page.freeze_panes(HEAD + 1, 1)
    page.repeat_rows(HEAD)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)


def _row(page: Worksheet, at: int, row: SheetRow, styles: dict[str, Any], lang: str) -> None:
    question = "\n".join((row.text, *row.remarks))
    page.write_string(at, 0, fit(question), styles["question"])
    for column, cell in enumerate(row.cells, 1):
        pieces = _pieces(cell, styles)
        length = sum(len(piece) for piece in pieces if isinstance(piece, str))
        if length > MOST_OF_A_CELL:
            page.write_string(at, column, fit("".join(piece for piece in pieces if isinstance(piece, str)), lang), styles["cell"])
        else:
            page.write_rich_string(at, column, *pieces, styles["cell"])
    said = ["".join(piece for piece in _pieces(cell, styles) if isinstance(piece, str)) for cell in row.cells]
    page.set_row(at, max(height(question, QUESTION_WIDTH), *(height(text, CELL_WIDTH) for text in said)))


def _pieces(cell: SheetCell, styles: dict[str, Any]) -> list[Any]:
    """The cell as formats and texts in turn, as rich strings want them."""
    words = cell.words
    pieces: list[Any] = [*([words.sign] if words.sign else []), styles["bold"], f"{words.label}."]
    pieces += [styles["plain"], f" {words.sentence}"] if words.sentence else []
    pieces += _references(words.notes, styles)
    for remark in words.remarks:
        pieces += [styles["remark"], f"\n{remark}"]
    for law in words.below:
        pieces += [styles["remark"], f"\n{law.text}", *_references(law.notes, styles)]
    for line in words.warnings:
        pieces += [styles["bold"], f"\n{line.text}", *_references(line.notes, styles)]
    return pieces


def _references(numbers: tuple[int, ...], styles: dict[str, Any]) -> list[Any]:
    return [piece for n in numbers for piece in (styles["raised"], f" [{n}]")]


def _numbers(workbook: Workbook, told: Spoken, styles: dict[str, Any]) -> None:
    """The numbers of the table as numbers, to be sorted and reckoned with; no sheet where no question asks for one."""
    comparison = told.comparison
    asked = {head.id: head for head in comparison.questions if head.scale == "number"}
    if not asked:
        return
    names, page = dict(comparison.jurisdictions), workbook.add_worksheet(told.file("numbers"))
    for column, name in enumerate(("question", "jurisdiction", "code", "value", "unit", "state")):
        page.write_string(0, column, told.file(name), styles["head"])
    cells = [cell for cell in comparison.cells if cell.question in asked]
    for at, cell in enumerate(cells, 1):
        what = (asked[cell.question].text, names[cell.jurisdiction], cell.jurisdiction)
        texts = (*what, None, cell.unit or "", told.state(cell.state))
        for column, text in enumerate(texts):
            if text is not None:
                page.write_string(at, column, fit(text), styles["top"])
        if cell.value is not None:
            page.write_number(at, 3, cell.value, styles["number"])
    page.autofilter(0, 0, len(cells), 5)
    page.set_column(0, 0, 60)
    page.set_column(1, 5, 26)
    page.freeze_panes(1, 0)


def _notes(workbook: Workbook, sheet: Sheet, styles: dict[str, Any]) -> None:
    page = workbook.add_worksheet(said_in_files(sheet.form.lang, "notes"))
    for column, name in enumerate(("n", "citation", "url")):
        page.write_string(0, column, said_in_files(sheet.form.lang, name), styles["head"])
    for at, note in enumerate(sheet.notes, 1):
        page.write_number(at, 0, note.n, styles["top"])
        page.write_string(at, 1, fit(note.citation), styles["top"])
        page.set_row(at, max(height(note.citation, NOTE_WIDTH), height(note.url or "", 60)))
        address = safe_link(note.url)
        if address and page.write_url(at, 2, address, styles["link"], string=fit(address)) != 0:
            page.write_string(at, 2, fit(address), styles["top"])
    page.set_column(0, 0, 5)
    page.set_column(1, 1, NOTE_WIDTH)
    page.set_column(2, 2, 60)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.freeze_panes(1, 0)


def _metadata(workbook: Workbook, told: Spoken, sheet: Sheet, styles: dict[str, Any], sealed: str) -> None:
    page, comparison = workbook.add_worksheet(told.file("metadata")), told.comparison
    rows: list[tuple[str, str | datetime.date]] = [
        ("title", sheet.caption),
        ("law-as-of", datetime.date.fromisoformat(comparison.as_of)),
        ("as-known-on", datetime.date.fromisoformat(comparison.known_on)),
        *([("platform", comparison.platform)] if comparison.platform else []),
        ("the-release", comparison.release),
        ("policy", comparison.policy),
        ("jurisdictions", " ".join(slug for slug, _ in comparison.jurisdictions)),
        ("questions", " ".join(head.id for head in comparison.questions)),
        ("marks", sheet.legend),
        ("cite-as", _citation(told)),
        (SEAL_ROW, sealed),
    ]
    for at, (name, value) in enumerate(rows):
        page.write_string(at, 0, name if name == SEAL_ROW else told.file(name), styles["head"])
        if isinstance(value, str):
            page.write_string(at, 1, fit(value), styles["top"])
            page.set_row(at, height(value, METADATA_WIDTH))
        else:
            page.write_datetime(at, 1, value, styles["date"])
    page.set_column(0, 0, 18)
    page.set_column(1, 1, METADATA_WIDTH)
    page.set_landscape()
    page.fit_to_pages(1, 0)


def _citation(told: Spoken) -> str:
    """The table as one citation in words."""
    sha256 = content_hash(told.written)
    return cited_in_words(told.language, told.comparison, sha256) if told.language else cite_table(told.written, sha256)


def height(text: str, width: int) -> float:
    """Points that a text needs in a column of so many characters; not every program measures wrapped text itself."""
    lines = sum(max(1, -(-len(line) // (width - 4))) for line in text.split("\n"))
    return min(409.0, 15.5 * lines + 4)


def fit(text: str, lang: str = WRITTEN_IN) -> str:
    """Text that a spreadsheet cell can hold; what is cut says so."""
    return text if len(text) <= MOST_OF_A_CELL else text[:MOST_OF_A_CELL] + said_in_files(lang, "cut")
