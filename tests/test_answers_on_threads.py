"""What a query found may be read on one thread and forgotten on another: none of the engine's own objects goes with it."""

import gc
import io
import sys
import threading

import pytest
from pyoxigraph import Store

from kb.asking.formats import write_rows
from kb.asking.rows import QueryResult
from kb.asking.sandbox import run_query
from kb.endpoint.address import endpoint_at
from kb.endpoint.catalogue import rows_of
from kb.endpoint.store import EndpointStore
from kb.errors import UnavailableError, UsageError
from kb.graph.entity_view import write_rdf
from kb.sparql.answers import answers_stay_here
from tests.hostile_endpoint import RESULTS, endpoint, response, says

QUERY = "SELECT ?x { GRAPH ?g { ?x ?p ?o } }"


class FullError(Exception):
    """Nothing more can be written."""


class Full(io.BytesIO):
    """A file that takes nothing."""

    def write(self, _):
        raise FullError


@pytest.fixture
def complaints(monkeypatch):
    """What is said of objects that were dropped where they must not be."""
    said = []

    def hear(about):
        if "thread" in str(about.exc_value):
            said.append(str(about.exc_value))

    monkeypatch.setattr(sys, "unraisablehook", hear)
    return said


def dropped_here(make):
    """Make something on another thread, or fail there, and drop it on this one; (what it was, the error)."""
    kept = []

    def run():
        try:
            kept.append((make(), None))
        except Exception as error:
            kept.append((None, error))

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    kinds = tuple(type(one) for one in kept[0])
    kept.clear()
    gc.collect()
    return kinds


def begun(rows):
    """Rows of which one was read."""
    iterator = iter(rows)
    next(iterator)
    return iterator


def test_the_engine_complains_where_nothing_is_done(complaints):
    dropped_here(lambda: Store().query("SELECT * { ?a ?b ?c }"))
    assert len(complaints) == 1 and "dropped on another thread" in complaints[0]


def test_rows_of_a_release(complaints, mini_release):
    dropped_here(lambda: begun(mini_release.rows("jurisdictions")))
    assert complaints == []


def test_rows_of_a_result(complaints, mini_release):
    result = QueryResult(run_query(mini_release, "SELECT ?x { VALUES ?x { 1 2 3 } }"))
    dropped_here(lambda: begun(result))
    assert complaints == []


@pytest.mark.parametrize("format_name", ["md", "xlsx", "parquet"])
def test_a_file_that_cannot_be_written(complaints, format_name):
    wire = io.BytesIO(b"?x\n" + b"1\n" * 3)
    _, error = dropped_here(lambda: write_rows(wire, format_name, Full(), {}))
    assert error is not type(None) and complaints == []


def test_an_entity_that_is_not_there(complaints, mini_release):
    _, error = dropped_here(lambda: write_rdf(mini_release, "instrument/xa/none", "ttl"))
    assert error is UsageError and complaints == []


@pytest.mark.parametrize("answer", [response(RESULTS[:-20]), response(RESULTS, "X-SPARQL-MaxRows: 1")], ids=["broken", "cut"])
@pytest.mark.parametrize(
    "ask", [rows_of, lambda at, query: EndpointStore(at, "0123456789abcdef").query(query)], ids=["rows", "store"]
)
def test_an_answer_of_an_endpoint_that_is_none(complaints, answer, ask):
    with endpoint(says(answer)) as (address, _):
        _, error = dropped_here(lambda: ask(endpoint_at(address), QUERY))
    assert error is UnavailableError and complaints == []


def test_an_error_takes_no_answer_along_whatever_it_was_raised_from(complaints):
    @answers_stay_here
    def read(answer):
        row = iter(answer)
        try:
            raise KeyError(next(row, None))
        except KeyError:
            raise FullError from None

    _, error = dropped_here(lambda: read(Store().query("SELECT * { ?a ?b ?c }")))
    assert error is FullError and complaints == []
