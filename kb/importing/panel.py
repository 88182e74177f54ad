"""A table of observations as claims: place, day and value of every row by the mapping, runs of equal values joined."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import numpy as np

from kb.importing.codes import BLANK, LEFT_OUT, UNKNOWN, Codes, Numbers
from kb.importing.days import OPEN, day_of, ends_of, iso
from kb.importing.places import Places
from kb.importing.refusals import Refusals
from kb.importing.runs import Observations, Runs, joined
from kb.importing.words import Vocabulary, answer_words
from kb.loaders.imports.mapping_records import Answered, Day, Mapping, is_day

PARTS = ("series", "place", "start", "end", "answer", "note", "row")


class Panel:
    """Takes the batches of an outside table and gives claims; what is wrong goes to ``refusals``."""

    def __init__(self, mapping: Mapping, vocabulary: Vocabulary, places: Places, refusals: Refusals) -> None:
        assert mapping.from_ is not None
        self.mapping, self.places, self.refusals, self.counts = mapping, places, refusals, Counter[str]()
        self.start = Codes(_day_words(mapping.from_))
        self.end = Codes(_day_words(mapping.until, OPEN)) if mapping.until else None
        self.answers = [Codes(answer_words(answer, vocabulary.known)) for answer in mapping.answers]
        self.notes = Codes(lambda text: text.strip() or BLANK)
        self.parts: list[dict[str, list[Numbers]]] = [{name: [] for name in PARTS} for _ in mapping.answers]
        self._held: tuple[Any, dict[str, Numbers]] = (None, {})

    def add(self, batch: Any, rows: Numbers) -> None:
        """Take a batch of rows, ``rows`` being their numbers in the file."""
        place = self.places.of(batch, rows)
        matched = np.zeros(len(rows), bool)
        for number, answer in enumerate(self.mapping.answers):
            chosen = _where(batch, answer, self.refusals)
            matched |= chosen
            for column, day in self._columns(batch, answer):
                self._take(batch, rows, place, chosen, (number, answer, column, day))
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

    def _take(
        self, batch: Any, rows: Numbers, place: Numbers, chosen: Numbers, what: tuple[int, Answered, str, str | None]
    ) -> None:
        number, answer, column, day = what
        given = self.refusals.column(batch, column, ("answers", number, "value"))
        if given is None:
            return
        at = np.flatnonzero(chosen)
        value = self.answers[number].of(given.take(at) if len(at) < len(rows) else given, rows[at])
        self.counts.update(blank=int((value == BLANK).sum()), left_out=int((value == LEFT_OUT).sum()))
        keeps = (value >= 0) | (value == BLANK if self._until_next else False)
        at, value = at[keeps & (place[at] >= 0)], value[keeps & (place[at] >= 0)]
        start = self._once(batch, f"start {day}", lambda: self._starts(batch, rows, day))[at]
        end = self._ends(batch, rows, start, at)
        fits = (start > 0) & (end > 0)
        at, value, start, end = at[fits], value[fits], start[fits], end[fits]
        self._refuse_turned(rows[at], start, end)
        self.counts["cells"] += int((value >= 0).sum())
        series = np.full(len(at), number, np.int16)
        for name, of in zip(
            PARTS, (series, place[at], start, end, value, self._note(batch, rows, answer)[at], rows[at]), strict=True
        ):
            self.parts[number][name].append(of)

    def _once(self, batch: Any, name: str, make: Callable[[], Numbers]) -> Numbers:
        """What is the same for all answers of a batch, made once."""
        if self._held[0] is not batch:
            self._held = (batch, {})
        if name not in self._held[1]:
            self._held[1][name] = make()
        return self._held[1][name]

    @property
    def _until_next(self) -> bool:
        return self.mapping.until is None and self.mapping.from_ is not None and self.mapping.from_.step == "open"

    def _starts(self, batch: Any, rows: Numbers, header: str | None) -> Numbers:
        return self._days(batch, rows, self.mapping.from_, self.start, "from", header)

    def _ends(self, batch: Any, rows: Numbers, start: Numbers, at: Numbers) -> Numbers:
        day = self.mapping.from_
        if self.mapping.until is None:
            return start.copy() if day is None or day.step == "open" else ends_of(start, day.step)
        return self._days(batch, rows, self.mapping.until, self.end, "until", None)[at]

    def _days(self, batch: Any, rows: Numbers, day: Day | None, codes: Codes | None, key: str, header: str | None) -> Numbers:
        """Numbers of days; 0 where there is none to be read, which is refused."""
        if day is None or codes is None:
            return np.zeros(len(rows), np.int32)
        if day.is_ or header:
            fixed = day_of(day.is_ or header or "", "YYYY-MM-DD" if day.is_ else day.form) or 0
            return np.full(len(rows), fixed, np.int32)
        given = self.refusals.column(batch, day.column or "", (key, "column"))
        if given is None:
            return np.zeros(len(rows), np.int32)
        found = codes.of(given, rows)
        days = np.array([*(int(word) for word in codes.words), 0], np.int32)
        return days[np.where(found >= 0, found, len(days) - 1)]

    def _note(self, batch: Any, rows: Numbers, answer: Answered) -> Numbers:
        given = self.refusals.column(batch, answer.note, ("answers",)) if answer.note else None
        return np.full(len(rows), BLANK, np.int32) if given is None else self.notes.of(given, rows)

    def _refuse_turned(self, rows: Numbers, start: Numbers, end: Numbers) -> None:
        if not self._until_next and (turned := np.flatnonzero(end <= start)).size:
            first = turned[0]
            days = f"ends on {iso(int(end[first]))}, not later than it begins ({iso(int(start[first]))})"
            what = f"{days}; 'until' is the first day after"
            self.refusals.row(int(rows[first]), what, len(turned))

    def runs(self) -> list[Runs]:
        """All claims, answer by answer; conflicts and unknown words are refused."""
        self._refuse_unknown()
        found = [joined(self._observations(parts), self._until_next) for parts in self.parts]
        for first, second in (pair for runs in found for pair in runs.conflicts):
            what = f"gives another value for the same place, question and day as row {first}; keep one of the two"
            self.refusals.row(second, what)
        return found

    def _observations(self, parts: dict[str, list[Numbers]]) -> Observations:
        whole = (np.concatenate([np.empty(0, np.int32), *parts.pop(name)]) for name in PARTS)
        return Observations(*(one.astype(np.int32, copy=False) for one in whole))

    def claims(self, found: Iterable[Runs]) -> Iterator[dict[str, Any]]:
        """Claims as plain rows: place, series, answer, days, rows and note."""
        for runs in found:
            yield from self._claims(runs)

    def _claims(self, runs: Runs) -> Iterator[dict[str, Any]]:
        answers, notes, places = [list(codes.words) for codes in self.answers], list(self.notes.words), self.places.words()
        held = runs.claims
        columns = (getattr(held, name).tolist() for name in PARTS)
        for (series, place, start, end, answer, note, row), last in zip(
            zip(*columns, strict=True), runs.last_row.tolist(), strict=True
        ):
            said = {
                "place": places[place],
                "series": series,
                "answer": answers[series][answer],
                "from": iso(start),
                "until": iso(end),
            }
            yield said | {"rows": (row, last), "note": notes[note] if note >= 0 else ""}

    def _refuse_unknown(self) -> None:
        for number, codes in enumerate(self.answers):
            answer = self.mapping.answers[number]
            what = f"stands for no answer to {answer.question}"
            what += ", which takes digits (at most 15; 'round:' shortens them)" if answer.number else ""
            self.refusals.unknown(codes.unknown, ("answers", number, "values"), what)
        for key, found in (("from", self.start), ("until", self.end)):
            for value, unknown in found.unknown.items() if found else ():
                day = self.mapping.from_ if key == "from" else self.mapping.until
                what = (
                    f"'{value[:40]}' is no day of the form {day.form if day else ''}; mend it, or correct 'form:' below '{key}:'"
                )
                self.refusals.row(unknown.row, what, unknown.count)


def _day_words(day: Day, blank: int = 0) -> Any:
    def resolve(text: str) -> str | int:
        if not text.strip() and blank:
            return str(blank)
        found = day_of(text, day.form)
        return UNKNOWN if found is None else str(found)

    return resolve


def _where(batch: Any, answer: Answered, refusals: Refusals) -> Numbers:
    """Which rows an answer is read from."""
    import pyarrow.compute as pc

    chosen = np.ones(batch.num_rows, bool)
    for name, value in answer.when.items():
        column = refusals.column(batch, name, ("answers",))
        if column is not None:
            chosen &= pc.equal(column, value).to_numpy(zero_copy_only=False)
    return chosen
