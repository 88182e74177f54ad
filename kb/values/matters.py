"""Open matters as values: whether one is open on a day as known on another, when it is due, and which cells it could change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

OPEN = "9999-12-31"

CellName = tuple[str, str]


class Look(NamedTuple):
    """A look that found the matter still open: on which day, by which role, what was read, and the day of the next look."""

    on: str
    by: str
    read: str
    look_again: str


class Ending(NamedTuple):
    """How a matter ended, on which day, and since when the record says so."""

    on: str
    how: str
    in_short: str
    asserted_on: str


class OpenMatter(NamedTuple):
    """Something undecided: ``what`` kind it is, in which dossier, and the cells (jurisdiction, question) that it could change.

    Days are ISO dates; ``precision`` is ``month`` or ``year`` where ``since`` is no more exact; ``id`` is its short key.
    """

    id: str
    what: str
    in_: str
    since: str
    precision: str | None
    look_again: str
    because: str
    in_short: str
    note: str | None
    asserted_on: str
    retracted_on: str
    cells: tuple[CellName, ...]
    looks: tuple[Look, ...] = ()
    ending: Ending | None = None

    def plain(self) -> dict[str, Any]:
        """Its plain values, as :func:`matter_from_plain` takes them."""
        ending = self.ending and self.ending._asdict()
        return self._asdict() | {"looks": [look._asdict() for look in self.looks], "ending": ending}

    @property
    def holder(self) -> str:
        """The short key of the dossier or source in whose file it stands; of a file of absences the jurisdiction."""
        return self.id.partition("/open/")[0].replace("absence/", "jurisdiction/", 1)

    def due(self, known_on: str) -> str:
        """The day of the next look, as known on a day."""
        return max((look.look_again for look in self.looks if look.on <= known_on), default=self.look_again)

    def is_open(self, as_of: str, known_on: str) -> bool:
        """Whether it is open on one day, as the record has it on another."""
        if not (self.since <= as_of and self.asserted_on <= known_on < self.retracted_on):
            return False
        return self.ending is None or self.ending.asserted_on > known_on or self.ending.on > as_of


def matter_from_plain(record: Mapping[str, Any]) -> OpenMatter:
    """A matter from its plain values, also after JSON."""
    parts: dict[str, Any] = {
        "cells": tuple((jurisdiction, question) for jurisdiction, question in record["cells"]),
        "looks": tuple(Look(**look) for look in record["looks"]),
        "ending": Ending(**record["ending"]) if record["ending"] else None,
    }
    return OpenMatter(**{**record, **parts})


def open_cells(matters: Iterable[OpenMatter], as_of: str, known_on: str) -> frozenset[CellName]:
    """The cells, (jurisdiction, question), for which some matter is open on one day, as known on another."""
    return frozenset(cell for matter in matters if matter.is_open(as_of, known_on) for cell in matter.cells)


def is_matter_open(matters: Iterable[OpenMatter], jurisdiction: str, question: str, as_of: str, known_on: str) -> bool:
    """Whether a matter is open for one cell on one day, as known on another."""
    cell = jurisdiction, question
    return any(matter.is_open(as_of, known_on) for matter in matters if cell in matter.cells)
