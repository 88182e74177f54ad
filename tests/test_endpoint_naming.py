"""How queries are kept to one release, and how its name is taken out of answers."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import RdfFormat, Store

from kb.endpoint.naming import WithoutRelease, asked_of_all, in_release, kept_to_release, names_graphs
from kb.errors import QueryError

ID = "cfb48c8f3b281dfc"
GRAPH = "https://w3id.org/policykb/graph/"
HELD = f"https://w3id.org/policykb/release/{ID}/graph/"
OTHER = "https://w3id.org/policykb/release/0123456789abcdef/graph/"
DATA = f"""
<http://x/a> <http://x/p> "1" <{HELD}one> .
<http://x/a> <http://x/q> "2" <{HELD}two> .
<http://x/a> <http://x/p> "other" <{OTHER}one> .
<http://x/a> <http://x/p> "none" <http://x/elsewhere> .
<http://x/a> <http://x/p> "1" <https://w3id.org/policykb/release/{ID}> .
<http://x/a> <http://x/q> "2" <https://w3id.org/policykb/release/{ID}> .
"""


@pytest.fixture(scope="module")
def store() -> Store:
    found = Store()
    found.load(DATA.encode(), format=RdfFormat.N_QUADS)
    return found


def rows(store: Store, query: str) -> list[str]:
    return sorted(row["v"].value for row in store.query(query))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("SELECT ?v { GRAPH ?g { ?s <http://x/p> ?v } }", ["1"]),
        ("SELECT ?v { graph $g { ?s <http://x/p> ?v } }", ["1"]),
        ("SELECT ?v { GRAPH ?g { ?s ?p ?v } # GRAPH ?h { }\n }", ["1", "2"]),
        ("SELECT ?v { GRAPH ?g { ?s <http://x/p> ?w } GRAPH ?h { ?s <http://x/q> ?v } }", ["2"]),
        ("SELECT ?v { { GRAPH ?g { ?s <http://x/p> ?v } } UNION { GRAPH ?g { ?s <http://x/q> ?v } } }", ["1", "2"]),
        ("SELECT ?v { GRAPH ?g { ?s <http://x/q> ?v FILTER NOT EXISTS { ?s <http://x/p> ?w } } }", ["2"]),
        ("SELECT ?v { BIND('}' AS ?v) GRAPH ?g { ?s <http://x/p> ?o . { ?s ?p '1' } } }", ["}"]),
        (f"SELECT ?v {{ GRAPH <{GRAPH}one> {{ ?s <http://x/p> ?v }} }}", ["1"]),
        (f"PREFIX g: <{GRAPH}> SELECT ?v {{ VALUES ?g {{ g:one }} GRAPH ?g {{ ?s <http://x/p> ?v }} }}", ["1"]),
    ],
)
def test_a_query_finds_graphs_of_its_release_only(store, query, found):
    assert rows(store, kept_to_release(query, ID)) == found


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("SELECT ?v { ?s <http://x/p> ?w ; <http://x/q> ?v . GRAPH ?g { ?s <http://x/q> ?v } }", ["2"]),
        ("SELECT ?v WHERE { ?s ?p ?v . GRAPH ?g { ?s ?p ?v } } ORDER BY ?v", ["1", "2"]),
        ("SELECT ?v { ?s <http://x/p> ?v GRAPH ?g { ?s ?p ?v } FILTER EXISTS { ?s <http://x/q> ?z } }", ["1"]),
        ("SELECT ?v { { SELECT ?s { ?s <http://x/q> ?z } } GRAPH ?g { ?s <http://x/p> ?v } } VALUES ?v { '1' }", ["1"]),
    ],
)
def test_patterns_without_a_graph_are_asked_of_the_whole_release(store, query, found):
    assert names_graphs(query)
    assert rows(store, asked_of_all(kept_to_release(query, ID), ID)) == found


@pytest.mark.parametrize(
    "query",
    [
        "ASK { GRAPH <http://x/elsewhere> { ?s ?p ?o } }",
        "PREFIX r: <https://w3id.org/policykb/> ASK { GRAPH r:releases { ?s ?p ?o } }",
        "ASK { ?s ?p trueGRAPH ?g { ?a ?b ?c } }",
        "ASK { ?s ?p ?n FILTER(1<2)GRAPH?g#>\n{ ?a ?b ?c } }",
        "BASE <https://w3id.org/policykb/> ASK { GRAPH ?g { ?s ?p ?o } }",
    ],
)
def test_what_another_graph_could_hide_behind_is_refused(query):
    with pytest.raises(QueryError):
        kept_to_release(query, ID)


def test_names_with_escapes_are_translated():
    query = "PREFIX r: <https://w3id.org/policykb/> ASK { GRAPH r:graph\\/one { ?s ?p ?o } }"
    assert f"<{HELD}one>" in kept_to_release(query, ID)


def test_what_would_be_asked_of_another_graph_is_refused():
    with pytest.raises(QueryError, match="only inside WHERE"):
        asked_of_all("SELECT (EXISTS { ?s ?p ?o } AS ?v) { GRAPH ?g { ?s ?p ?o } }", ID)


def test_a_template_is_no_pattern(store):
    query = "CONSTRUCT { ?s <http://x/made> ?v } WHERE { ?s <http://x/p> ?v . GRAPH ?g { ?s ?q '2' } }"
    assert [str(triple.object) for triple in store.query(asked_of_all(kept_to_release(query, ID), ID))] == ['"1"']


def test_a_word_in_a_text_names_no_graph():
    assert not names_graphs("SELECT ?v { ?s ?p 'GRAPH ?g { }' } # GRAPH")


PARTS = [f"<{HELD}a.yaml>", "text", " ", f"<{OTHER}a>", "policykb/release/"]


@given(st.lists(st.sampled_from(PARTS)), st.integers(1, 40), st.integers(1, 70))
def test_an_answer_loses_the_name_of_its_release_whatever_pieces_it_comes_in(parts, given_at_once, asked_at_once):
    class Pieces(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            return super().read(given_at_once)

    answer = "".join(parts)
    reader = WithoutRelease(Pieces(answer.encode()), ID)
    found = b"".join(iter(lambda: reader.read(asked_at_once), b"")).decode()
    assert found == answer.replace(HELD, GRAPH) and in_release(found, ID) == answer.replace(GRAPH, HELD)
    escaped = WithoutRelease(io.BytesIO(answer.replace("/", "\\/").encode()), ID).read().decode()
    assert f"release\\/{ID}" not in escaped
