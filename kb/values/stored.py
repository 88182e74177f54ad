"""What a release holds of instruments, cases and sources: their heads, the dated events of instruments, and readings."""

from __future__ import annotations

from typing import NamedTuple

OPEN = "9999-12-31"
KEEPS_GOOD = (180, 60)  # days, and days while a matter is open, where the codebook states none


KNOWN_TO = {"year": 4, "month": 7}  # characters of a day of which only the year or the month is known


def as_known(day: str, precision: str | None) -> str:
    """A day, or the month or the year of it where no more is known.

    >>> as_known("2024-01-01", "year"), as_known("2024-05-01", "month"), as_known("2024-05-17", None)
    ('2024', '2024-05', '2024-05-17')
    """
    return day[: KNOWN_TO.get(precision or "", 10)]


class Dossier(NamedTuple):
    """Head of an instrument, case or source, as citations and the app need it."""

    iri: str
    kind: str
    path: str
    title: str
    short: str | None
    type: str | None
    url: str | None
    identifiers: tuple[tuple[str, str], ...]
    issued: str | None = None
    dated: str | None = None
    publisher: str | None = None


class StoredEvent(NamedTuple):
    """A dated event of an instrument, with what it sets and whom it reaches (none: everyone).

    Where only the month or the year of it is known (``precision``), ``on`` is the first day of that.
    """

    iri: str
    kind: str
    on: str
    position: int
    until: str | None
    sets_legal: str | None
    sets_enforcement: str | None
    asserted_on: str
    by: str | None
    reaches: frozenset[str]
    covers: frozenset[str]
    precision: str | None = None
    retracted_on: str = OPEN
    withdrawn_because: str | None = None
    withdrawal_note: str | None = None


class StoredReading(NamedTuple):
    """One reading as the release holds it; ``work`` is the IRI of a dossier where one of the base was read."""

    read: str
    kind: str
    edition: str | None = None
    passage: str | None = None
    publisher: str | None = None
    address: str | None = None
    dated: str | None = None
    current_to: str | None = None
    read_on: str | None = None
    by: str | None = None
    sha256: str | None = None
    work: str | None = None
