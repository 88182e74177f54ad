"""Find entities by name, alias, identifier and what is said of them: SQLite's full-text index, ranked, with snippets.

Names, aliases and identifiers come before texts. The last letters of a word may be missing. Where nothing has all the
words so, names that hold them anywhere are found; then a word that begins no known word is read as the known word nearest
to it, so that small typing mistakes still find something.
"""

from __future__ import annotations

import re
import sqlite3
from dataclasses import dataclass

from kb import iris
from kb.errors import UnavailableError
from kb.release import Release
from kb.side_index import read_only

FILE = "search.sqlite"
PART_OF_A_WORD = 3
PART_OF_A_HIT = 0.6
NEAR, MOST_NEIGHBOURS = 0.65, 20_000
MOST_RANKED = 400
OPEN_MARK, CLOSE_MARK = "«", "»"


@dataclass(frozen=True)
class Found:
    """One hit: what it is, its name, and the passage that matched with the words marked «so»,
    and how what is said of it begins."""

    iri: str
    kind: str
    name: str
    snippet: str
    says: str

    @property
    def key(self) -> str:
        """Short name: ``instrument/us/pafaca``."""
        return self.iri.removeprefix(iris.ID)


def search(release: Release, words: str, limit: int = 20) -> list[Found]:
    """Entities that match all the words, the best first; at most ``limit``.

    Raises UnavailableError if the release has no search index that can be read.
    """
    path = release.file(FILE)
    if not path.is_file():
        raise UnavailableError(f"release {release.id} has no search index; run 'python -m kb build'")
    database = sqlite3.connect(read_only(path), uri=True)
    try:
        tokens = re.findall(r"\w+", words)
        return _hits(database, tokens, limit) if tokens else []
    except sqlite3.Error as error:
        raise UnavailableError(f"the search index cannot be read: {error}; run 'python -m kb build'") from None
    finally:
        database.close()


def _hits(database: sqlite3.Connection, tokens: list[str], limit: int) -> list[Found]:
    """Entities with every word, or with names that hold every word; then the same for the words as they were meant."""
    found = _matching(database, _all_of(tokens), limit) or _holding(database, tokens, limit)
    return found or _with_some(database, _corrected(database, tokens), limit)


def _all_of(tokens: list[str]) -> str:
    return " ".join(map(_beginning, tokens))


def _beginning(token: str) -> str:
    return f'"{token}"*' if len(token) > 1 else f'"{token}"'


def _holding(database: sqlite3.Connection, tokens: list[str], limit: int) -> list[Found]:
    """Entities whose name or identifiers hold every word anywhere; words of one or two letters are not looked for so."""
    if min(map(len, tokens)) < PART_OF_A_WORD:
        return []
    rows = database.execute(
        "SELECT e.iri, e.kind, e.name, snippet(labels, 1, ?, ?, '…', 64), e.says FROM labels JOIN entities e USING (iri) "
        "WHERE labels MATCH ? ORDER BY length(e.name), e.iri LIMIT ?",
        (OPEN_MARK, CLOSE_MARK, " AND ".join(f'"{token}"' for token in tokens), limit),
    )
    return [Found(*row) for row in rows]


def _with_some(database: sqlite3.Connection, tokens: list[str], limit: int) -> list[Found]:
    """Entities with every word; where there are none, those with any of the longer words that are known."""
    some = [token for token in tokens if len(token) > 2 and _is_known(database, token)]
    wanted = " OR ".join(map(_beginning, some))
    return _matching(database, _all_of(tokens), limit) or (_matching(database, wanted, limit) if some else [])


def _matching(database: sqlite3.Connection, wanted: str, limit: int) -> list[Found]:
    """Entities that match: those whose names do first, then by their texts if there is room."""
    found: dict[str, Found] = {}
    for table in ("names", "texts"):
        if len(found) < limit:
            for hit in _ranked(database, table, wanted, limit):
                found.setdefault(hit.iri, hit)
    return list(found.values())[:limit]


def _ranked(database: sqlite3.Connection, table: str, wanted: str, limit: int) -> list[Found]:
    """The best matches in one table; what is part of another entity counts less, and snippets are made for the best only."""
    best = database.execute(
        f"WITH near AS MATERIALIZED (SELECT rowid AS id, iri, rank AS score FROM {table} WHERE {table} MATCH ? "
        "ORDER BY rank LIMIT ?) SELECT near.id FROM near JOIN entities e USING (iri) "
        f"ORDER BY score * CASE part WHEN 1 THEN {PART_OF_A_HIT} ELSE 1 END, length(e.name), e.iri LIMIT ?",
        (wanted, max(MOST_RANKED, limit), limit),
    ).fetchall()
    order = {row: place for place, (row,) in enumerate(best)}
    rows = database.execute(
        f"SELECT {table}.rowid, e.iri, e.kind, e.name, snippet({table}, -1, ?, ?, '…', 16), e.says FROM {table} "
        f"JOIN entities e USING (iri) WHERE {table} MATCH ? AND {table}.rowid IN ({', '.join('?' * len(order))})",
        (OPEN_MARK, CLOSE_MARK, wanted, *order),
    )
    return [Found(*row[1:]) for row in sorted(rows, key=lambda row: order[row[0]])]


def _corrected(database: sqlite3.Connection, tokens: list[str]) -> list[str]:
    """The words, each that begins no known word replaced by the nearest known one if one is near."""
    return [token if _is_known(database, token) else _nearest(database, token) for token in tokens]


def _is_known(database: sqlite3.Connection, token: str) -> bool:
    return database.execute("SELECT 1 FROM texts WHERE texts MATCH ? LIMIT 1", (f'"{token}"*',)).fetchone() is not None


def _nearest(database: sqlite3.Connection, token: str) -> str:
    """The known word nearest to it of those that share three letters in a row; the word itself if none is near."""
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    word = token.lower()
    threes = " OR ".join(f'"{word[start : start + 3]}"' for start in range(len(word) - 2))
    if not threes:
        return token
    rows = database.execute(
        "SELECT term FROM terms WHERE terms MATCH ? AND length(term) BETWEEN ? AND ? LIMIT ?",
        (threes, len(word) - 2, len(word) + 2, MOST_NEIGHBOURS),
    )
    near = process.extractOne(word, [term for (term,) in rows], scorer=OSA.normalized_similarity, score_cutoff=NEAR)
    return str(near[0]) if near else token


def write_found(found: list[Found]) -> str:
    """Hits as plain text, two lines each."""
    return "".join(f"{hit.key}  {hit.name}\n    {' '.join(hit.snippet.split())}\n" for hit in found)
