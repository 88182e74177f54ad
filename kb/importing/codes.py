"""Their words as numbers of ours: each value is resolved once; what resolves to nothing is remembered with its row."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from kb.importing.words import UNKNOWN

Numbers = np.ndarray[Any, Any]


@dataclass
class Unknown:
    """A value of theirs that stands for nothing of ours: the first row with it, and how many rows have it."""

    row: int
    count: int


@dataclass
class Codes:
    """One column as numbers; ``resolve`` gives our word for a value, or one of BLANK, LEFT_OUT, UNKNOWN."""

    resolve: Callable[[str], str | int]
    words: dict[str, int] = field(default_factory=dict)
    unknown: dict[str, Unknown] = field(default_factory=dict)
    _known: dict[str, int] = field(default_factory=dict)

    def of(self, column: Any, rows: Numbers) -> Numbers:
        """The numbers of a column of text; ``rows`` are the numbers of its rows in the file."""
        encoded = column.dictionary_encode()
        values, indices = encoded.dictionary.to_pylist(), encoded.indices.to_numpy(zero_copy_only=False)
        numbers = np.array([self._number(value or "") for value in values], np.int32)
        if (numbers == UNKNOWN).any():
            self._remember(values, indices, numbers, rows)
        found: Numbers = numbers[indices]
        return found

    def _number(self, value: str) -> int:
        if value not in self._known:
            found = self.resolve(value)
            self._known[value] = found if isinstance(found, int) else self.words.setdefault(found, len(self.words))
        return self._known[value]

    def _remember(self, values: list[str], indices: Numbers, numbers: Numbers, rows: Numbers) -> None:
        for place in np.flatnonzero(numbers == UNKNOWN):
            at = rows[indices == place]
            known = self.unknown.setdefault(values[place] or "", Unknown(int(at[0]), 0))
            known.count += len(at)
