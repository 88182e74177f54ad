"""Rows as a Parquet file: a column is of whole numbers, numbers, days or truths if all of its values are, else of text."""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Callable, Iterator
from typing import IO, Any

import pyarrow as pa
import pyarrow.parquet as pq

from kb.asking.formats import solutions_of
from kb.asking.formats.column_types import DAY, NUMBER, TRUTH, WHOLE, column_types

BATCH = 20_000
TYPES: dict[str, tuple[pa.DataType, Callable[[str], Any]]] = {
    WHOLE: (pa.int64(), int),
    NUMBER: (pa.float64(), float),
    DAY: (pa.date32(), datetime.date.fromisoformat),
    TRUTH: (pa.bool_(), lambda text: text in ("true", "1")),
}


def write(wire: IO[bytes], output: IO[bytes], about: dict[str, str]) -> None:
    """Write the rows of a TSV file, read twice: for the types of the columns, then for their values."""
    columns, rows = solutions_of(wire)
    kinds = column_types(columns, rows)
    wire.seek(0)
    _, rows = solutions_of(wire)
    fields = [pa.field(name, TYPES[kind][0] if kind in TYPES else pa.string()) for name, kind in zip(columns, kinds, strict=True)]
    metadata = {f"policykb:{key}": text for key, text in about.items()}
    schema = pa.schema(fields, metadata=metadata)
    with pq.ParquetWriter(output, schema, compression="zstd") as writer:
        for batch in _batches(rows):
            writer.write_table(_table(batch, schema, kinds))


def _batches(rows: Iterator[Any]) -> Iterator[list[Any]]:
    while batch := list(itertools.islice(rows, BATCH)):
        yield batch


def _table(batch: list[Any], schema: pa.Schema, kinds: list[str]) -> pa.Table:
    arrays = []
    for place, kind in enumerate(kinds):
        texts = (None if row[place] is None else getattr(row[place], "value", str(row[place])) for row in batch)
        convert = TYPES[kind][1] if kind in TYPES else str
        arrays.append(pa.array([None if text is None else convert(text) for text in texts], schema.field(place).type))
    return pa.Table.from_arrays(arrays, schema=schema)
