"""The columnar cell table of a release: two Arrow files, large ones mapped, derived from the graph when the release is built.

``cells.arrow`` has one row for each claim: its cell, both clocks as day numbers, what it says and of whom, by whose
authority, and its status line. The rows of one cell stand together, the strongest by the default policy first.
``intervals.arrow`` has the legal and the enforcement status of each line, over both clocks. Texts are numbers here; the
lists of them are in the schema. Where the files are missing, of another release or cannot be read there is no table, and
whoever asks reads the side index or the graph.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from kb.release.files import ReleaseFiles
from kb.release.text_columns import Column, TextColumn, numpy_of

CELLS, INTERVALS = "cells.arrow", "intervals.arrow"
WORDS_KEY = b"policykb"
NONE = -1
NEVER = datetime.date.max.toordinal()
LEFT = "left_to_members"
COLUMN_TYPES = {
    "cell": np.int32,
    "valid_from": np.int32,
    "valid_until": np.int32,
    "asserted_on": np.int32,
    "retracted_on": np.int32,
    "value": np.int16,
    "state": np.int8,
    "authority": np.int8,
    "specificity": np.int8,
    "platform": np.int16,
    "party": np.int16,
    "background": np.int8,
    "grade": np.int8,
    "stands_until": np.int32,
    "says_from": np.int32,
    "line": np.int32,
    "dossier": np.int32,
    LEFT: np.int8,
}
INTERVAL_TYPES = {
    "line": np.int32,
    "known_from": np.int32,
    "known_until": np.int32,
    "start": np.int32,
    "end": np.int32,
    "legal": np.int8,
    "enforcement": np.int8,
}


@dataclass(frozen=True)
class Words:
    """What the numbers of a table stand for, of which release and policy; which questions have sets or numbers for answers."""

    release: str
    policy: str
    questions: tuple[str, ...]
    jurisdictions: tuple[str, ...]
    values: tuple[str, ...]
    statuses: tuple[str, ...]
    platforms: tuple[str, ...]
    parties: tuple[str, ...]
    sets: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()

    def encoded(self) -> bytes:
        """As the schema of a file holds it."""
        return json.dumps(asdict(self), ensure_ascii=False).encode()

    @classmethod
    def decoded(cls, text: bytes) -> Words:
        """From the schema of a file."""
        found: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value for name, value in json.loads(text).items()
        }
        return cls(**found)


class CellTable:
    """The table of one release, opened; columns are numpy views of the mapped files."""

    def __init__(self, files: ReleaseFiles) -> None:
        self._claims, self.words = _read(files, CELLS)
        self._intervals, of_intervals = _read(files, INTERVALS)
        if of_intervals != self.words:
            raise ValueError(f"{CELLS} and {INTERVALS} are not of one release")
        self.columns = {name: numpy_of(self._claims.column(name)) for name in COLUMN_TYPES if name in self._claims.schema.names}
        self.columns.setdefault(LEFT, np.zeros(len(self), np.int8))  # a table of before says of no claim that it leaves anything
        self.intervals = {name: numpy_of(self._intervals.column(name)) for name in INTERVAL_TYPES}
        self._texts: dict[str, TextColumn] = {}

    def __len__(self) -> int:
        return int(self._claims.num_rows)

    @cached_property
    def question_places(self) -> dict[str, int]:
        """Place of each question among the rows of the table of cells."""
        return {name: place for place, name in enumerate(self.words.questions)}

    @cached_property
    def jurisdiction_places(self) -> dict[str, int]:
        """Place of each jurisdiction among its columns."""
        return {name: place for place, name in enumerate(self.words.jurisdictions)}

    @cached_property
    def starts(self) -> Column:
        """First row of each cell, and the number of rows: the rows of cell c are starts[c] to starts[c + 1]."""
        number = len(self.words.questions) * len(self.words.jurisdictions)
        return np.searchsorted(self.columns["cell"], np.arange(number + 1), side="left")

    @cached_property
    def line_starts(self) -> Column:
        """First interval of each status line, and the number of intervals."""
        lines = self.intervals["line"]
        number = int(lines[-1]) + 1 if len(lines) else 0
        return np.searchsorted(lines, np.arange(number + 1), side="left")

    @cached_property
    def has_beside(self) -> Column:
        """Which claims name a dossier that their own stands beside."""
        return np.diff(numpy_of(self._claims.column("beside").offsets)) > 0

    @cached_property
    def any_beside(self) -> bool:
        """Whether any claim does."""
        return bool(self.has_beside.any())

    @cached_property
    def said(self) -> Column:
        """A number for the sentence that each claim shows; equal sentences have equal numbers."""
        return numpy_of(self._claims.column("in_short").indices)

    def beside(self, row: int) -> set[int]:
        """Numbers of the dossiers that a claim's own stands beside."""
        column = self._claims.column("beside")
        start, end = numpy_of(column.offsets)[row : row + 2]
        return set(numpy_of(column.values)[start:end].tolist())

    def column(self, name: str) -> pa.Array:
        """A column of texts as Arrow has it: ``claim``, or with a dictionary ``dossier_iri``, ``pinpoint`` or ``in_short``."""
        return self._claims.column(name)

    def texts(self, name: str, rows: Sequence[int] | Column) -> list[str | None]:
        """``claim`` (its IRI), ``dossier_iri``, ``pinpoint`` or ``in_short`` of some claims; None where there is none."""
        if name not in self._texts:
            self._texts[name] = TextColumn(self._claims.column(name))
        return self._texts[name].of(np.asarray(rows, np.int64))


def _read(files: ReleaseFiles, name: str) -> tuple[pa.RecordBatch, Words]:
    """A table, from memory if it is small, else mapped."""
    found = files.readable(name)
    with pa.memory_map(str(found)) if isinstance(found, Path) else pa.BufferReader(found) as source:
        reader = pa.ipc.open_file(source)
        if reader.num_record_batches != 1:
            raise ValueError(f"{name} has {reader.num_record_batches} batches")
        return reader.get_batch(0), Words.decoded((reader.schema.metadata or {})[WORDS_KEY])


def open_table(files: ReleaseFiles, release: str) -> CellTable | None:
    """The table of a release; None if it has none, or none that can be read and belongs to this release."""
    if not files.has(CELLS):
        return None
    try:
        table = CellTable(files)
    except (OSError, ValueError, KeyError, TypeError, pa.ArrowException):
        return None
    return table if table.words.release == release else None


@lru_cache(maxsize=1 << 15)
def day_number(day: str) -> int:
    """An ISO date as the number of its day; the open end is the largest."""
    return datetime.date.fromisoformat(day).toordinal()
