"""A table of observations as claims: place, day and value of every row by the mapping, runs of equal values joined."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

import numpy as np

from kb.importing.codes import Codes, Numbers
from kb.importing.days import iso
from kb.importing.places import Places
from kb.importing.refusals import Refusals
from kb.importing.runs import Observations, Runs, follows, joined, squeezed
from kb.importing.times import Times
from kb.importing.words import BLANK, LEFT_OUT, Vocabulary, answer_words
from kb.loaders.imports.mapping_records import Answered, Mapping, is_day

PARTS = ("place", "start", "end", "answer", "note", "row", "last")


@dataclass(frozen=True)
class _Frame:
    """What is the same for all answers of a batch: place, days, rows; which rows have both, which follow the one before."""

    place: Numbers
    start: Numbers
    end: Numbers
    row: Numbers

    @cached_property
    def fits(self) -> Numbers:
        return (self.place >= 0) & (self.start > 0) & (self.end > 0)

    @cached_property
    def after(self) -> Numbers:
        return follows(self.place, self.start, self.end)

    def taken(self, kept: Numbers) -> _Frame:
        """Some of its rows; itself if all."""
        return self if kept.all() else _Frame(self.place[kept], self.start[kept], self.end[kept], self.row[kept])


class Panel:
    """Takes the batches of an outside table and gives claims; what is wrong goes to ``refusals``.

    Rows that go on with the one before are one observation at once, unless ``is_exact``: then every row is kept apart,
    so that two values for one day can be named by their rows.
    """

    def __init__(self, mapping: Mapping, vocabulary: Vocabulary, places: Places, refusals: Refusals, is_exact: bool) -> None:
        self.mapping, self.places, self.refusals, self.is_exact = mapping, places, refusals, is_exact
        self.counts, self.overlaps = Counter[str](), False
        self.times = Times(mapping, refusals)
        self.answers = [Codes(answer_words(answer, vocabulary.known)) for answer in mapping.answers]
        self.notes = Codes(lambda text: text.strip() or BLANK)
        self.parts: list[dict[str, list[Numbers]]] = [{name: [] for name in PARTS} for _ in mapping.answers]

    def add(self, batch: Any, rows: Numbers) -> None:
        """Take a batch of rows, ``rows`` being their numbers in the file."""
        place = self.places.of(batch, rows)
        matched = np.zeros(len(rows), bool)
        frames: dict[str | None, _Frame] = {}
        for number, answer in enumerate(self.mapping.answers):
            chosen = _where(batch, answer, self.refusals)
            matched |= True if chosen is None else chosen.to_numpy(zero_copy_only=False)
            for column, day in self._columns(batch, answer):
                if day not in frames:
                    frames[day] = _Frame(place, *self.times.of(batch, rows, day), rows)
                self._take(batch, frames[day], chosen, number, column)
        if any(answer.when for answer in self.mapping.answers) and not self.mapping.others and not matched.all():
            self.refusals.unmatched(batch, rows[~matched], np.flatnonzero(~matched))

    def _columns(self, batch: Any, answer: Answered) -> Iterator[tuple[str, str | None]]:
        day = self.mapping.from_
        if answer.value is not None or day is None:
            yield answer.value or "", None
            return
        for name in batch.schema.names:
            if is_day(name, day.form):
                yield name, name

    def _take(self, batch: Any, frame: _Frame, chosen: Any, number: int, column: str) -> None:
        given = self.refusals.column(batch, column, ("answers", number, "value"))
        if given is None:
            return
        if chosen is not None:
            given, frame = given.filter(chosen), frame.taken(chosen.to_numpy(zero_copy_only=False))
        value = self.answers[number].of(given, frame.row)
        kept = value >= 0
        if not kept.all():
            self.counts.update(blank=int((value == BLANK).sum()), left_out=int((value == LEFT_OUT).sum()))
            kept |= (value == BLANK) & self.times.until_next
        kept &= frame.fits
        note = self._note(batch, frame.row, chosen, number)
        self._keep(frame.taken(kept), value if kept.all() else value[kept], note[kept], number)

    def _keep(self, frame: _Frame, value: Numbers, note: Numbers, number: int) -> None:
        self._refuse_turned(frame)
        self.counts["cells"] += int((value >= 0).sum())
        series = np.full(len(value), number, np.int16)
        found = Observations(series, frame.place, frame.start, frame.end, value, note, frame.row, frame.row)
        if not self.is_exact and not self.times.until_next:
            found = squeezed(found, frame.after)
        for name in PARTS:
            self.parts[number][name].append(getattr(found, name))

    def _note(self, batch: Any, rows: Numbers, chosen: Any, number: int) -> Numbers:
        name = self.mapping.answers[number].note
        given = self.refusals.column(batch, name, ("answers",)) if name else None
        if given is None:
            return np.full(len(rows), BLANK, np.int32)
        return self.notes.of(given if chosen is None else given.filter(chosen), rows)

    def _refuse_turned(self, frame: _Frame) -> None:
        if not self.times.until_next and (turned := np.flatnonzero(frame.end <= frame.start)).size:
            first = turned[0]
            days = f"ends on {iso(int(frame.end[first]))}, not later than it begins ({iso(int(frame.start[first]))})"
            what = f"{days}; 'until' is the first day after"
            self.refusals.row(int(frame.row[first]), what, len(turned))

    def runs(self) -> list[Runs]:
        """All claims, answer by answer; conflicts and unknown words are refused.

        Where ``overlaps`` is true then, only an exact panel tells what is wrong with which row.
        """
        self._refuse_unknown()
        found = [joined(self._observations(number), self.times.until_next) for number in range(len(self.parts))]
        self.overlaps = any(runs.overlaps for runs in found)
        for first, second in (pair for runs in found for pair in runs.conflicts):
            what = f"gives another value for the same place, question and day as row {first}; keep one of the two"
            self.refusals.row(second, what)
        return found

    def _observations(self, number: int) -> Observations:
        parts = self.parts[number]
        whole = [np.concatenate([np.empty(0, np.int32), *parts.pop(name)], dtype=np.int32) for name in PARTS]
        return Observations(np.full(len(whole[0]), number, np.int32), *whole)

    def claims(self, found: Iterable[Runs]) -> Iterator[tuple[Any, ...]]:
        """Claims as plain rows: series, place, first day, first day after, answer, note, first and last row."""
        notes, places, days = list(self.notes.words), self.places.words(), lru_cache(1 << 16)(iso)
        for runs, codes in zip(found, self.answers, strict=True):
            answers = list(codes.words)
            columns = (getattr(runs.claims, name).tolist() for name in ("series", *PARTS))
            for series, place, start, end, answer, note, row, last in zip(*columns, strict=True):
                said = notes[note] if note >= 0 else ""
                yield series, places[place], days(start), days(end), answers[answer], said, row, last

    def _refuse_unknown(self) -> None:
        for number, codes in enumerate(self.answers):
            answer = self.mapping.answers[number]
            what = f"stands for no answer to {answer.question}"
            what += ", which takes digits (at most 15; 'round:' shortens them)" if answer.number else ""
            self.refusals.unknown(codes.unknown, ("answers", number, "values"), what)
        self.times.refuse_unknown()


def _where(batch: Any, answer: Answered, refusals: Refusals) -> Any:
    """Which rows an answer is read from, as truths; None for all of them."""
    import pyarrow.compute as pc

    chosen = None
    for name, value in answer.when.items():
        column = refusals.column(batch, name, ("answers",))
        if column is not None:
            found = pc.equal(column, value)
            chosen = found if chosen is None else pc.and_(chosen, found)
    return chosen
