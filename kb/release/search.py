"""Find entities by name, alias, identifier and what is said of them: SQLite's full-text index, ranked, with snippets.

Names, aliases and identifiers come before texts. The last letters of a word may be missing. Where nothing has all the
words so, names that hold them anywhere are found; then a word that begins no known word is read as the known word nearest
to it, so that small typing mistakes still find something.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from kb.naming import iris

FILE = "search.sqlite"
PART_OF_A_WORD = 3
PART_OF_A_HIT = 0.6
NEAR, MOST_NEIGHBOURS = 0.65, 2_000
MOST_RANKED, MOST_WEIGHED = 400, 5_000
FIRST_WORDS = 200
MOST_ROWS = 2**63 - 1
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


def with_words(database: sqlite3.Connection, words: str, limit: int) -> list[Found]:
    """Entities with every word, or with names that hold every word; then the same for the words as they were meant."""
    tokens = re.findall(r"\w+", words)
    if not tokens:
        return []
    found = _matching(database, _all_of(tokens), limit) or _holding(database, tokens, limit)
    return found or _with_some(database, _corrected(database, tokens), limit)


def described(database: sqlite3.Connection, entities: Sequence[str]) -> list[Found]:
    """Entities by IRI, with how what is said of them begins."""
    rows = database.execute(
        f"SELECT iri, kind, name, '', substr(body, 1, ?) FROM documents WHERE iri IN ({', '.join('?' * len(entities))})",
        (FIRST_WORDS, *entities),
    )
    return [Found(*row) for row in rows]


def _all_of(tokens: list[str]) -> str:
    return " ".join(map(_beginning, tokens))


def _beginning(token: str) -> str:
    return f'"{token}"*' if len(token) > 1 else f'"{token}"'


def _holding(database: sqlite3.Connection, tokens: list[str], limit: int) -> list[Found]:
    """Entities whose name or identifiers hold every word anywhere; words of one or two letters are not looked for so."""
    if min(map(len, tokens)) < PART_OF_A_WORD:
        return []
    rows = database.execute(
        "SELECT d.iri, d.kind, d.name, snippet(labels, 0, ?, ?, '…', 64), substr(d.body, 1, ?) FROM labels "
        "JOIN documents d ON d.id = labels.rowid WHERE labels MATCH ? ORDER BY length(d.name), d.iri LIMIT ?",
        (OPEN_MARK, CLOSE_MARK, FIRST_WORDS, " AND ".join(f'"{token}"' for token in tokens), limit),
    )
    return [Found(*row) for row in rows]


def _with_some(database: sqlite3.Connection, tokens: list[str], limit: int) -> list[Found]:
    """Entities with every word; where there are none, those with any of the longer words that are known.

    Where some of these words are rare, only entities with a rare one are looked at; common ones then raise their rank.
    """
    found = _matching(database, _all_of(tokens), limit)
    known = {token: _how_many(database, token) for token in tokens if len(token) > 2}
    if found or not any(known.values()):
        return found
    rare = " OR ".join(_beginning(token) for token, number in known.items() if 0 < number <= MOST_WEIGHED)
    common = " OR ".join(_beginning(token) for token, number in known.items() if number > MOST_WEIGHED)
    wanted = f"({rare}) OR (({rare}) AND ({common}))" if rare and common else rare or common
    return _matching(database, wanted, limit)


def _how_many(database: sqlite3.Connection, token: str) -> int:
    """How many entities have a word that begins so, counted up to one more than are weighed."""
    counted = "SELECT count(*) FROM (SELECT 1 FROM texts WHERE texts MATCH ? LIMIT ?)"
    return int(database.execute(counted, (_beginning(token), MOST_WEIGHED + 1)).fetchone()[0])


def _matching(database: sqlite3.Connection, wanted: str, limit: int) -> list[Found]:
    """Entities that match: those whose names do first, then by their texts if there is room."""
    found: dict[str, Found] = {}
    for table in ("names", "texts"):
        if len(found) < limit:
            for hit in _ranked(database, table, wanted, limit):
                found.setdefault(hit.iri, hit)
    return list(found.values())[:limit]


def _ranked(database: sqlite3.Connection, table: str, wanted: str, limit: int) -> list[Found]:
    """The best matches in one table; what is part of another entity counts less, and snippets are made for the best only.

    Of very many matches the first are weighed: whole entities before parts, short texts before long ones.
    """
    beyond = f"SELECT rowid FROM {table} WHERE {table} MATCH ? LIMIT 1 OFFSET {MOST_WEIGHED - 1}"
    last = database.execute(beyond, (wanted,)).fetchone()
    best = database.execute(
        f"WITH near AS MATERIALIZED (SELECT rowid AS id, rank AS score FROM {table} WHERE {table} MATCH ? AND rowid <= ? "
        "ORDER BY rank LIMIT ?) SELECT near.id FROM near JOIN documents d USING (id) "
        f"ORDER BY score * CASE part WHEN 1 THEN {PART_OF_A_HIT} ELSE 1 END, length(d.name), d.iri LIMIT ?",
        (wanted, last[0] if last else MOST_ROWS, max(MOST_RANKED, limit), limit),
    ).fetchall()
    order = {row: place for place, (row,) in enumerate(best)}
    # one pass over the matches: for each row that is named with = or IN the words would be looked up anew, hence the +
    rows = database.execute(
        f"SELECT d.id, d.iri, d.kind, d.name, snippet({table}, -1, ?, ?, '…', 16), substr(d.body, 1, ?) FROM {table} "
        f"JOIN documents d ON d.id = {table}.rowid WHERE {table} MATCH ? AND {table}.rowid BETWEEN ? AND ? "
        f"AND +{table}.rowid IN ({', '.join('?' * len(order))})",
        (OPEN_MARK, CLOSE_MARK, FIRST_WORDS, wanted, min(order, default=0), max(order, default=0), *order),
    )
    return [Found(*row[1:]) for row in sorted(rows, key=lambda row: order[row[0]])]


def _corrected(database: sqlite3.Connection, tokens: list[str]) -> list[str]:
    """The words, each that begins no known word replaced by the nearest known one if one is near."""
    return [token if is_known(database, token) else nearest(token, neighbours(database, token), NEAR) for token in tokens]


def is_known(database: sqlite3.Connection, word: str) -> bool:
    """Whether a word begins one of the texts."""
    return database.execute("SELECT 1 FROM texts WHERE texts MATCH ? LIMIT 1", (f'"{word}"*',)).fetchone() is not None


def neighbours(database: sqlite3.Connection, token: str) -> list[str]:
    """Words of the texts that are about as long and share three letters in a row, frequent ones first."""
    word = token.lower()
    threes = " OR ".join(f'"{word[start : start + 3]}"' for start in range(len(word) - 2))
    if not threes:
        return []
    rows = database.execute(
        "SELECT term FROM terms WHERE terms MATCH ? AND length(term) BETWEEN ? AND ? LIMIT ?",
        (threes, len(word) - 2, len(word) + 2, MOST_NEIGHBOURS),
    )
    return [term for (term,) in rows]


def nearest(token: str, known: Sequence[str], least: float) -> str:
    """The known word nearest to a word, the first of several; the word itself if none is as near as ``least`` of 1."""
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    near = process.extractOne(token.lower(), known, scorer=OSA.normalized_similarity, score_cutoff=least)
    return str(near[0]) if near else token
