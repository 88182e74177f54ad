"""What a workbook or a CSVW zip shows, piece by piece, and the seal that it carries."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING

from kb.errors import KnowledgeBaseError, LimitError
from kb.language.language import said_in_files
from kb.naming.licences import DATA
from kb.tables.office_seal import seals_in
from kb.tables.shown import Shown, words
from kb.values.form import CHOICES

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

MOST_BYTES = 200 * 1024 * 1024
SEAL_ROW, SEAL_IN_WORD = "seal", "kb:seal "


def shown_workbook(data: bytes) -> Shown:
    """Every cell of every sheet with its place, kind and link, and what is hidden; KnowledgeBaseError if it is no workbook."""
    from openpyxl import load_workbook

    refuse_bomb(data)
    try:
        book = load_workbook(io.BytesIO(data))
    except Exception as error:
        raise KnowledgeBaseError(f"this is no workbook that can be read: {error}") from None
    seals: list[str] = []
    pieces = [piece for page in book.worksheets for piece in _page(page, seals)]
    return Shown(tuple(pieces), tuple(seals))


def _page(page: Worksheet, seals: list[str]) -> Iterator[str]:
    sealed = {said_in_files(code, "metadata") for code in CHOICES["lang"]}
    yield f"sheet {page.title} {page.sheet_state}"
    yield from (f"hidden row {at}" for at, row in sorted(page.row_dimensions.items()) if row.hidden)
    yield from (f"hidden column {at}" for at, column in sorted(page.column_dimensions.items()) if column.hidden)
    for row in page.iter_rows():
        if page.title in sealed and row[0].value == SEAL_ROW:
            seals.append(str(row[1].value))
            continue
        for cell in row:
            if cell.value is not None:
                link = cell.hyperlink.target if cell.hyperlink else ""
                yield f"{cell.coordinate} {cell.data_type} {' '.join(words(str(cell.value)))} {link}"


def shown_word(data: bytes) -> Shown:
    """The words of every paragraph and note of a Word file, and what is hidden; KnowledgeBaseError if it is none."""
    from lxml import etree

    refuse_bomb(data)
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        names = [name for name in ("word/document.xml", "word/endnotes.xml") if name in archive.namelist()]
        roots = [etree.fromstring(archive.read(name), parser) for name in names]
    except (zipfile.BadZipFile, etree.XMLSyntaxError) as error:
        raise KnowledgeBaseError(f"this is no Word file that can be read: {error}") from None
    pieces, seals = list[str](), list[str]()
    for paragraph in (one for root in roots for one in root.iter("{*}p")):
        text = "".join(one.text or "" for one in paragraph.iter("{*}t"))
        if text.startswith(SEAL_IN_WORD):
            seals.append(text.removeprefix(SEAL_IN_WORD))
        elif text.strip():
            hidden = [run for run in paragraph.iter("{*}r") if run.find("{*}rPr/{*}vanish") is not None]
            pieces += [*words(text), *(["hidden"] if hidden else []), "\n"]
    return Shown(tuple(pieces), tuple(seals or seals_in(data)))


def shown_csvw(data: bytes) -> Shown:
    """Every field of the CSV and what its metadata says but our licence; KnowledgeBaseError if the zip holds no such table."""
    refuse_bomb(data)
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        names = sorted(archive.namelist())
        described = json.loads(archive.read("comparison.csv-metadata.json"))
        seals = tuple(note["seal"] for note in described["notes"] if "seal" in note)
        if described.get("dc:license") == {"@id": DATA.address}:
            del described["dc:license"]
        described["notes"] = [note for note in described["notes"] if "seal" not in note]
        rows = csv.reader(io.StringIO(archive.read("comparison.csv").decode("utf-8-sig"), newline=""))
        fields = [" ".join(words(field)) for row in rows for field in (*row, "\n")]
    except (zipfile.BadZipFile, KeyError, TypeError, ValueError, csv.Error) as error:
        raise KnowledgeBaseError(f"this is no table with CSVW metadata: {error}") from None
    return Shown((*names, json.dumps(described, sort_keys=True), *fields), seals)


def refuse_bomb(data: bytes) -> None:
    """LimitError for a zip that would unpack to more than the limit; KnowledgeBaseError for what is no zip."""
    try:
        size = sum(member.file_size for member in zipfile.ZipFile(io.BytesIO(data)).infolist())
    except zipfile.BadZipFile:
        raise KnowledgeBaseError("this is no zip, so neither a workbook nor a table with metadata") from None
    if size > MOST_BYTES:
        raise LimitError(f"the file would unpack to {size} bytes; {MOST_BYTES} are the limit")
