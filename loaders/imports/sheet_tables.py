"""XLSX as batches of text columns: no formula, no encrypted file, no archive that grows without end."""

from __future__ import annotations

import datetime
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kb.loaders.imports.batches import batches_of
from kb.loaders.imports.errors import OutsideError
from kb.loaders.imports.mapping_records import Reading

MOST_BYTES, MOST_GROWTH = 1 << 30, 200
HEAD = 1 << 16


def xlsx_batches(path: Path, reading: Reading) -> Iterator[Any]:
    """The rows of one sheet as record batches of text columns."""
    import openpyxl

    _check_archive(path)
    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=False, keep_links=False)
    except Exception as error:  # whatever the reader of workbooks meets in a damaged one
        raise OutsideError(f"cannot be read as a workbook: {str(error)[:200]}") from None
    if reading.sheet and reading.sheet not in book.sheetnames:
        raise OutsideError(f"has no sheet '{reading.sheet}'; its sheets are {', '.join(book.sheetnames)[:300]}")
    sheet = book[reading.sheet] if reading.sheet else book[book.sheetnames[0]]
    if reading.sheet is None and len(book.sheetnames) > 1:
        raise OutsideError(f"has several sheets; write which in 'read: {{sheet: ...}}': {', '.join(book.sheetnames)[:300]}")
    sheet.reset_dimensions()
    yield from batches_of(_rows(sheet), int(reading.header))


def _rows(sheet: Any) -> Iterator[list[str]]:
    for number, cells in enumerate(sheet.iter_rows(), 1):
        for cell in cells:
            if cell.data_type == "f":
                raise OutsideError(f"cell {cell.coordinate} is a formula; paste values instead of formulas", number)
            if cell.data_type == "e":
                raise OutsideError(f"cell {cell.coordinate} is an error ({cell.value}); empty it or write its value", number)
        yield [_text(cell.value) for cell in cells]


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime.datetime):
        return value.date().isoformat() if value.time() == datetime.time() else value.isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)


def _check_archive(path: Path) -> None:
    head = path.open("rb").read(8)
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        raise OutsideError("is encrypted, or of a form before .xlsx; save it as .xlsx without a password")
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            size = sum(part.file_size for part in parts)
            if size > MOST_BYTES or size > MOST_GROWTH * max(path.stat().st_size, 1):
                raise OutsideError(f"would unpack to {size >> 20} MB; a table does not grow like that, so it is not unpacked")
            for part in parts:
                if part.filename.endswith((".xml", ".rels")) and b"<!DOCTYPE" in archive.open(part).read(HEAD):
                    raise OutsideError(f"its part {part.filename[:80]} declares entities, which are not read")
    except zipfile.BadZipFile:
        raise OutsideError("is no workbook (.xlsx is a zip archive, this is none); take it again from its publisher") from None
