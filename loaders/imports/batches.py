"""Rows of text as batches of text columns, under the names of a header."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from kb.loaders.imports.errors import OutsideError

ROWS = 20_000


def batches_of(rows: Iterable[list[str]], header: int = 1) -> Iterator[Any]:
    """Record batches of rows of which the one of that number names the columns; OutsideError for rows of another width."""
    numbered = iter(enumerate(rows, 1))
    names = next((cells for number, cells in numbered if number == header), None)
    if names is None:
        raise OutsideError("is empty; take it again from its publisher", 1)
    while names and not names[-1]:
        names.pop()
    names = [name.strip() for name in names]
    if twice := [name for name, count in Counter(names).items() if count > 1]:
        raise OutsideError(f"the header has the column '{twice[0][:60]}' twice; rename one of the two", header)
    while block := list(islice(numbered, ROWS)):
        yield _batch(names, [_fitted(cells, len(names), number) for number, cells in block])


def batches_of_records(records: Iterable[dict[str, str]]) -> Iterator[Any]:
    """Record batches of records that each name their columns; what a record does not name is blank."""
    given = list(records)
    names = list(dict.fromkeys(name for record in given for name in record))
    for start in range(0, len(given), ROWS):
        yield _batch(names, [[record.get(name, "") for name in names] for record in given[start : start + ROWS]])


def _fitted(cells: list[str], width: int, number: int) -> list[str]:
    if any(cells[width:]):
        raise OutsideError(f"has {len(cells)} values instead of {width}; mend the row", number)
    return cells[:width] + [""] * (width - len(cells))


def _batch(names: list[str], rows: list[list[str]]) -> Any:
    import pyarrow as pa

    columns = [pa.array(list(column), pa.string()) for column in zip(*rows, strict=True)] if rows else []
    return pa.RecordBatch.from_arrays(columns, names=names)
