"""When each row of a panel holds: its first day and the first day after, by the mapping."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from kb.importing.codes import Codes, Numbers
from kb.importing.days import OPEN, day_of, ends_of
from kb.importing.refusals import Refusals
from kb.importing.words import UNKNOWN
from kb.loaders.imports.mapping_records import Day, Mapping


class Times:
    """Reads the days of rows; what is no day goes to ``refusals``."""

    def __init__(self, mapping: Mapping, refusals: Refusals) -> None:
        assert mapping.from_ is not None
        self._from, self._until, self._refusals = mapping.from_, mapping.until, refusals
        self._start = Codes(_day_words(mapping.from_))
        self._end = Codes(_day_words(mapping.until, OPEN)) if mapping.until else None

    @property
    def until_next(self) -> bool:
        """Whether a value holds until the next one of its cell."""
        return self._until is None and self._from.step == "open"

    def of(self, batch: Any, rows: Numbers, header: str | None) -> tuple[Numbers, Numbers]:
        """First days and first days after, as numbers; 0 where there is none to be read, which is refused."""
        start = self._days(batch, rows, self._from, self._start, "from", header)
        if self._until is not None and self._end is not None:
            return start, self._days(batch, rows, self._until, self._end, "until", None)
        return start, start if self.until_next else ends_of(start, self._from.step)

    def refuse_unknown(self) -> None:
        """Refuse what is no day."""
        for key, day, codes in (("from", self._from, self._start), ("until", self._until or self._from, self._end)):
            for value, unknown in codes.unknown.items() if codes else ():
                what = f"'{value[:40]}' is no day of the form {day.form}; mend it, or correct 'form:' below '{key}:'"
                self._refusals.row(unknown.row, what, unknown.count)

    def _days(self, batch: Any, rows: Numbers, day: Day, codes: Codes, key: str, header: str | None) -> Numbers:
        if day.is_ or header:
            fixed = day_of(day.is_ or header or "", "YYYY-MM-DD" if day.is_ else day.form) or 0
            return np.full(len(rows), fixed, np.int32)
        given = self._refusals.column(batch, day.column or "", (key, "column"))
        if given is None:
            return np.zeros(len(rows), np.int32)
        found = codes.of(given, rows)
        days = np.array([*(int(word) for word in codes.words), 0], np.int32)
        return days[found if not len(found) or found.min() >= 0 else np.where(found >= 0, found, len(days) - 1)]


def _day_words(day: Day, blank: int = 0) -> Callable[[str], str | int]:
    def resolve(text: str) -> str | int:
        if not text.strip() and blank:
            return str(blank)
        found = day_of(text, day.form)
        return UNKNOWN if found is None else str(found)

    return resolve
