"""What the same answers cost at the least, with everything known beforehand."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

import numpy as np

from benchmarks.peer_engines import Deciding, Engine, Places, lower_names
from kb.release.cell_table import NONE, CellTable
from kb.release.release import Release

DAYS = ("valid_from", "valid_until", "asserted_on", "retracted_on")


class Limit(Engine):
    """What numpy needs at least: the rows of the cells known beforehand, the texts in Python lists."""

    name = "numpy limit"

    def __init__(self, release: Release) -> None:
        table = release.reader.cells()
        assert table is not None
        self.table, rows = table, range(len(table))
        self.texts = list(zip(*(table.texts(name, rows) for name in ("claim", "dossier_iri", "pinpoint")), strict=True))
        self.names = lower_names(release)
        self.rows: dict[tuple[int, int], Any] = {}

    def matrix(self, questions: Sequence[str], jurisdictions: Sequence[str], as_of: str, known_on: str) -> Deciding | None:
        key = (len(questions), len(jurisdictions))
        if key not in self.rows:
            self.rows[key] = self._known(questions, jurisdictions)
        columns, cells = self.rows[key]
        first = self._first(columns, cells, as_of, known_on)
        places = self.rows[key, "places"]
        return [(*places[cell], *self.texts[row]) for cell, row in first]

    def _known(self, questions: Sequence[str], jurisdictions: Sequence[str]) -> Any:
        words, starts = self.table.words, self.table.starts
        places = [(place, question) for question in questions for place in jurisdictions]
        cells = [
            words.questions.index(question) * len(words.jurisdictions) + words.jurisdictions.index(place)
            for place, question in places
        ]
        rows = np.concatenate([np.arange(starts[cell], starts[cell + 1]) for cell in cells])
        of_rows = np.concatenate([np.full(starts[cell + 1] - starts[cell], number) for number, cell in enumerate(cells)])
        self.rows[(len(questions), len(jurisdictions)), "places"] = places  # type: ignore[index]
        general = self.table.columns["platform"][rows] == NONE
        rows, of_rows = rows[general], of_rows[general]
        return (*(self.table.columns[name][rows] for name in DAYS), rows), of_rows

    def _first(self, columns: Any, cells: Any, as_of: str, known_on: str) -> list[tuple[int, int]]:
        day, known = (datetime.date.fromisoformat(text).toordinal() for text in (as_of, known_on))
        valid_from, until, asserted, retracted, rows = columns
        held = np.flatnonzero((valid_from <= day) & (until > day) & (asserted <= known) & (retracted > known))
        of_held = cells[held]
        first = held[np.flatnonzero(np.diff(of_held, prepend=-1))]
        return list(zip(cells[first].tolist(), rows[first].tolist(), strict=True))

    def changed(self, days: tuple[str, str], known_on: str) -> Places | None:
        before, after = (self._winners(day, known_on) for day in days)
        return _named_places(self.table, np.flatnonzero(before != after))

    def _winners(self, as_of: str, known_on: str) -> Any:
        columns = [self.table.columns[name] for name in DAYS]
        general = self.table.columns["platform"] == NONE
        day, known = (datetime.date.fromisoformat(text).toordinal() for text in (as_of, known_on))
        held = (columns[0] <= day) & (columns[1] > day) & (columns[2] <= known) & (columns[3] > known)
        held = np.flatnonzero(held & general)
        cells = self.table.columns["cell"][held]
        first = np.flatnonzero(np.diff(cells, prepend=-1))
        winners = np.full(len(self.table.starts) - 1, -1)
        winners[cells[first]] = held[first]
        return winners

    def named(self, letters: str) -> set[str] | None:
        return {iri for iri, name in self.names if letters in name}


def _named_places(table: CellTable, cells: Any) -> Places:
    lines, columns = np.divmod(cells, len(table.words.jurisdictions))
    names = zip(columns.tolist(), lines.tolist(), strict=True)
    return {(table.words.jurisdictions[column], table.words.questions[line]) for column, line in names}
