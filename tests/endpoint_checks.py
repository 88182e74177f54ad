"""What every engine must do alike: the same comparisons, explanations, texts and queries as the store on disk."""

from __future__ import annotations

import json
import shutil
from operator import attrgetter
from pathlib import Path

import pytest

from kb.asking.rows import QueryResult
from kb.asking.sandbox import Limits, run_query
from kb.base import KnowledgeBase
from kb.building.build import build
from kb.cells.coverage import coverage
from kb.endpoint.address import endpoint_at
from kb.endpoint.publishing import Published, publish
from kb.errors import LimitError, QueryError, UnavailableError
from kb.graph.entity_view import write_rdf
from kb.graph.statements import statements_of
from kb.opening.current import open_release
from kb.release.graph_reader import GraphReader
from kb.release.release import Release
from kb.searching.search import search
from kb.sparql.stored import StoredQuery, library_queries
from kb.tables import table_bytes
from tests.patience import PATIENCE

POINTS = (("2024-01-01", None), ("2025-09-15", "tiktok"), ("2026-06-01", "tiktok"))
KNOWN_ON = "2026-11-24"
PLACES = ("us", "eu", "sg")
PATIENT = Limits(seconds=PATIENCE)
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
# queries in which the standard leaves open what an engine answers: the order within GROUP_CONCAT, or of nothing
LEFT_OPEN = (
    "absences", "cases-of-organisation", "fines-by-authority", "ownership-chain", "what-applies-when", "files-that-mention",
)  # fmt: skip
WITH_ENDLESS_PATHS = ("owners-of-platform", "ownership-chain", "ownership-network")
BY_IRI = attrgetter("iri")


def loaded(release: Release, address: str, **options: object) -> Published:
    """Publish a release, two kept, without progress."""
    asked = {"keep": 2, "is_loaded": False, "progress": lambda *_: None} | options
    return publish(release, endpoint_at(address), **asked)


def check_tables(there: Release, here: Release) -> None:
    """Whole tables are equal to the last byte on three days, with the sources and the order of the notes."""
    for as_of, platform in POINTS:
        asked = {"as_of": as_of, "known_on": KNOWN_ON, "platform": platform}
        tables = [KnowledgeBase(one).compare(PLACES, **asked).comparison for one in (there, here)]
        written = [table_bytes(table, "json") for table in tables]
        assert written[0] == written[1] and len(json.loads(written[0])["cells"]) == len(PLACES) * len(tables[0].questions) > 100


def check_cells_of_large_bases(there: Release, here: Release) -> None:
    """Where a base is too large to be kept, the engine picks the claims of each cell and of each row by their days itself."""
    graph, index = GraphReader(there), here.reader
    for question in list(index.questions())[::8]:
        for as_of, _ in POINTS:
            of_cells = [claim for place in PLACES for claim in index.claims(question, as_of, KNOWN_ON, [place])]
            assert sorted(graph.claims(question, as_of, KNOWN_ON, PLACES), key=BY_IRI) == sorted(of_cells, key=BY_IRI)
            assert graph.claims(question, as_of, KNOWN_ON) == index.claims(question, as_of, KNOWN_ON)


def check_explanations(there: Release, here: Release) -> None:
    """Explanations, regimes, lives of cells and changes say the same."""
    found = []
    for base in map(KnowledgeBase, (there, here)):
        explained = base.explain("sg", "data-localization-requirement", as_of="2025-10-15", known_on=KNOWN_ON)
        regime = base.regime("us", platform="tiktok", as_of="2025-03-01", known_on=KNOWN_ON)
        life = base.timeline("us", "forced-divestiture", platform="tiktok", known_on=KNOWN_ON)
        changed = base.changes(["us", "sg"], f"2024-01-01,{KNOWN_ON}", f"2026-06-01,{KNOWN_ON}").changes
        found.append((explained.cell, regime, life, changed))
    assert found[0] == found[1] and found[0][0].disputed


def check_texts(there: Release, here: Release) -> None:
    """Statements of the article, entities as RDF, coverage and search say the same."""
    article = "us-china-tiktok-near-agreement"
    assert statements_of(there, article) == statements_of(here, article)
    assert write_rdf(there, "instrument/us/pafaca", "ttl") == write_rdf(here, "instrument/us/pafaca", "ttl")
    days = {"as_of": KNOWN_ON, "known_on": KNOWN_ON}
    assert coverage(there, PLACES, **days) == coverage(here, PLACES, **days)
    for words in ("Pub. L. 118-50", "32022R2065", "digitl servces act"):
        found = [[(hit.key, hit.label) for hit in search(one, words)] for one in (there, here)]
        assert sorted(found[0]) == sorted(found[1]) and found[0][0] == found[1][0]
    assert there.facts == here.facts and len(there.facts) > 200


def _rows(release: Release, query: StoredQuery) -> list[dict[str, str | None]]:
    return list(QueryResult(run_query(release, query.text, dict(query.examples), PATIENT)))


def check_library(there: Release, here: Release, refused: tuple[str, ...] = ()) -> None:
    """Every query of the library finds the same rows but for those that are refused; where it names an order, in that order."""
    for query in library_queries():
        if query.name in refused:
            with pytest.raises(QueryError, match="leaves out rows of a path of any length, such as"):
                _rows(there, query)
            continue
        rows = [_rows(one, query) for one in (there, here)]
        if query.name in LEFT_OPEN:
            assert len(rows[0]) == len(rows[1]), query.name
        elif "GROUP_CONCAT" in query.text:  # in which order the parts stand is left to the engine
            assert sorted(map(parts_of, rows[0])) == sorted(map(parts_of, rows[1])), query.name
        else:
            assert sorted(map(str, rows[0])) == sorted(map(str, rows[1])), query.name


def parts_of(row: dict[str, str | None]) -> str:
    """A row with the parts of each value in one order."""
    return str({name: sorted((value or "").replace(",", " ").replace(";", " ").split()) for name, value in row.items()})


def check_users(there: Release, here: Release) -> None:
    """Queries of people: graphs have the names of the base, FROM means its graphs, mistakes and limits are told."""
    named = "SELECT DISTINCT ?g { GRAPH ?g { <https://w3id.org/policykb/id/platform/tiktok> ?p ?o } } ORDER BY ?g"
    label = "<http://www.w3.org/2000/01/rdf-schema#label>"
    both = f"SELECT ?name ?g {{ ?x a ?c ; {label} ?name . GRAPH ?g {{ ?x a ?c }} }}"
    graph = "https://w3id.org/policykb/graph/facts/platforms.yaml"
    asked = (
        named,
        both,
        f"SELECT (COUNT(*) AS ?n) FROM <{graph}> {{ ?s ?p ?o }}",
        f"SELECT (COUNT(*) AS ?n) FROM NAMED <{graph}> {{ GRAPH ?g {{ ?s ?p ?o }} }}",
        f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}",
        "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
        "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }",
        "ASK { ?s a <https://w3id.org/policykb/ontology#Platform> }",
        "ASK { ?s a <https://w3id.org/policykb/ontology#Nothing> }",
    )
    for text in asked:
        rows = [list(QueryResult(run_query(one, text, limits=PATIENT))) for one in (there, here)]
        assert sorted(map(str, rows[0])) == sorted(map(str, rows[1])) and rows[0], text
    made = "CONSTRUCT { ?s a ?c } WHERE { ?s a <https://w3id.org/policykb/ontology#Platform> , ?c }"
    triples = [sorted(run_query(one, made, limits=PATIENT).body.splitlines()) for one in (there, here)]
    assert triples[0] == triples[1] and triples[0]
    check_refusals(there)


def edited(facts: Path, folder: Path) -> Release:
    """A release of facts in which one name was changed."""
    shutil.copytree(facts, folder / "facts")
    register = folder / "facts" / "jurisdictions.yaml"
    text = register.read_text(encoding="utf-8")
    register.write_text(text.replace("name: ", "name: New ", 1), encoding="utf-8")
    build(folder / "facts", folder / "home")
    return open_release(folder / "home")


def check_refusals(there: Release) -> None:
    """What is wrong with a query is said as it is for the store on disk."""
    with pytest.raises(QueryError, match="no such graph"):
        run_query(there, "SELECT * FROM <http://x/y> { ?s ?p ?o }")
    with pytest.raises(QueryError, match="refuses the query"):
        run_query(there, "SELECT * { ?s ?p }")
    with pytest.raises(QueryError, match="SERVICE is not allowed"):
        run_query(there, "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }")
    with pytest.raises(LimitError, match="more rows than the limit of 5"):
        run_query(there, "SELECT * { ?s ?p ?o }", limits=Limits(seconds=PATIENCE, rows=5))
    cut = run_query(there, "SELECT ?s { ?s ?p ?o }", limits=Limits(seconds=PATIENCE, rows=5), may_cut=True)
    assert cut.told.is_cut and cut.body.count(b"\n") == 6


def check_switch(older: Release, newer: Release, address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A release becomes current at once; who reads the older one goes on; what is withdrawn is an error, not an empty table."""
    monkeypatch.setenv("KB_ENDPOINT", address)
    loaded(older, address)
    reading = open_release()
    before = reading.reader.jurisdictions()
    loaded(newer, address)
    assert open_release().id == newer.id and reading.id == older.id
    assert list(reading.rows("jurisdictions")) and before == older.reader.jurisdictions()
    done = loaded(newer, address, keep=1)
    assert done.withdrawn == (older.id,)
    with pytest.raises(UnavailableError, match="was withdrawn"):
        list(reading.rows("jurisdictions"))


SAME = (check_tables, check_cells_of_large_bases, check_explanations, check_texts, check_library, check_users)
