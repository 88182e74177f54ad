"""Find entities by name, alias, identifier and what is said of them: SQLite's full-text index, ranked, with snippets.

Names, aliases and identifiers come before texts. The last letters of a word may be missing; a word that begins no
known word is read as the known word nearest to it, so that small typing mistakes still find something.
"""

from __future__ import annotations

import difflib
import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from kb import iris
from kb.errors import UnavailableError
from kb.release import Release
from kb.side_index import read_only

FILE = "search.sqlite"
SEARCHED_KINDS = ("instrument", "case", "source", "platform", "organisation", "jurisdiction", "question")
ABSENCES = iris.entity("claim", "absence") + "/"
Texts = dict[str, list[str]]
TABLES = """
CREATE TABLE entities (iri TEXT PRIMARY KEY, kind TEXT NOT NULL, part INTEGER NOT NULL, name TEXT NOT NULL) WITHOUT ROWID;
CREATE VIRTUAL TABLE names USING fts5(iri UNINDEXED, name, alias, identifier,
    tokenize = "unicode61 remove_diacritics 2", prefix = '2 3');
CREATE VIRTUAL TABLE texts USING fts5(iri UNINDEXED, name, alias, identifier, body,
    tokenize = "unicode61 remove_diacritics 2", prefix = '2 3');
"""
PART_OF_A_HIT = 0.6
OPEN_MARK, CLOSE_MARK = "«", "»"


@dataclass(frozen=True)
class Found:
    """One hit: what it is, its name, and the passage that matched with the words marked «so»."""

    iri: str
    kind: str
    name: str
    snippet: str

    @property
    def key(self) -> str:
        """Short name: ``instrument/us/pafaca``."""
        return self.iri.removeprefix(iris.ID)


def search(release: Release, words: str, limit: int = 20) -> list[Found]:
    """Entities that match all the words, the best first; at most ``limit``.

    Raises UnavailableError if the release has no search index that can be read.
    """
    path = release.path / FILE
    if not path.is_file():
        raise UnavailableError(f"release {release.id} has no search index; run 'python -m kb build'")
    database = sqlite3.connect(read_only(path), uri=True)
    try:
        tokens = re.findall(r"\w+", words)
        return _hits(database, _corrected(database, tokens), limit) if tokens else []
    except sqlite3.Error as error:
        raise UnavailableError(f"the search index cannot be read: {error}; run 'python -m kb build'") from None
    finally:
        database.close()


def _hits(database: sqlite3.Connection, tokens: list[str], limit: int) -> list[Found]:
    """Entities with every word; where there are none, those with any of the longer words that are known."""
    words = [f'"{token}"*' for token in tokens]
    some = [word for word, token in zip(words, tokens, strict=True) if len(token) > 2 and _is_known(database, token)]
    return _matching(database, " ".join(words), limit) or (_matching(database, " OR ".join(some), limit) if some else [])


def _matching(database: sqlite3.Connection, wanted: str, limit: int) -> list[Found]:
    """Entities that match: those whose names do first, then by their texts."""
    found: dict[str, Found] = {}
    for table in ("names", "texts"):
        rows = database.execute(
            f"SELECT e.iri, e.kind, e.name, snippet({table}, -1, ?, ?, '…', 16) FROM {table} JOIN entities e USING (iri) "
            f"WHERE {table} MATCH ? ORDER BY bm25({table}) * CASE part WHEN 1 THEN {PART_OF_A_HIT} ELSE 1 END, "
            "length(e.name), e.iri LIMIT ?",
            (OPEN_MARK, CLOSE_MARK, wanted, limit),
        )
        for row in rows:
            found.setdefault(row[0], Found(*row))
    return list(found.values())[:limit]


def _corrected(database: sqlite3.Connection, tokens: list[str]) -> list[str]:
    """The words, each that begins no known word replaced by the nearest known one if one is near."""
    database.execute("CREATE VIRTUAL TABLE temp.vocabulary USING fts5vocab(main, texts, 'row')")
    return [token if _is_known(database, token) else _nearest(database, token) for token in tokens]


def _is_known(database: sqlite3.Connection, token: str) -> bool:
    return database.execute("SELECT 1 FROM texts WHERE texts MATCH ? LIMIT 1", (f'"{token}"*',)).fetchone() is not None


def _nearest(database: sqlite3.Connection, token: str) -> str:
    low, high = len(token) - 2, len(token) + 2
    terms = database.execute("SELECT term FROM vocabulary WHERE length(term) BETWEEN ? AND ? ORDER BY doc DESC", (low, high))
    near = difflib.get_close_matches(token.lower(), [term for (term,) in terms], n=1, cutoff=0.7)
    return near[0] if near else token


def write_search_index(folder: Path, release: Release) -> None:
    """Derive the search index of a release from its graph."""
    fields: dict[str, Texts] = defaultdict(lambda: defaultdict(list))
    for row in release.rows("searchable_texts"):
        fields[row["entity"] or ""][row["field"] or ""].append(row["text"] or "")
    rows = [_row(iri, texts, fields) for iri, texts in sorted(fields.items()) if _is_shown(iri, texts)]
    database = sqlite3.connect(folder / FILE)
    with database:
        database.executescript(TABLES)
        database.executemany("INSERT INTO entities VALUES (?, ?, ?, ?)", (row[:4] for row in rows))
        database.executemany("INSERT INTO names VALUES (?, ?, ?, ?)", ((row[0], *row[3:6]) for row in rows))
        database.executemany("INSERT INTO texts VALUES (?, ?, ?, ?, ?)", ((row[0], *row[3:]) for row in rows))
    database.execute("VACUUM")
    database.close()


def _is_shown(iri: str, texts: Texts) -> bool:
    """Whether an entity is a hit of its own: what has a name or a pinpoint, statements of sources, absences."""
    if iri.startswith(ABSENCES):
        return True
    named = bool(texts["name"] or texts["alias"]) or (iris.kind(iri) == "source" and "/evidence/" not in iri)
    return named and iris.kind(iri) in SEARCHED_KINDS


def _row(iri: str, texts: Texts, fields: dict[str, Texts]) -> tuple[str, str, int, str, str, str, str]:
    alias, part = sorted(set(texts["alias"])), 0 if texts["name"] else 1
    name = next(iter(texts["name"]), "")
    if not name:
        parent = fields.get(iri.rpartition("/")[0])
        name = " ".join(part for part in (_short(parent), *(alias or [iris.slug(iri)])) if part)
    elif alias:
        name = f"{alias[0]}: {name}"
    if iri.startswith(ABSENCES):
        name = f"Absence: {next(iter(texts['text']), '')}"
    identifiers = "\n".join(sorted(texts["identifier"]))
    return (iri, iris.kind(iri) or "", part, name, "\n".join(alias), identifiers, _joined(texts["text"]))


def _short(texts: Texts | None) -> str:
    return next(iter([*texts["alias"], *texts["name"]]), "") if texts else ""


def _joined(texts: Iterable[str]) -> str:
    return "\n".join(dict.fromkeys(texts))


def write_found(found: list[Found]) -> str:
    """Hits as plain text, two lines each."""
    return "".join(f"{hit.key}  {hit.name}\n    {' '.join(hit.snippet.split())}\n" for hit in found)
