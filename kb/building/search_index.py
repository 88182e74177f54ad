"""Write the search index of a release, graph by graph: names, aliases, identifiers and texts of what can be found."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path

from kb.naming import iris
from kb.naming.namespaces import expand
from kb.release.graph_contents import GraphContents
from kb.release.search import FILE
from kb.release.side_index import UNGUARDED
from kb.values.folding import folded, stems

SEARCHED_KINDS = ("instrument", "case", "source", "platform", "organisation", "jurisdiction", "question", "power")
WHOLE, PART, NAMES = 0, 1, 2  # an entity, a part of one, or only names of what another graph describes
ABSENCES = iris.entity("claim", "absence") + "/"
GATHERED = """
CREATE TABLE gathered.documents (iri TEXT, kind TEXT, part INTEGER, name TEXT, alias TEXT, identifier TEXT, body TEXT);
"""
# every text is stored once, in documents; the full-text tables hold its words and read the rest there
TABLES = """
CREATE TABLE documents (id INTEGER PRIMARY KEY, iri TEXT NOT NULL, kind TEXT NOT NULL, part INTEGER NOT NULL, name TEXT NOT NULL,
    alias TEXT NOT NULL, identifier TEXT NOT NULL, body TEXT NOT NULL);
CREATE INDEX documents_iri ON documents (iri);
CREATE VIEW labelled AS SELECT id, name || iif(alias = '', '', char(10) || alias)
    || iif(identifier = '', '', char(10) || identifier) AS label FROM documents WHERE part = 0;
CREATE VIRTUAL TABLE names USING fts5(name, alias, identifier, content = documents, content_rowid = id,
    tokenize = "unicode61 remove_diacritics 2", prefix = '2 3');
CREATE VIRTUAL TABLE texts USING fts5(name, alias, identifier, body, content = documents, content_rowid = id,
    tokenize = "unicode61 remove_diacritics 2", prefix = '2 3');
CREATE VIRTUAL TABLE labels USING fts5(label, content = labelled, content_rowid = id, tokenize = "trigram");
-- what things are called, folded; and the stems of the words in which questions and places are asked for
CREATE TABLE called (phrase TEXT NOT NULL, iri TEXT NOT NULL, kind TEXT NOT NULL, PRIMARY KEY (phrase, iri)) WITHOUT ROWID;
CREATE INDEX called_kind ON called (kind);
CREATE TABLE spelt (word TEXT NOT NULL, stem TEXT NOT NULL, PRIMARY KEY (word, stem)) WITHOUT ROWID;
CREATE VIRTUAL TABLE terms USING fts5(term, tokenize = "trigram", detail = none);
"""
# a search for a common word ranks the first of its documents only: whole dossiers before their parts, short ones before long
FILL = """
INSERT INTO documents (iri, kind, part, name, alias, identifier, body) SELECT * FROM gathered.documents
    WHERE part < 2 ORDER BY part, length(name) + length(body), iri;
INSERT INTO names(names) VALUES('rebuild');
INSERT INTO texts(texts) VALUES('rebuild');
INSERT INTO labels(labels) VALUES('rebuild');
"""
# the list of all words by their groups of three letters, in which a mistyped word finds its neighbours; frequent ones first
FILL_TERMS = """
CREATE VIRTUAL TABLE temp.vocabulary USING fts5vocab(main, texts, 'row');
INSERT INTO terms SELECT term FROM vocabulary WHERE length(term) > 2 ORDER BY doc DESC, term;
"""
SPELT = """
SELECT phrase FROM called WHERE kind = 'question' UNION SELECT body FROM documents WHERE kind = 'question' AND part = 1
"""
TIE, PASSED_OVER = "tie", "passed-over"
Row = tuple[str, str, int, str, str, str, str]
# what a full-text table gathers in memory before it writes a segment; larger segments are merged less often
SEGMENTS = "".join(f"INSERT INTO {table}({table}, rank) VALUES('hashsize', {1 << 25});" for table in ("names", "texts"))
NAME, ALIAS = expand("rdfs:label"), expand("skos:altLabel")
TRANSLATED, HIDDEN, PASSES = expand("pol:translatedLabel"), expand("skos:hiddenLabel"), expand("pol:passedOver")
TIES = (expand("pol:stake"), expand("pol:operation"))
PINPOINT, SAYS = expand("pol:pinpoint"), expand("pol:says")
IN_SHORT, SEARCHED_ON, STATED_IN = expand("pol:inShort"), expand("pol:searchedOn"), expand("pol:statedIn")
IDENTIFIERS = (expand("pol:identifier"), expand("skos:notation"))
OWN_TEXTS = tuple(
    expand(name)
    for name in ("pol:says", "pol:outcome", "skos:note", "pol:because", "pol:howToCode", "pol:searched", "skos:definition")
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
        """Index entities: of each its IRI, kind, WHOLE, PART or NAMES, name, aliases, identifiers, texts."""
        self._database.executemany("INSERT INTO gathered.documents VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
        called = ((folded(phrase), row[0], row[1]) for row in rows for phrase in _called(row))
        self._database.executemany("INSERT OR IGNORE INTO called VALUES (?, ?, ?)", (one for one in called if one[0]))

    def finish(self) -> None:
        """Put the documents in order, index and list their words, and close the file."""
        self._database.executescript(FILL + FILL_TERMS)
        words = {word for (text,) in self._database.execute(SPELT) for word in folded(text).split()}
        spelt = ((word, stem) for word in sorted(words) for stem in sorted(stems(word)))
        self._database.executemany("INSERT INTO spelt VALUES (?, ?)", spelt)
        self._database.commit()
        self._database.close()
        self._gathered.unlink()


def entity_rows(graph: GraphContents) -> list[Row]:
    """What one graph names and says, as rows for :meth:`SearchWriter.add_rows`."""
    stated = _stated(graph)
    shown = [_row(iri, graph, stated.get(iri, [])) for iri in graph.subjects() if _is_shown(iri, graph)]
    return shown + [row for iri in graph.subjects() for row in _names(iri, graph)]


def _called(row: Row) -> Iterator[str]:
    """What one row says its entity is called: name, aliases, identifiers, and the name without years or what is in brackets.

    What is in brackets is a name of its own where it begins as names do: "(GDPR)", and not "(children)".
    """
    _, kind, part, name, aliases, identifiers, _ = row
    if part == PART and kind != "question":
        return
    first = aliases.partition("\n")[0]
    title = name.removeprefix(f"{first}: ") if first else name
    yield from (*aliases.split("\n"), *identifiers.split("\n"), title)
    yield from re.findall(r"\(((?![a-z])[^()]{3,})\)", title)
    bare = re.sub(r"\s*\([^()]*\)|,? (of )?\d{4}$", "", title)
    yield bare if len(bare.split()) > 1 else ""


def _names(iri: str, graph: GraphContents) -> Iterator[Row]:
    """Further names of what another graph describes, and words that a search passes over, with the kind they are."""
    names = [*graph.all(iri, TRANSLATED), *graph.all(iri, HIDDEN)]
    kind = TIE if iri in TIES else iris.kind(iri)
    if names and kind in (TIE, *SEARCHED_KINDS):
        yield (iri, kind, NAMES, "", "\n".join(names), "", "")
    if passed := graph.all(iri, PASSES):
        yield (iri, PASSED_OVER, NAMES, "", "\n".join(passed), "", "")


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
    part, name = (WHOLE if own and not _is_answer(iri) else PART), own or ""
    if not name:
        name = " ".join(word for word in (_short(iri.rpartition("/")[0], graph), *(aliases or [iris.slug(iri)])) if word)
    elif aliases:
        name = f"{aliases[0]}: {name}"
    if iri.startswith(ABSENCES):
        name = f"Absence: {graph.one(iri, IN_SHORT)}"
    source, target = IDENTIFIERS
    identifiers = sorted(value for node in graph.all(iri, source) for value in graph.all(node, target))
    return (iri, iris.kind(iri) or "", part, name, "\n".join(aliases), "\n".join(identifiers), _joined(texts))


def _is_answer(iri: str) -> bool:
    return iris.kind(iri) == "question" and iri.removeprefix(iris.ID).count("/") > 1


def _short(iri: str, graph: GraphContents) -> str:
    return next(iter([*_aliases(iri, graph), *graph.all(iri, NAME)]), "")


def _joined(texts: Iterable[str]) -> str:
    return "\n".join(dict.fromkeys(texts))
