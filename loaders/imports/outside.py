"""An outside file as batches of text columns, by the format that its mapping or its suffix names."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kb.loaders.imports.csv_tables import csv_batches, line_of_row
from kb.loaders.imports.errors import OutsideError
from kb.loaders.imports.mapping_records import Mapping, Reading
from kb.loaders.imports.rdf_tables import SUFFIXES, rdf_batches
from kb.loaders.imports.record_tables import json_batches, jsonl_batches, parquet_batches
from kb.loaders.imports.sheet_tables import xlsx_batches

TABLES = {"xlsx": xlsx_batches, "json": json_batches, "jsonl": jsonl_batches, "parquet": parquet_batches}
NAMES = {".csv": "csv", ".tsv": "csv", ".txt": "csv", ".xlsx": "xlsx", ".xlsm": "xlsx", ".json": "json", ".jsonl": "jsonl",
         ".ndjson": "jsonl", ".parquet": "parquet"} | dict.fromkeys(SUFFIXES, "rdf")  # fmt: skip


def format_of(path: Path, reading: Reading) -> str:
    """The format of a file; OutsideError if neither the mapping nor the suffix names one."""
    found = reading.format or NAMES.get(path.suffix.lower())
    if found is None:
        raise OutsideError(f"its suffix names no format; write 'read: {{format: ...}}', one of csv, {', '.join(TABLES)}, rdf")
    return found


def batches(path: Path, mapping: Mapping, folder: Path) -> Iterator[Any]:
    """The rows of an outside file; ``folder`` is that of the mapping, where its queries and contexts are."""
    reading = mapping.read
    if not path.is_file():
        raise OutsideError("is not a file; give the file itself")
    found = format_of(path, reading)
    if found == "csv":
        yield from csv_batches(path, reading, mapping.own_days)
    else:
        yield from rdf_batches(path, reading, folder) if found == "rdf" else TABLES[found](path, reading)


def line_of(path: Path, reading: Reading, row: int) -> int:
    """The line of a row (1 is the first below the header), so that a person finds it."""
    found = format_of(path, reading)
    if found == "csv":
        return line_of_row(path, reading, row)
    return row + int(reading.header) if found == "xlsx" else row
