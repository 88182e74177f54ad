"""Rows as a Parquet file: a column has the type that the query declares, else that of all its values, else text."""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import IO, Any

import pyarrow as pa
import pyarrow.parquet as pq

from kb.asking.formats import solutions_of
from kb.asking.formats.column_types import DAY, DECIMAL, MOMENT, MOST_DIGITS, NONE_DECLARED, NUMBER, TRUTH, WHOLE, column_types

BATCH = 20_000
PLACES = 9  # of decimals, so that two files of one query have one schema; more only where a value has more
TYPES: dict[str, tuple[pa.DataType, Callable[[str], Any]]] = {
    WHOLE: (pa.int64(), int),
    NUMBER: (pa.float64(), float),
    DAY: (pa.date32(), datetime.date.fromisoformat),
    MOMENT: (pa.timestamp("us", tz="UTC"), datetime.datetime.fromisoformat),
    TRUTH: (pa.bool_(), lambda text: text in ("true", "1")),
}


def write(wire: IO[bytes], output: IO[bytes], about: dict[str, str], declared: Mapping[str, str] = NONE_DECLARED) -> None:
    """Write the rows of a TSV file, read twice: for the types of the columns, then for their values."""
    columns, rows = solutions_of(wire)
    kinds = column_types(columns, rows, declared)
    sizes = _sizes(wire, kinds) if DECIMAL in kinds else {}
    fields = [
        pa.field(name, _type(kind, sizes.get(place))) for place, (name, kind) in enumerate(zip(columns, kinds, strict=True))
    ]
    wire.seek(0)
    _, rows = solutions_of(wire)
    metadata = {f"policykb:{key}": text for key, text in about.items()}
    schema = pa.schema(fields, metadata=metadata)
    with pq.ParquetWriter(output, schema, compression="zstd") as writer:
        for batch in _batches(rows):
            writer.write_table(_table(batch, schema, kinds))


def _type(kind: str, size: tuple[int, int] | None) -> pa.DataType:
    if kind == DECIMAL and size and sum(size) <= MOST_DIGITS:
        return pa.decimal128(MOST_DIGITS, max(size[1], min(PLACES, MOST_DIGITS - size[0])))
    return TYPES[kind][0] if kind in TYPES else pa.string()


def _sizes(wire: IO[bytes], kinds: list[str]) -> dict[int, tuple[int, int]]:
    """Of each column of decimals how many digits its values have before and after the point, at most."""
    wire.seek(0)
    found = {place: (1, 0) for place, kind in enumerate(kinds) if kind == DECIMAL}
    for row in solutions_of(wire)[1]:
        for place, (before, after) in found.items():
            if row[place] is not None:
                _, digits, exponent = Decimal(row[place].value).as_tuple()
                places = max(-int(exponent), 0)
                found[place] = max(before, len(digits) + max(int(exponent), 0) - places), max(after, places)
    return found


def _batches(rows: Iterator[Any]) -> Iterator[list[Any]]:
    while batch := list(itertools.islice(rows, BATCH)):
        yield batch


def _table(batch: list[Any], schema: pa.Schema, kinds: list[str]) -> pa.Table:
    arrays = []
    for place, kind in enumerate(kinds):
        texts = (None if row[place] is None else getattr(row[place], "value", str(row[place])) for row in batch)
        is_decimal = kind == DECIMAL and pa.types.is_decimal(schema.field(place).type)
        convert = Decimal if is_decimal else TYPES[kind][1] if kind in TYPES else str
        arrays.append(pa.array([None if text is None else convert(text) for text in texts], schema.field(place).type))
    return pa.Table.from_arrays(arrays, schema=schema)
