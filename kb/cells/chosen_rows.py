"""The rows of the columnar cell table that belong to the cells asked for, and the place of each cell in the answer."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from kb.release.cell_table import CellTable
from kb.release.text_columns import Column


class ChosenRows:
    """The rows of the cells that are asked for, and the place of each cell in the answer."""

    def __init__(self, table: CellTable, questions: tuple[str, ...], jurisdictions: tuple[str, ...]) -> None:
        self.number = len(questions) * len(jurisdictions)
        lines = _numbers(table.question_places, questions)
        columns = _numbers(table.jurisdiction_places, jurisdictions)
        cells = (lines[:, None] * len(table.jurisdiction_places) + columns).ravel()
        self._starts, self._lengths = table.starts[cells], table.starts[cells + 1] - table.starts[cells]
        self.rows: Column | slice = slice(0, 0)
        if self._is_one_range(cells):
            self.rows = slice(int(self._starts[0]), int(self._starts[-1] + self._lengths[-1]))
        elif len(cells):
            self.rows = ranges_of(self._starts, self._starts + self._lengths)

    @staticmethod
    def _is_one_range(cells: Column) -> bool:
        """Whether the cells stand one after another in the table, so that their rows need not be gathered."""
        return bool(len(cells)) and bool(cells[-1] - cells[0] == len(cells) - 1) and bool((np.diff(cells) == 1).all())

    def kept(self, mask: Column) -> tuple[Column, Column]:
        """The rows of which the mask says yes, and the place in the answer of the cell of each."""
        places = np.flatnonzero(mask)
        rows: Column = places + self.rows.start if isinstance(self.rows, slice) else self.rows[places]
        return rows, np.repeat(np.arange(self.number), self._lengths)[places]


def _numbers(places: Mapping[str, int], names: tuple[str, ...]) -> Column:
    try:
        return np.array([places[name] for name in names], np.int64)
    except KeyError as error:
        raise ValueError(f"the table has no {error}") from None


def ranges_of(starts: Column, ends: Column) -> Column:
    """All numbers from each start to before its end, one range after another."""
    lengths = ends - starts
    before = np.cumsum(lengths) - lengths
    return np.repeat(starts - before, lengths) + np.arange(int(lengths.sum()))
