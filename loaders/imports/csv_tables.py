"""CSV of any dialect as batches of text columns; whatever is wrong is named by its line."""

from __future__ import annotations

import codecs
import csv
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import Any

from kb.loaders.imports.csvw import Described, UnreadValueError, described
from kb.loaders.imports.errors import OutsideError
from kb.loaders.imports.mapping_records import Reading

BLOCK = 8 << 20  # bytes of a block, and so of the longest line
DELIMITERS = ",;\t|"
BOMS = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
HTML = re.compile(rb"\s*<(!doctype html|html|head|body|table)", re.IGNORECASE)
LATIN = "write 'read: {encoding: windows-1252}', or which encoding it is"


def csv_batches(path: Path, reading: Reading, as_written: Collection[str] = ()) -> Iterator[Any]:
    """The rows as record batches of text columns; OutsideError names the first line that is wrong.

    Metadata of CSV on the Web beside the file say how it is written, where the mapping does not, and what its values are;
    ``as_written`` names the columns whose form the mapping says itself.
    """
    from pyarrow import ArrowInvalid, string
    from pyarrow import csv as arrow

    found = described(path)
    reading = found.reading(reading) if found else reading
    head = path.open("rb").read(BLOCK)
    encoding = _encoding(head, reading)
    delimiter = _dialect(head, encoding, reading)
    names = _header(path, encoding, delimiter, int(reading.header)) if int(reading.header) or not found else found.names()
    if found:
        found.check(names)
    reads = arrow.ReadOptions(
        block_size=BLOCK, encoding=encoding, column_names=names, skip_rows=_lines_of_header(path, encoding, reading)
    )
    parses = arrow.ParseOptions(delimiter=delimiter, newlines_in_values=True)
    converts = arrow.ConvertOptions(column_types=dict.fromkeys(names, string()), strings_can_be_null=False)
    if _quotes(path) % 2:
        _name_fault(path, encoding, delimiter, len(names), int(reading.header))
    try:
        with arrow.open_csv(str(path), reads, parses, converts) as opened:
            yield from _as_described(opened, found, path, reading, as_written) if found else opened
    except (ArrowInvalid, UnicodeDecodeError) as error:
        if "Empty CSV" in str(error):
            raise OutsideError("has a header and no row; nothing would be kept", 1) from None
        _name_fault(path, encoding, delimiter, len(names), int(reading.header))
        raise OutsideError(f"cannot be read as CSV: {str(error)[:200]}") from None


def line_of_row(path: Path, reading: Reading, row: int) -> int:
    """The line on which a row ends, the first below the header being row 1."""
    csv.field_size_limit(4 * BLOCK)
    found = described(path)
    reading = found.reading(reading) if found else reading
    head = path.open("rb").read(BLOCK)
    encoding = _encoding(head, reading)
    with path.open(encoding=_codec(encoding), newline="") as file:
        rows = csv.reader(file, delimiter=_dialect(head, encoding, reading))
        seen = -int(reading.header)
        for cells in rows:
            seen += bool(cells)
            if seen == row:
                return rows.line_num
    return 0


def _as_described(
    batches: Iterable[Any], found: Described, path: Path, reading: Reading, as_written: Collection[str]
) -> Iterator[Any]:
    """Batches with the values that the metadata describe; OutsideError names the first row with one that is none."""
    begun = 0
    for batch in batches:
        try:
            yield found.values(batch, as_written)
        except UnreadValueError as error:
            raise OutsideError(str(error), line_of_row(path, reading, begun + error.row)) from None
        begun += batch.num_rows


def _encoding(head: bytes, reading: Reading) -> str:
    if not head.strip():
        raise OutsideError("is empty; take it again from its publisher", 1)
    if HTML.match(head):
        raise OutsideError("is a web page, not a table; save the file itself, not the page that shows it", 1)
    if head[:4] == b"PK\x03\x04" or head[:4] == b"\xd0\xcf\x11\xe0":
        raise OutsideError("is a workbook, not CSV; give it its suffix .xlsx, or write 'read: {format: xlsx}'", 1)
    found = next((name for mark, name in BOMS.items() if head.startswith(mark)), None)
    given = (reading.encoding or "").lower()
    if given:
        try:
            codecs.lookup(given)
        except LookupError:
            raise OutsideError(f"'{given}' is no encoding; {LATIN}") from None
    if not found and not given and b"\x00" in head[:1000]:
        raise OutsideError("holds NUL characters; if it is UTF-16, write 'read: {encoding: utf-16-le}'", 1)
    return found or given or "utf-8"


def _codec(encoding: str) -> str:
    return "utf-8-sig" if encoding == "utf-8" else encoding


def _dialect(head: bytes, encoding: str, reading: Reading) -> str:
    """The delimiter: as given, else the one that the line of the header has most."""
    if reading.delimiter:
        return "\t" if reading.delimiter == "\\t" else reading.delimiter
    number = max(int(reading.header), 1)
    lines = head.decode(encoding, errors="replace").split("\n", number)[:number]
    counted = Counter({mark: lines[-1].count(mark) for mark in DELIMITERS} if lines else {})
    best, times = counted.most_common(1)[0]
    return best if times else ","


def _header(path: Path, encoding: str, delimiter: str, number: int) -> list[str]:
    try:
        with path.open(encoding=_codec(encoding), newline="") as file:
            rows = csv.reader(file, delimiter=delimiter, strict=True)
            for _ in range(number):
                names = next(rows)
    except UnicodeDecodeError as error:
        _name_encoding(path, encoding)
        raise _as_named(error, 1) from None
    except csv.Error as error:
        raise _as_named(error, 1) from None
    except StopIteration:
        raise OutsideError(f"has no line {number}, where 'read: {{header: {number}}}' looks for the header", 1) from None
    names = [name.strip().removeprefix("\ufeff") for name in names]
    if twice := [name for name, count in Counter(names).items() if count > 1]:
        raise OutsideError(f"the header has the column '{twice[0][:60]}' twice; rename one of the two", number)
    return names


def _lines_of_header(path: Path, encoding: str, reading: Reading) -> int:
    with path.open(encoding=_codec(encoding), newline="") as file:
        rows = csv.reader(file)
        for _ in range(int(reading.header)):
            next(rows)
        return rows.line_num


def _quotes(path: Path) -> int:
    with path.open("rb") as file:
        return sum(block.count(b'"') for block in iter(lambda: file.read(1 << 20), b""))


def _name_fault(path: Path, encoding: str, delimiter: str, width: int, header: int) -> None:
    """Raise OutsideError for the first line that is no row of the table, read slowly and strictly."""
    _name_encoding(path, encoding)
    csv.field_size_limit(BLOCK)
    with path.open(encoding=_codec(encoding), newline="") as file:
        rows = csv.reader(file, delimiter=delimiter, strict=True)
        begun = 0
        try:
            for number, cells in enumerate(rows, 1):
                if number > header and cells and len(cells) != width:
                    raise OutsideError(f"has {len(cells)} values instead of {width}; mend the row", begun + 1)
                begun = rows.line_num
        except csv.Error as error:
            raise _as_named(error, begun + 1) from None


def _name_encoding(path: Path, encoding: str) -> None:
    decoder, line = codecs.getincrementaldecoder(encoding)(), 1
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            try:
                line += decoder.decode(block).count("\n")
            except UnicodeDecodeError as error:
                line += error.object[: error.start].count(b"\n")
                raise OutsideError(f"byte 0x{error.object[error.start]:02X} is not {encoding.upper()}; {LATIN}", line) from None


def _as_named(error: Exception, line: int) -> OutsideError:
    if isinstance(error, UnicodeDecodeError):
        return OutsideError(f"byte 0x{error.object[error.start]:02X} is not {error.encoding.upper()}; {LATIN}", line)
    if "field larger" in str(error):
        return OutsideError(f"a value is longer than {BLOCK >> 20} MB, or a quote is not closed", line)
    if "end of data" in str(error):
        return OutsideError("a quote is opened here and never closed", line)
    return OutsideError(f"is no row of CSV: {error}", line)
