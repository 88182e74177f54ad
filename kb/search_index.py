"""Derive the search index of a release from its graph: SQLite's full-text index of names, numbers and texts.

Beside it stands the list of all words by their groups of three letters, in which a mistyped word finds its neighbours.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from kb import iris
from kb.release import Release

FILE = "search.sqlite"
SEARCHED_KINDS = ("instrument", "case", "source", "platform", "organisation", "jurisdiction", "question")
ABSENCES = iris.entity("claim", "absence") + "/"
Texts = dict[str, list[str]]
Row = tuple[str, str, int, str, str, str, str]
TABLES = """
CREATE TABLE entities (iri TEXT PRIMARY KEY, kind TEXT NOT NULL, part INTEGER NOT NULL, name TEXT NOT NULL, says TEXT NOT NULL)
    WITHOUT ROWID;
CREATE VIRTUAL TABLE names USING fts5(iri UNINDEXED, name, alias, identifier,
    tokenize = "unicode61 remove_diacritics 2", prefix = '2 3');
CREATE VIRTUAL TABLE texts USING fts5(iri UNINDEXED, name, alias, identifier, body,
    tokenize = "unicode61 remove_diacritics 2", prefix = '2 3');
CREATE VIRTUAL TABLE terms USING fts5(term, tokenize = "trigram", detail = none);
"""
FILL_TERMS = """
CREATE VIRTUAL TABLE temp.vocabulary USING fts5vocab(main, texts, 'row');
INSERT INTO terms SELECT term FROM vocabulary WHERE length(term) > 2 ORDER BY doc DESC, term;
"""
FIRST_WORDS = 200


def write_search_index(folder: Path, release: Release) -> None:
    """Derive the search index of a release from its graph."""
    fields: dict[str, Texts] = defaultdict(lambda: defaultdict(list))
    for row in release.rows("searchable_texts"):
        fields[row["entity"] or ""][row["field"] or ""].append(row["text"] or "")
    write_rows(folder / FILE, [_row(iri, texts, fields) for iri, texts in sorted(fields.items()) if _is_shown(iri, texts)])


def write_rows(path: Path, rows: Iterable[Row]) -> None:
    """Write the index: for each entity its IRI, kind, 1 if it is part of another, name, aliases, identifiers, texts."""
    rows = list(rows)
    database = sqlite3.connect(path)
    with database:
        database.executescript(TABLES)
        database.executemany("INSERT INTO entities VALUES (?, ?, ?, ?, ?)", ((*row[:4], row[6][:FIRST_WORDS]) for row in rows))
        database.executemany("INSERT INTO names VALUES (?, ?, ?, ?)", ((row[0], *row[3:6]) for row in rows))
        database.executemany("INSERT INTO texts VALUES (?, ?, ?, ?, ?)", ((row[0], *row[3:]) for row in rows))
        database.executescript(FILL_TERMS)
    database.execute("VACUUM")
    database.close()


def _is_shown(iri: str, texts: Texts) -> bool:
    """Whether an entity is a hit of its own: what has a name or a pinpoint, statements of sources, absences."""
    if iri.startswith(ABSENCES):
        return True
    named = bool(texts["name"] or texts["alias"]) or (iris.kind(iri) == "source" and "/evidence/" not in iri)
    return named and iris.kind(iri) in SEARCHED_KINDS


def _row(iri: str, texts: Texts, fields: dict[str, Texts]) -> Row:
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
