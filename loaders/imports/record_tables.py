"""JSON, JSON Lines, Parquet and RDF as batches of text columns."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kb.loaders.imports.batches import batches_of_records
from kb.loaders.imports.errors import OutsideError
from kb.loaders.imports.mapping_records import Reading

MOST_BYTES, LONGEST_LINE, DEEPEST = 200_000_000, 8 << 20, 100


def json_batches(path: Path, reading: Reading) -> Iterator[Any]:
    """The records of a JSON document, those at ``records`` (names with points between them) where that is given."""
    text = json_text(path)
    check_depth(text)
    given = loaded(text, 0)
    for name in (reading.records or "").split(".") if reading.records else ():
        if not isinstance(given, dict) or name not in given:
            raise OutsideError(f"has no '{reading.records}'; write where its list of records is in 'read: {{records: ...}}'", 1)
        given = given[name]
    if isinstance(given, dict):
        given = list(given.values())
    if not isinstance(given, list) or not all(isinstance(one, dict) for one in given):
        raise OutsideError("is no list of records; write where the list is in 'read: {records: ...}'", 1)
    yield from batches_of_records(flat(one) for one in given)


def jsonl_batches(path: Path, reading: Reading) -> Iterator[Any]:
    """The records of a file with one JSON object a line."""
    del reading
    yield from batches_of_records(_lines(path))


def parquet_batches(path: Path, reading: Reading) -> Iterator[Any]:
    """The rows of a Parquet file, every column as text; a list or a structure is refused where a mapping asks for it."""
    del reading
    import pyarrow as pa
    import pyarrow.parquet as parquet

    try:
        with parquet.ParquetFile(path) as file:
            for batch in file.iter_batches(1 << 16):
                columns = {name: batch.column(name) for name in batch.schema.names}
                flat_ones = {name: of for name, of in columns.items() if not pa.types.is_nested(of.type)}
                texts = [_as_text(of) for of in flat_ones.values()]
                yield pa.RecordBatch.from_arrays(texts, names=list(flat_ones))
    except (pa.ArrowException, OSError) as error:
        raise OutsideError(f"cannot be read as Parquet: {str(error)[:200]}") from None


def json_text(path: Path) -> str:
    """The text of a JSON document that is not too large."""
    if path.stat().st_size > MOST_BYTES:
        raise OutsideError(f"is larger than {MOST_BYTES // 1_000_000} MB; give it as JSON Lines or CSV")
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise OutsideError(f"byte 0x{error.object[error.start]:02X} is not UTF-8; save the file as UTF-8", line) from None
    if not text.strip():
        raise OutsideError("is empty; take it again from its publisher", 1)
    return text


def check_depth(text: str) -> None:
    """Refuse JSON that nests deeper than any data set does, before anything walks down into it."""
    depth, is_text, is_escaped = 0, False, False
    for place, character in enumerate(text):
        if is_text:
            is_text = is_escaped or character != '"'
            is_escaped = character == "\\" and not is_escaped
        elif character == '"':
            is_text = True
        elif character in "[{":
            depth += 1
            if depth > DEEPEST:
                raise OutsideError(f"nests deeper than {DEEPEST} levels, which no data set does", text.count("\n", 0, place) + 1)
        elif character in "]}":
            depth -= 1


def flat(record: dict[str, Any], before: str = "") -> dict[str, str]:
    """A record with its nested names joined by points, and its lists by semicolons.

    >>> flat({"a": {"b": 1}, "c": ["x", "y"], "d": None})
    {'a.b': '1', 'c': 'x;y', 'd': ''}
    """
    found: dict[str, str] = {}
    for name, value in record.items():
        if isinstance(value, dict):
            found |= flat(value, f"{before}{name}.")
        elif isinstance(value, list):
            found[before + name] = ";".join(_said(one) for one in value)
        else:
            found[before + name] = _said(value)
    return found


def _said(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _as_text(column: Any) -> Any:
    import pyarrow as pa
    import pyarrow.compute as pc

    plain = column.dictionary_decode() if pa.types.is_dictionary(column.type) else column
    if pa.types.is_timestamp(plain.type):
        plain = plain.cast(pa.date32(), safe=False)
    return pc.fill_null(plain.cast(pa.string()), "")


def _lines(path: Path) -> Iterator[dict[str, str]]:
    with path.open("rb") as file:
        for number, line in enumerate(iter(lambda: file.readline(LONGEST_LINE + 1), b""), 1):
            if len(line) > LONGEST_LINE:
                raise OutsideError(f"the line is longer than {LONGEST_LINE >> 20} MB", number)
            if not line.strip():
                continue
            try:
                text = line.decode("utf-8-sig")
            except UnicodeDecodeError as error:
                raise OutsideError(f"byte 0x{line[error.start]:02X} is not UTF-8; save the file as UTF-8", number) from None
            check_depth(text)
            record = loaded(text, number)
            if not isinstance(record, dict):
                raise OutsideError("is no record; write one {...} a line", number)
            yield flat(record)


def loaded(text: str, line: int) -> Any:
    """A JSON document, each name once in a record; OutsideError at a line."""
    try:
        return json.loads(text, object_pairs_hook=lambda pairs: _once(pairs, line))
    except json.JSONDecodeError as error:
        raise OutsideError(f"is not JSON: {error.msg}", line or error.lineno) from None


def _once(pairs: list[tuple[str, Any]], line: int) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise OutsideError(f"a record names '{name[:60]}' twice; keep one of the two", line)
        found[name] = value
    return found
