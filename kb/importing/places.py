"""The place of each row, with the names of places that the facts do not have yet."""

from __future__ import annotations

from typing import Any

import numpy as np

from kb.importing.codes import Codes, Numbers
from kb.importing.refusals import Refusals
from kb.importing.words import LEFT_OUT, NEW, Vocabulary, place_words
from kb.loaders.imports.mapping_records import Mapping


class Places:
    """Resolves the places of rows; ``names`` are those of the new ones, by code."""

    def __init__(self, mapping: Mapping, vocabulary: Vocabulary, refusals: Refusals) -> None:
        assert mapping.place is not None
        self.place, self.refusals = mapping.place, refusals
        self.codes = Codes(place_words(mapping.place, vocabulary))
        self.names: dict[str, str] = {}
        self.left_out = 0

    def of(self, batch: Any, rows: Numbers) -> Numbers:
        """The number of each row's place, below 0 where there is none."""
        if self.place.is_:
            self.codes.words.setdefault(self.place.is_, len(self.codes.words))
            return np.zeros(len(rows), np.int32)
        given = self.refusals.column(batch, self.place.column or "", ("place", "column"))
        if given is None:
            return np.full(len(rows), LEFT_OUT, np.int32)
        before = len(self.codes.words)
        found = self.codes.of(given, rows)
        self.left_out += int((found == LEFT_OUT).sum())
        for word, number in list(self.codes.words.items())[before:]:
            if word.startswith(NEW):
                self.names[word.removeprefix(NEW)] = self._name(batch, int(np.argmax(found == number)))
        return found

    def _name(self, batch: Any, at: int) -> str:
        column = self.refusals.column(batch, self.place.name, ("place", "name")) if self.place.name else None
        return str(column[at].as_py()).strip() if column is not None else ""

    def words(self) -> list[str]:
        """Places by their number."""
        return list(self.codes.words)

    def refuse_unknown(self) -> None:
        """Refuse the codes that stand for no place."""
        self.refusals.unknown(self.codes.unknown, ("place", "values"), "stands for no place")
