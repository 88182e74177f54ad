"""The side index of a release: what comparisons read, in an SQLite file, derived from the graph at build.

It holds no fact of its own. A test compares it with the graph's answers; where it is missing or belongs to another
release the graph is read instead. The cost of a row of the table follows the claims of that row, not the base.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import fields
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kb.release.files import ReleaseFiles
from kb.values.base_head import BaseHead
from kb.values.matters import OpenMatter, matter_from_plain
from kb.values.model import Dossier, QuestionHead, StoredClaim, StoredEvent
from kb.values.registers import PlatformHead, Tie
from kb.values.resolution import Policy
from kb.values.stored import StoredReading

if TYPE_CHECKING:
    from kb.release.cell_table import CellTable

DOSSIERS_KEPT = 4096
FILE = "index.sqlite"
PAGES = "PRAGMA main.page_size = 16384;"  # bytes; in the usual 4096 a record of a claim leaves much of its page empty
UNGUARDED = "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;"  # a build that dies is thrown away whole
COLUMNS = """(question TEXT NOT NULL, jurisdiction TEXT NOT NULL, valid_from TEXT NOT NULL, valid_until TEXT NOT NULL,
    asserted_on TEXT NOT NULL, retracted_on TEXT NOT NULL, record TEXT NOT NULL)"""
ClaimRow = tuple[str, ...]
DossierRow = tuple[str, str, str]
LISTED = tuple(StoredClaim._fields.index(name) for name in ("beside", "searched"))
READINGS = StoredClaim._fields.index("readings")
TABLES = f"""
CREATE TABLE singles (name TEXT PRIMARY KEY, record TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE gathered.claims {COLUMNS};
CREATE TABLE main.claims {COLUMNS};
CREATE TABLE dossiers (iri TEXT PRIMARY KEY, head TEXT NOT NULL, events TEXT NOT NULL) WITHOUT ROWID;
"""
FINISH = """
INSERT INTO main.claims SELECT * FROM gathered.claims ORDER BY question, jurisdiction, valid_from, record;
CREATE INDEX main.claims_by_question ON claims (question, jurisdiction, valid_from);
"""


class SideIndex:
    """Reads one release through its side index; gives the same values as the graph reader."""

    def __init__(self, files: ReleaseFiles) -> None:
        self._files, self._database = files, files.database(FILE)
        self._head_of = lru_cache(DOSSIERS_KEPT)(self._read_head)
        self._events_of = lru_cache(DOSSIERS_KEPT)(self._read_events)

    @cached_property
    def release_id(self) -> str:
        """Identifier of the release the index was derived from."""
        return str(self._single("release"))

    def base(self) -> BaseHead:
        """What the base says of itself."""
        return self._base

    def questions(self) -> Mapping[str, QuestionHead]:
        """All questions by identifier, in the order of the codebook."""
        return self._questions

    def jurisdictions(self) -> Mapping[str, str]:
        """Names of all jurisdictions by identifier, in the order of the register."""
        return self._jurisdictions

    def memberships(self) -> Mapping[str, tuple[Tie, ...]]:
        """Of each jurisdiction that belongs to others: its dated ties to them."""
        return self._memberships

    def kinds(self) -> Mapping[str, str]:
        """Of each jurisdiction its kind: country, state, union ..."""
        return self._kinds

    def place_codes(self) -> Mapping[str, tuple[tuple[str, str], ...]]:
        """Of each jurisdiction that has any: (scheme, code), and its other names with no scheme."""
        return self._place_codes

    def policies(self) -> Mapping[str, Policy]:
        """The resolution policies by name."""
        return self._policies

    def platforms(self) -> Mapping[str, PlatformHead]:
        """All platforms by identifier, with their designations."""
        return self._platforms

    def parties(self) -> Mapping[str, str]:
        """Names of the classes of persons that rules address."""
        return self._parties

    def matters(self) -> Sequence[OpenMatter]:
        """Every open matter, those that ended or were withdrawn as well."""
        return self._matters

    def claim_counts(self) -> Mapping[str, int]:
        """How many claims and absences each jurisdiction has that has any."""
        return dict(self._database.execute("SELECT jurisdiction, COUNT(*) FROM claims GROUP BY jurisdiction").fetchall())

    def cells(self) -> CellTable | None:
        """The columnar table beside the index; None if there is none that belongs to this release."""
        return self._cells

    @cached_property
    def _cells(self) -> CellTable | None:
        from kb.release.cell_table import open_table

        return open_table(self._files, self.release_id)

    @cached_property
    def _base(self) -> BaseHead:
        if not self._has("base"):
            return BaseHead(was_before=True)
        return BaseHead(**_tuples(self._single("base")))

    @cached_property
    def _questions(self) -> Mapping[str, QuestionHead]:
        return {name: QuestionHead(**_tuples(record)) for name, record in self._single("questions").items()}

    @cached_property
    def _jurisdictions(self) -> dict[str, str]:
        return dict(self._single("jurisdictions"))

    @cached_property
    def _memberships(self) -> dict[str, tuple[Tie, ...]]:
        return {member: tuple(Tie(*tie) for tie in ties) for member, ties in self._single("memberships").items()}

    @cached_property
    def _place_codes(self) -> dict[str, tuple[tuple[str, str], ...]]:
        kept = self._single("place_codes") if self._has("place_codes") else {}
        return {slug: tuple((scheme, value) for scheme, value in codes) for slug, codes in kept.items()}

    @cached_property
    def _kinds(self) -> dict[str, str]:
        return dict(self._single("kinds"))

    @cached_property
    def _policies(self) -> Mapping[str, Policy]:
        return {name: Policy(**_tuples(record)) for name, record in self._single("policies").items()}

    @cached_property
    def _platforms(self) -> Mapping[str, PlatformHead]:
        return {name: PlatformHead(**_tuples(record)) for name, record in self._single("platforms").items()}

    @cached_property
    def _parties(self) -> dict[str, str]:
        return dict(self._single("parties"))

    @cached_property
    def _matters(self) -> tuple[OpenMatter, ...]:
        return tuple(matter_from_plain(record) for record in self._single("matters"))

    def claims(
        self, question: str, as_of: str, known_on: str, jurisdictions: Collection[str] | None = None
    ) -> Sequence[StoredClaim]:
        """Claims on a question at one point of both clocks, of every jurisdiction unless some are named."""
        places = list(self.jurisdictions() if jurisdictions is None else jurisdictions)
        found = self._database.execute(
            f"SELECT record FROM claims WHERE question = ? AND jurisdiction IN ({', '.join('?' * len(places))}) "
            "AND valid_from <= ? AND valid_until > ? AND asserted_on <= ? AND retracted_on > ? ORDER BY jurisdiction, valid_from",
            (question, *places, as_of, as_of, known_on, known_on),
        )
        return [_claim(record) for (record,) in found]

    def history(self, question: str, jurisdictions: Collection[str] | None = None) -> Sequence[StoredClaim]:
        """All claims on a question, whatever their dates; of every jurisdiction unless some are named."""
        places = list(self.jurisdictions() if jurisdictions is None else jurisdictions)
        found = self._database.execute(
            f"SELECT record FROM claims WHERE question = ? AND jurisdiction IN ({', '.join('?' * len(places))}) "
            "ORDER BY jurisdiction, valid_from",
            (question, *places),
        )
        return [_claim(record) for (record,) in found]

    def head(self, dossier: str) -> Dossier:
        """Title, type, address and identifiers of a dossier."""
        return self._head_of(dossier)

    def events(self, dossier: str) -> Sequence[StoredEvent]:
        """Dated events of an instrument in order; none for cases and sources."""
        return self._events_of(dossier)

    def _read_head(self, iri: str) -> Dossier:
        (record,) = self._database.execute("SELECT head FROM dossiers WHERE iri = ?", (iri,)).fetchone()
        return Dossier(**_tuples(json.loads(record)))

    def _read_events(self, iri: str) -> list[StoredEvent]:
        (record,) = self._database.execute("SELECT events FROM dossiers WHERE iri = ?", (iri,)).fetchone()
        return [_event(event) for event in json.loads(record)]

    def _has(self, name: str) -> bool:
        """Whether the index holds a single value; one of before may not."""
        return self._database.execute("SELECT 1 FROM singles WHERE name = ?", (name,)).fetchone() is not None

    def _single(self, name: str) -> Any:
        (record,) = self._database.execute("SELECT record FROM singles WHERE name = ?", (name,)).fetchone()
        return json.loads(record)


class IndexWriter:
    """Writes the index into a release's folder: claims and dossiers as they come, named single values at the end."""

    def __init__(self, folder: Path) -> None:
        self._gathered = folder / f"gathered-{FILE}"
        self._database = sqlite3.connect(folder / FILE)
        self._database.execute("ATTACH ? AS gathered", (str(self._gathered),))
        self._database.executescript(PAGES + UNGUARDED + TABLES)

    def add_rows(self, claims: Iterable[ClaimRow], dossiers: Iterable[DossierRow]) -> None:
        """Take some claims, and some dossiers with their events."""
        self._database.executemany("INSERT INTO gathered.claims VALUES (?, ?, ?, ?, ?, ?, ?)", claims)
        self._database.executemany("INSERT INTO dossiers VALUES (?, ?, ?)", dossiers)

    def finish(self, singles: Mapping[str, Any]) -> None:
        """Put the claims of a cell side by side, add the single values, and close the file."""
        rows = ((name, json.dumps(value)) for name, value in singles.items())
        self._database.executemany("INSERT INTO singles VALUES (?, ?)", rows)
        self._database.executescript(FINISH)
        self._database.close()
        self._gathered.unlink()


def claim_row(claim: StoredClaim) -> ClaimRow:
    """A claim as a row of the index: question, jurisdiction, both clocks, and all of it as JSON."""
    record = json.dumps(claim)  # a list of its values, of which its readings are lists
    dates = (claim.valid_from, claim.valid_until, claim.asserted_on, claim.retracted_on)
    return (claim.question, claim.jurisdiction, *dates, record)


def dossier_row(head: Dossier, events: Sequence[StoredEvent]) -> DossierRow:
    """A dossier as a row of the index: its IRI, its head and its events as JSON."""
    return head.iri, json.dumps(plain(head)), json.dumps([plain(event) for event in events])


def plain(value: Any) -> dict[str, Any]:
    """A frozen value as plain JSON values; sets become sorted lists."""
    named = getattr(value, "_fields", None) or [field.name for field in fields(value)]
    found = {name: getattr(value, name) for name in named}
    return {name: sorted(item) if isinstance(item, frozenset) else item for name, item in found.items()}


def _tuples(record: dict[str, Any]) -> dict[str, Any]:
    """Lists of a JSON record as the tuples they were."""
    return {
        name: tuple(tuple(item) if isinstance(item, list) else item for item in value) if isinstance(value, list) else value
        for name, value in record.items()
    }


def _claim(record: str) -> StoredClaim:
    values = json.loads(record)
    for place in LISTED:
        values[place] = tuple(values[place])
    values[READINGS] = tuple(StoredReading(*reading) for reading in values[READINGS])
    return StoredClaim(*values)


def _event(record: dict[str, Any]) -> StoredEvent:
    sets = {name: frozenset(record[name]) for name in ("reaches", "covers")}
    return StoredEvent(**(record | sets))
