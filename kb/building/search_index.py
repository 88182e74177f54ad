"""Write the search index of a release, graph by graph: names, aliases, identifiers and texts of what can be found."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path

from kb.naming import iris
from kb.naming.namespaces import expand
from kb.release.graph_contents import GraphContents
from kb.release.search import FILE
from kb.release.side_index import UNGUARDED

SEARCHED_KINDS = ("instrument", "case", "source", "platform", "organisation", "jurisdiction", "question", "power")
ABSENCES = iris.entity("claim", "absence") + "/"
GATHERED = """
CREATE TABLE gathered.documents (iri TEXT, kind TEXT, part INTEGER, name TEXT, alias TEXT, identifier TEXT, body TEXT);
"""
# every text is stored once, in documents; the full-text tables hold its words and read the rest there
TABLES = """
CREATE TABLE documents (id INTEGER PRIMARY KEY, iri TEXT NOT NULL, kind TEXT NOT NULL, part INTEGER NOT NULL, name TEXT NOT NULL,
    alias TEXT NOT NULL, identifier TEXT NOT NULL, body TEXT NOT NULL);
CREATE VIEW labelled AS SELECT id, name || iif(alias = '', '', char(10) || alias)
    || iif(identifier = '', '', char(10) || identifier) AS label FROM documents WHERE part = 0;
CREATE VIRTUAL TABLE names USING fts5(name, alias, identifier, content = documents, content_rowid = id,
    tokenize = "unicode61 remove_diacritics 2", prefix = '2 3');
CREATE VIRTUAL TABLE texts USING fts5(name, alias, identifier, body, content = documents, content_rowid = id,
    tokenize = "unicode61 remove_diacritics 2", prefix = '2 3');
CREATE VIRTUAL TABLE labels USING fts5(label, content = labelled, content_rowid = id, tokenize = "trigram");
CREATE VIRTUAL TABLE terms USING fts5(term, tokenize = "trigram", detail = none);
"""
# a search for a common word ranks the first of its documents only: whole dossiers before their parts, short ones before long
FILL = """
INSERT INTO documents (iri, kind, part, name, alias, identifier, body) SELECT * FROM gathered.documents
    ORDER BY part, length(name) + length(body), iri;
INSERT INTO names(names) VALUES('rebuild');
INSERT INTO texts(texts) VALUES('rebuild');
INSERT INTO labels(labels) VALUES('rebuild');
"""
# the list of all words by their groups of three letters, in which a mistyped word finds its neighbours; frequent ones first
FILL_TERMS = """
CREATE VIRTUAL TABLE temp.vocabulary USING fts5vocab(main, texts, 'row');
INSERT INTO terms SELECT term FROM vocabulary WHERE length(term) > 2 ORDER BY doc DESC, term;
"""
Row = tuple[str, str, int, str, str, str, str]
# what a full-text table gathers in memory before it writes a segment; larger segments are merged less often
SEGMENTS = "".join(f"INSERT INTO {table}({table}, rank) VALUES('hashsize', {1 << 25});" for table in ("names", "texts"))
NAME, ALIAS = expand("rdfs:label"), expand("skos:altLabel")
PINPOINT, SAYS = expand("pol:pinpoint"), expand("pol:says")
IN_SHORT, SEARCHED_ON, STATED_IN = expand("pol:inShort"), expand("pol:searchedOn"), expand("pol:statedIn")
IDENTIFIERS = (expand("pol:identifier"), expand("skos:notation"))
OWN_TEXTS = tuple(
    expand(name) for name in ("pol:says", "pol:outcome", "skos:note", "pol:because", "pol:howToCode", "pol:searched")
)
TEXTS_OF_PARTS = tuple(
    (expand(part), expand(text))
    for part, text in (
        ("pol:event", "skos:note"),
        ("pol:step", "pol:inShort"),
        ("pol:step", "skos:note"),
        ("pol:stake", "pol:inShort"),
        ("pol:operation", "pol:inShort"),
        ("pol:designation", "pol:inShort"),
        ("pol:testimony", "pol:says"),
    )
)


class SearchWriter:
    """Takes the entities of the facts, some at a time."""

    def __init__(self, folder: Path) -> None:
        self._gathered = folder / f"gathered-{FILE}"
        self._database = sqlite3.connect(folder / FILE)
        self._database.execute("ATTACH ? AS gathered", (str(self._gathered),))
        self._database.executescript(UNGUARDED + GATHERED + TABLES + SEGMENTS)

    def add_rows(self, rows: list[Row]) -> None:
        """Index entities: of each its IRI, kind, 1 if it is part of another, name, aliases, identifiers, texts."""
        self._database.executemany("INSERT INTO gathered.documents VALUES (?, ?, ?, ?, ?, ?, ?)", rows)

    def finish(self) -> None:
        """Put the documents in order, index and list their words, and close the file."""
        self._database.executescript(FILL + FILL_TERMS)
        self._database.commit()
        self._database.close()
        self._gathered.unlink()


def entity_rows(graph: GraphContents) -> list[Row]:
    """What one graph names and says, as rows for :meth:`SearchWriter.add_rows`."""
    stated = _stated(graph)
    return [_row(iri, graph, stated.get(iri, [])) for iri in graph.subjects() if _is_shown(iri, graph)]


def _stated(graph: GraphContents) -> dict[str, list[str]]:
    """The texts of the claims that each dossier states."""
    found: dict[str, list[str]] = {}
    for claim in graph.subjects():
        for dossier in graph.all(claim, STATED_IN):
            found.setdefault(dossier, []).extend(graph.all(claim, IN_SHORT))
    return found


def _is_shown(iri: str, graph: GraphContents) -> bool:
    """Whether an entity is a hit of its own: what has a name or a pinpoint, statements of sources, absences."""
    if iri.startswith(ABSENCES):
        return True
    kind = iris.kind(iri)
    if kind not in SEARCHED_KINDS:
        return False
    named = graph.one(iri, NAME) or _aliases(iri, graph)
    return bool(named) or (kind == "source" and "/evidence/" not in iri and next(_texts(iri, graph), None) is not None)


def _aliases(iri: str, graph: GraphContents) -> list[str]:
    pinpoints = graph.all(iri, PINPOINT) if graph.one(iri, SAYS) else []
    return sorted({*graph.all(iri, ALIAS), *pinpoints})


def _texts(iri: str, graph: GraphContents) -> Iterator[str]:
    """What is said of an entity, by itself and by its dated parts."""
    for predicate in OWN_TEXTS:
        yield from graph.all(iri, predicate)
    for part, predicate in TEXTS_OF_PARTS:
        for node in graph.all(iri, part):
            yield from graph.all(node, predicate)
    if graph.one(iri, SEARCHED_ON):
        yield from graph.all(iri, IN_SHORT)


def _row(iri: str, graph: GraphContents, stated: list[str]) -> Row:
    own, aliases, texts = graph.one(iri, NAME), _aliases(iri, graph), [*_texts(iri, graph), *stated]
    part, name = (0 if own else 1), own or ""
    if not name:
        name = " ".join(word for word in (_short(iri.rpartition("/")[0], graph), *(aliases or [iris.slug(iri)])) if word)
    elif aliases:
        name = f"{aliases[0]}: {name}"
    if iri.startswith(ABSENCES):
        name = f"Absence: {graph.one(iri, IN_SHORT)}"
    source, target = IDENTIFIERS
    identifiers = sorted(value for node in graph.all(iri, source) for value in graph.all(node, target))
    return (iri, iris.kind(iri) or "", part, name, "\n".join(aliases), "\n".join(identifiers), _joined(texts))


def _short(iri: str, graph: GraphContents) -> str:
    return next(iter([*_aliases(iri, graph), *graph.all(iri, NAME)]), "")


def _joined(texts: Iterable[str]) -> str:
    return "\n".join(dict.fromkeys(texts))
