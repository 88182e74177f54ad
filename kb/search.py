"""Find entities by name, alias, identifier and what is said of them: SQLite's full-text index, ranked, with snippets.

Names, aliases and identifiers come before texts. The last letters of a word may be missing; a word that begins no
known word is read as the known word nearest to it, so that small typing mistakes still find something.
"""

from __future__ import annotations

import difflib
import re
import sqlite3
from dataclasses import dataclass

from kb import iris
from kb.errors import UnavailableError
from kb.release import Release
from kb.side_index import read_only

FILE = "search.sqlite"
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


def write_found(found: list[Found]) -> str:
    """Hits as plain text, two lines each."""
    return "".join(f"{hit.key}  {hit.name}\n    {' '.join(hit.snippet.split())}\n" for hit in found)
