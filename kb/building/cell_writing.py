"""Derive the columnar cell table of a release: one row for each claim, in the order of its cell, and status intervals.

The table states nothing of its own; tests compare what is read from it with :mod:`kb.cells.comparison`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Sized
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from kb.release.cell_table import CELLS, COLUMN_TYPES, INTERVAL_TYPES, INTERVALS, NEVER, NONE, WORDS_KEY, Words, day_number
from kb.release.policy_choice import DEFAULT
from kb.release.reader import Reader
from kb.values.evidence import GRADES, stands_until
from kb.values.model import OPEN, STATES, StoredClaim, StoredEvent
from kb.values.resolution import AUTHORITY_RANK, specificity
from kb.values.status import bears_on, statuses

NOTHING = (None, None)
REPEATED = ("in_short", "pinpoint", "dossier_iri")


class _Codes:
    """Numbers for texts, in the order in which they come."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}

    def of(self, text: str | None) -> int:
        """The number of a text; that of nothing for None."""
        return NONE if text is None else self.numbers.setdefault(text, len(self.numbers))


class _Lines:
    """Status lines: claims of one instrument on which the same events bear share one."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._events: dict[str, Sequence[StoredEvent]] = {}
        self._alike: dict[tuple[str | None, ...], int] = {}
        self._lines: dict[tuple[str, ...], int] = {}
        self.words = _Codes()
        self.intervals: list[tuple[int, ...]] = []

    def of(self, claim: StoredClaim) -> int:
        """The number of a claim's line; that of nothing where no event bears on it."""
        if not claim.dossier:
            return NONE
        if claim.dossier not in self._events:
            self._events[claim.dossier] = self._reader.events(claim.dossier)
        events = self._events[claim.dossier]
        covering = any(event.covers for event in events)
        alike = (claim.dossier, claim.platform, claim.party, claim.pinpoint if covering else None)
        if alike not in self._alike:
            self._alike[alike] = self._line(claim, [event for event in events if bears_on(event, claim)])
        return self._alike[alike]

    def _line(self, claim: StoredClaim, bearing: list[StoredEvent]) -> int:
        if not bearing:
            return NONE
        key = tuple(event.iri for event in bearing)
        if key not in self._lines:
            self._lines[key] = len(self._lines)
            self.intervals += self._of_line(self._lines[key], claim, bearing)
        return self._lines[key]

    def forget(self) -> None:
        """Drop what was read of dossiers so far."""
        self._events.clear()
        self._alike.clear()

    def _of_line(self, line: int, claim: StoredClaim, events: list[StoredEvent]) -> Iterator[tuple[int, ...]]:
        """Half-open intervals of both clocks with the statuses told in them."""
        known = [*sorted({day for event in events for day in (event.asserted_on, event.retracted_on) if day < OPEN}), ""]
        days = [*sorted({day for event in events for day in (event.on, event.until) if day}), ""]
        for known_from, known_until in pairwise(known):
            for start, end in pairwise(days):
                told = statuses(claim, events, start, known_from)
                if told != NOTHING:
                    bounds = (day_number(day) if day else NEVER for day in (known_from, known_until, start, end))
                    yield (line, *bounds, *(self.words.of(word) for word in told))


class _Columns:
    """The columns as they grow, question by question."""

    def __init__(self, reader: Reader) -> None:
        self.places = {name: number for number, name in enumerate(reader.jurisdictions())}
        self.keeps_good = [head.keeps_good for head in reader.questions().values()]
        self.codes = {name: _Codes() for name in ("value", "platform", "party", "dossier")}
        self.lines = _Lines(reader)
        self.numbers: list[np.ndarray[Any, Any]] = []
        self.texts: dict[str, list[pa.Array]] = {"claim": [_strings([])], "beside": [_lists([])]}
        self.texts |= {name: [_strings([])] for name in REPEATED}

    def add(self, claims: Sequence[StoredClaim], question: int) -> None:
        """Take the claims of one question, in the order of their cells."""
        self.numbers.append(np.array([self._row(claim, question) for claim in claims], np.int32).reshape(-1, len(COLUMN_TYPES)))
        self.texts["claim"].append(_strings([claim.iri for claim in claims]))
        self.texts["in_short"].append(_strings([claim.in_short for claim in claims]))
        self.texts["pinpoint"].append(_strings([claim.pinpoint or "" for claim in claims]))
        self.texts["dossier_iri"].append(_strings([claim.dossier or "" for claim in claims]))
        beside = [[self.codes["dossier"].of(dossier) for dossier in claim.beside] for claim in claims]
        self.texts["beside"].append(_lists(beside))
        self.lines.forget()

    def _row(self, claim: StoredClaim, question: int) -> tuple[int, ...]:
        """The numbers of one claim, in the order of the columns."""
        return (
            question * len(self.places) + self.places[claim.jurisdiction],
            *(day_number(day) for day in (claim.valid_from, claim.valid_until, claim.asserted_on, claim.retracted_on)),
            self.codes["value"].of(claim.value),
            STATES.index(claim.state),
            AUTHORITY_RANK[claim.authority],
            specificity(claim),
            self.codes["platform"].of(claim.platform),
            self.codes["party"].of(claim.party),
            claim.checked == "background",
            GRADES.index(claim.evidence_grade) if claim.evidence_grade else NONE,
            self._stands_until(claim, question),
            day_number(claim.says_from) if claim.says_from else NONE,
            self.lines.of(claim),
            self.codes["dossier"].of(claim.dossier),
            claim.left_to_members,
        )

    def _stands_until(self, claim: StoredClaim, question: int) -> int:
        """The last day on which a claim stands by its evidence; the largest for any day, nothing for none."""
        last = stands_until(claim, self.keeps_good[question])
        return NEVER if last is None else day_number(last) if last else NONE

    def table(self) -> dict[str, pa.Array]:
        """All columns in full."""
        columns = _numbers(np.concatenate([np.empty((0, len(COLUMN_TYPES)), np.int32), *self.numbers]), COLUMN_TYPES)
        for name, parts in self.texts.items():
            whole = pa.chunked_array(parts)
            columns[name] = (whole.dictionary_encode() if name in REPEATED else whole).combine_chunks()
        return columns


def write_cells(folder: Path, reader: Reader) -> None:
    """Write the two files of the table into a release's folder; the claims of one question are held at a time.

    The table knows disputes only by a policy that asks for authority first; by any other there is none.
    """
    columns, policy = _Columns(reader), reader.policies()[DEFAULT]
    if policy.order[0] != "authority":
        return
    for number, question in enumerate(reader.questions()):
        claims = sorted(reader.history(question), key=lambda claim: (columns.places[claim.jurisdiction], policy.key(claim)))
        columns.add(claims, number)
    for head in reader.questions().values():
        for _, whole in head.from_parts:
            columns.codes["value"].of(whole)
    words = Words(
        release=reader.release_id,
        policy=policy.id,
        questions=tuple(reader.questions()),
        jurisdictions=tuple(columns.places),
        values=tuple(columns.codes["value"].numbers),
        statuses=tuple(columns.lines.words.numbers),
        platforms=tuple(columns.codes["platform"].numbers),
        parties=tuple(columns.codes["party"].numbers),
        sets=_of_scale(reader, "set"),
        numbers=_of_scale(reader, "number"),
    )
    _write(folder / CELLS, columns.table(), words)
    intervals = np.array(columns.lines.intervals, np.int32).reshape(-1, len(INTERVAL_TYPES))
    _write(folder / INTERVALS, _numbers(intervals, INTERVAL_TYPES), words)


def _of_scale(reader: Reader, scale: str) -> tuple[str, ...]:
    return tuple(name for name, head in reader.questions().items() if head.scale == scale)


def _numbers(rows: np.ndarray[Any, Any], types: Mapping[str, Any]) -> dict[str, pa.Array]:
    """The columns of rows of numbers. Made of buffers, here and below: pyarrow imports pandas to look at a list."""
    columns = {name: np.ascontiguousarray(rows[:, place], kind) for place, (name, kind) in enumerate(types.items())}
    return {
        name: pa.Array.from_buffers(pa.from_numpy_dtype(of.dtype), len(of), [None, pa.py_buffer(of)])
        for name, of in columns.items()
    }


def _strings(texts: Sequence[str]) -> pa.Array:
    encoded = [text.encode() for text in texts]
    buffers = [None, _offsets(encoded), pa.py_buffer(b"".join(encoded))]
    return pa.Array.from_buffers(pa.string(), len(texts), buffers)


def _lists(lists: Sequence[Sequence[int]]) -> pa.Array:
    values = np.array([number for one in lists for number in one], np.int32)
    numbers = pa.Array.from_buffers(pa.int32(), len(values), [None, pa.py_buffer(values)])
    return pa.Array.from_buffers(pa.list_(pa.int32()), len(lists), [None, _offsets(lists)], children=[numbers])


def _offsets(parts: Sequence[Sized]) -> pa.Buffer:
    return pa.py_buffer(np.cumsum([0, *(len(part) for part in parts)], dtype=np.int32))


def _write(path: Path, columns: Mapping[str, pa.Array], words: Words) -> None:
    batch = pa.RecordBatch.from_arrays(list(columns.values()), names=list(columns))
    batch = batch.replace_schema_metadata({WORDS_KEY: words.encoded()})
    with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_file(sink, batch.schema) as writer:
        writer.write_batch(batch)
