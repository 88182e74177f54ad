"""Write the catalogue of a release, graph by graph: entities, ties, happenings, codings."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kb.naming import iris
from kb.naming.namespaces import expand
from kb.release.catalogue import FILE
from kb.release.graph_contents import TYPE, GraphContents
from kb.release.side_index import UNGUARDED

CLASSES = {
    expand(f"pol:{name}") for name in ("Jurisdiction", "Organisation", "Platform", "Instrument", "Case", "Source", "Power")
}
NAME, SHORT, NOTE, IN_SHORT = map(expand, ("rdfs:label", "skos:altLabel", "skos:note", "pol:inShort"))
EVENT, EVENT_KIND, STEP, STEP_KIND = map(expand, ("pol:event", "pol:eventKind", "pol:step", "pol:stepKind"))
ON, UNTIL, PRECISION, CHECKED = map(expand, ("pol:on", "pol:until", "pol:precision", "pol:checked"))
WITHDRAWN = expand("pol:withdrawnBecause")
JURISDICTION, QUESTION, ASSERTED = map(expand, ("pol:jurisdiction", "pol:question", "pol:assertedOn"))
TABLES = """
CREATE TABLE about (release TEXT NOT NULL);
CREATE TABLE entities (iri TEXT PRIMARY KEY, class TEXT NOT NULL, label TEXT NOT NULL, short TEXT, since TEXT) WITHOUT ROWID;
CREATE TABLE ties (start TEXT NOT NULL, relation TEXT NOT NULL, "end" TEXT NOT NULL);
CREATE TABLE happenings ("on" TEXT NOT NULL, node TEXT NOT NULL, dossier TEXT NOT NULL, until TEXT, precision TEXT,
    kind TEXT NOT NULL, said TEXT, checked TEXT, jurisdiction TEXT NOT NULL);
CREATE TABLE codings (day TEXT NOT NULL, jurisdiction TEXT NOT NULL, claims INTEGER NOT NULL);
"""
FINISH = """
DELETE FROM ties WHERE "end" NOT IN (SELECT iri FROM entities);
CREATE INDEX ties_by_start ON ties (start);
CREATE INDEX ties_by_end ON ties ("end");
CREATE INDEX happenings_by_day ON happenings ("on", node);
"""
Happening = tuple[str | None, ...]
Rows = list[tuple[Any, ...]]


class CatalogueWriter:
    """Takes the graphs of the facts one after another."""

    def __init__(self, folder: Path) -> None:
        self._database = sqlite3.connect(folder / FILE)
        self._database.executescript(UNGUARDED + TABLES)
        self._codings: Counter[tuple[str, str]] = Counter()

    def add_rows(self, named: Rows, ties: Rows, happenings: Rows, codings: Rows) -> None:
        """Take the rows of one graph, as :func:`catalogue_rows` gives them."""
        self._database.executemany("INSERT OR IGNORE INTO entities VALUES (?, ?, ?, ?, ?)", named)
        self._database.executemany("INSERT INTO ties VALUES (?, ?, ?)", ties)
        self._database.executemany("INSERT INTO happenings VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", happenings)
        for day, place, number in codings:
            self._codings[day, place] += number

    def finish(self, release: str) -> None:
        """Say of which release this is, leave out ties to what is no entity, and close the file."""
        self._database.execute("INSERT INTO about VALUES (?)", (release,))
        rows = ((*key, number) for key, number in sorted(self._codings.items()))
        self._database.executemany("INSERT INTO codings VALUES (?, ?, ?)", rows)
        self._database.commit()
        self._database.executescript(FINISH)
        self._database.close()


def catalogue_rows(graph: GraphContents) -> tuple[Rows, Rows, Rows, Rows]:
    """What one graph says of entities, their ties, what happened when, and how much was coded when and where."""
    named, ties, happenings = Rows(), Rows(), Rows()
    for iri in graph.subjects():
        found = CLASSES.intersection(graph.all(iri, TYPE))
        label = graph.one(iri, NAME)
        if not found or label is None:
            continue
        named.append((iri, min(found), label, min(graph.all(iri, SHORT), default=None), _since(graph, iri)))
        ties += _ties(graph, iri)
        happenings += _happenings(graph, iri)
    return named, ties, happenings, [(*key, number) for key, number in Counter(_codings(graph)).items()]


def _ties(graph: GraphContents, iri: str) -> Iterator[tuple[str, str, str]]:
    """Every tie that may lead to an entity; which do is known when all entities are."""
    for relation, values in graph.said_of(iri).items():
        for value in dict.fromkeys(values):
            if value.startswith(iris.ID):
                yield iri, relation, value


def _since(graph: GraphContents, iri: str) -> str | None:
    """The first day on which something happened to a dossier."""
    parts = [*graph.all(iri, EVENT), *graph.all(iri, STEP)]
    return min((day for node in parts if not graph.all(node, WITHDRAWN) for day in graph.all(node, ON)), default=None)


def _happenings(graph: GraphContents, iri: str) -> Iterator[Happening]:
    """Dated events and steps of a dossier, as the stored query tells them."""
    for part, kind_of, said_by in ((EVENT, EVENT_KIND, NOTE), (STEP, STEP_KIND, IN_SHORT)):
        for node in dict.fromkeys(graph.all(iri, part)):
            day, kind, said = (graph.one(node, name) for name in (ON, kind_of, said_by))
            if day is None or kind is None or (part == STEP and said is None) or graph.all(node, WITHDRAWN):
                continue
            until, precision, checked = (graph.one(node, name) for name in (UNTIL, PRECISION, CHECKED))
            for place in graph.all(iri, JURISDICTION):
                yield day, node, iri, until, precision, kind, said, checked, place


def _codings(graph: GraphContents) -> Iterator[tuple[str, str]]:
    """Day and jurisdiction of every claim and absence."""
    for iri in graph.subjects():
        if graph.one(iri, QUESTION):
            for day in graph.all(iri, ASSERTED):
                for place in graph.all(iri, JURISDICTION):
                    yield day, place
