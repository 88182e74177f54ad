"""The side index of a release: what comparisons read, in an SQLite file, derived from the graph at build.

It holds no fact of its own. A test compares it with the graph's answers; where it is missing or belongs to another
release the graph is read instead. The cost of a row of the table follows the claims of that row, not the base.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

from kb.model import Dossier, PlatformHead, QuestionHead, StoredClaim, StoredEvent
from kb.resolution import Policy

FILE = "index.sqlite"
CLAIM_FIELDS = tuple(field.name for field in fields(StoredClaim))
TABLES = """
CREATE TABLE singles (name TEXT PRIMARY KEY, record TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE claims (question TEXT NOT NULL, jurisdiction TEXT NOT NULL, valid_from TEXT NOT NULL, valid_until TEXT NOT NULL,
    asserted_on TEXT NOT NULL, retracted_on TEXT NOT NULL, record TEXT NOT NULL);
CREATE INDEX claims_by_question ON claims (question, jurisdiction, valid_from);
CREATE TABLE dossiers (iri TEXT PRIMARY KEY, head TEXT NOT NULL, events TEXT NOT NULL) WITHOUT ROWID;
"""


class SideIndex:
    """Reads one release through its side index; gives the same values as the graph reader."""

    def __init__(self, folder: Path) -> None:
        self._database = sqlite3.connect(read_only(folder / FILE), uri=True, check_same_thread=False)

    @property
    def release_id(self) -> str:
        """Identifier of the release the index was derived from."""
        return str(self._single("release"))

    def questions(self) -> Mapping[str, QuestionHead]:
        """All questions by identifier, in the order of the codebook."""
        return {name: QuestionHead(**_tuples(record)) for name, record in self._single("questions").items()}

    def jurisdictions(self) -> Mapping[str, str]:
        """Names of all jurisdictions by identifier, in the order of the register."""
        names: dict[str, str] = self._single("jurisdictions")
        return names

    def memberships(self) -> Mapping[str, tuple[tuple[str, str, str], ...]]:
        """Of each jurisdiction that belongs to others: (the other, from, until)."""
        return {member: tuple(tuple(tie) for tie in ties) for member, ties in self._single("memberships").items()}

    def policies(self) -> Mapping[str, Policy]:
        """The resolution policies by name."""
        return {name: Policy(**_tuples(record)) for name, record in self._single("policies").items()}

    def platforms(self) -> Mapping[str, PlatformHead]:
        """All platforms by identifier, with their designations."""
        return {name: PlatformHead(**_tuples(record)) for name, record in self._single("platforms").items()}

    def parties(self) -> Mapping[str, str]:
        """Names of the classes of persons that rules address."""
        names: dict[str, str] = self._single("parties")
        return names

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
        return Dossier(**_tuples(json.loads(self._dossier(dossier)[0])))

    def events(self, dossier: str) -> Sequence[StoredEvent]:
        """Dated events of an instrument in order; none for cases and sources."""
        return [_event(record) for record in json.loads(self._dossier(dossier)[1])]

    def _dossier(self, iri: str) -> tuple[str, str]:
        head, events = self._database.execute("SELECT head, events FROM dossiers WHERE iri = ?", (iri,)).fetchone()
        return head, events

    def _single(self, name: str) -> Any:
        (record,) = self._database.execute("SELECT record FROM singles WHERE name = ?", (name,)).fetchone()
        return json.loads(record)


def read_only(path: Path) -> str:
    """Address under which SQLite opens a file for reading only, whatever characters its path has."""
    return f"{path.resolve().as_uri()}?mode=ro&immutable=1"


def write_index(
    folder: Path,
    singles: Mapping[str, Any],
    claims: Iterable[StoredClaim],
    dossiers: Iterable[tuple[Dossier, Sequence[StoredEvent]]],
) -> None:
    """Write the index into a release's folder: named single values, claims, and dossiers with their events."""
    database = sqlite3.connect(folder / FILE)
    with database:
        database.executescript(TABLES)
        database.executemany("INSERT INTO singles VALUES (?, ?)", ((name, json.dumps(value)) for name, value in singles.items()))
        database.executemany("INSERT INTO claims VALUES (?, ?, ?, ?, ?, ?, ?)", map(_claim_row, claims))
        database.executemany(
            "INSERT INTO dossiers VALUES (?, ?, ?)",
            ((head.iri, json.dumps(plain(head)), json.dumps([plain(event) for event in events])) for head, events in dossiers),
        )
    database.execute("VACUUM")
    database.close()


def _claim_row(claim: StoredClaim) -> tuple[str, ...]:
    record = json.dumps([getattr(claim, name) for name in CLAIM_FIELDS])
    dates = (claim.valid_from, claim.valid_until, claim.asserted_on, claim.retracted_on)
    return (claim.question, claim.jurisdiction, *dates, record)


def plain(value: Any) -> dict[str, Any]:
    """A frozen value as plain JSON values; sets become sorted lists."""
    found = {field.name: getattr(value, field.name) for field in fields(value)}
    return {name: sorted(item) if isinstance(item, frozenset) else item for name, item in found.items()}


def _tuples(record: dict[str, Any]) -> dict[str, Any]:
    """Lists of a JSON record as the tuples they were."""
    return {
        name: tuple(tuple(item) if isinstance(item, list) else item for item in value) if isinstance(value, list) else value
        for name, value in record.items()
    }


def _claim(record: str) -> StoredClaim:
    values: dict[str, Any] = dict(zip(CLAIM_FIELDS, json.loads(record), strict=True))
    return StoredClaim(**_tuples(values))


def _event(record: dict[str, Any]) -> StoredEvent:
    sets = {name: frozenset(record[name]) for name in ("reaches", "covers")}
    return StoredEvent(**(record | sets))
