"""Texts of some rows of an Arrow column as Python strings, without going through one Arrow value for each."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import pyarrow as pa

Column = np.ndarray[Any, np.dtype[Any]]


class TextColumn:
    """A column of texts, with or without a dictionary; each text that was asked for is kept as a Python string."""

    def __init__(self, column: Any) -> None:
        has_dictionary = isinstance(column, pa.DictionaryArray)
        self._texts = column.dictionary if has_dictionary else column
        self._numbers = numpy_of(column.indices) if has_dictionary else None
        self._kept: dict[int, str | None] = {}

    def of(self, rows: Column) -> list[str | None]:
        """The texts of some rows; None for an empty one."""
        numbers: list[int] = (rows if self._numbers is None else self._numbers[rows]).tolist()
        try:
            return list(map(self._kept.__getitem__, numbers))
        except KeyError:
            missing = [number for number in dict.fromkeys(numbers) if number not in self._kept]
            self._kept.update(zip(missing, _decoded(self._texts, np.array(missing, np.int64)), strict=True))
            return list(map(self._kept.__getitem__, numbers))


def _decoded(texts: Any, rows: Column) -> list[str | None]:
    wanted = pa.Array.from_buffers(pa.int64(), len(rows), [None, pa.py_buffer(rows)])
    found = texts.take(wanted)
    _, offsets, content = found.buffers()
    whole = content.to_pybytes().decode() if content else ""
    if content is None or len(whole) != len(content):  # not one byte a letter
        return [text or None for text in found.to_pylist()]
    bounds = np.frombuffer(offsets, np.int32, len(rows) + 1, found.offset * 4).tolist()
    return [whole[begin:end] or None for begin, end in pairwise(bounds)]


def numpy_of(array: pa.Array) -> Column:
    """The values of a column without nulls, as they are mapped; what pyarrow has for it imports pandas first."""
    values = array.buffers()[1]
    kind = np.dtype(array.type.to_pandas_dtype())
    if values is None or not len(array):
        return np.empty(0, kind)
    return np.frombuffer(values, kind, count=len(array), offset=array.offset * kind.itemsize)
