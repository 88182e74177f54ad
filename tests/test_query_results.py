"""Results of a query: every format of every kind of answer, and a clear refusal of the others."""

from __future__ import annotations

import csv
import json
from xml.etree import ElementTree

import pytest
from pyoxigraph import RdfFormat, parse

from kb.asking.formats import formats_of
from kb.asking.rows import QueryResult
from kb.asking.sandbox import run_query
from kb.errors import UsageError
from kb.release.release import Release
from kb.running.writing import GRAPH_FORMATS

PLACE = "https://w3id.org/policykb/id/jurisdiction/xa"
ROWS = 'SELECT ?s ?label { VALUES (?s ?label) { (<http://e/a> "x|y, \\"z\\"") (<http://e/b> UNDEF) } }'
GRAPH = 'CONSTRUCT { <http://e/a> <http://e/b> "x" } {}'


def ask(release: Release, text: str) -> QueryResult:
    return QueryResult(run_query(release, text))


def test_select_in_every_row_format(mini_release: Release):
    result = ask(mini_release, ROWS)
    rows = list(csv.reader(result.write("csv").decode().splitlines()))
    assert rows == [["s", "label"], ["http://e/a", 'x|y, "z"'], ["http://e/b", ""]]
    assert result.write("tsv").decode().splitlines() == ["?s\t?label", '<http://e/a>\t"x|y, \\"z\\""', "<http://e/b>\t"]
    bindings = json.loads(result.write("json"))["results"]["bindings"]
    assert [sorted(binding) for binding in bindings] == [["label", "s"], ["s"]]
    assert len(ElementTree.fromstring(result.write("xml")).findall(".//{*}result")) == 2
    assert result.write("md").decode().splitlines()[1:3] == ["|:--|:--|", '| http&#58;//e/a | x\\|y, "z" |']


@pytest.mark.parametrize("truth", ["true", "false"])
def test_ask_in_every_row_format(truth: str, mini_release: Release):
    result = ask(mini_release, f"ASK {{ FILTER({truth}) }}")
    assert list(result) == [{"answer": truth}]
    assert json.loads(result.write("json"))["boolean"] is (truth == "true")
    assert all(truth.encode() in result.write(name) for name in formats_of("boolean"))


@pytest.mark.parametrize("name", GRAPH_FORMATS)
def test_construct_in_every_graph_format(name: str, mini_release: Release):
    written = ask(mini_release, GRAPH).write(name)
    triples = [quad.triple for quad in parse(written, format=GRAPH_FORMATS[name])]
    expected = [quad.triple for quad in parse('<http://e/a> <http://e/b> "x" .', format=RdfFormat.N_TRIPLES)]
    assert triples == expected


def test_describe_answers_a_graph(mini_release: Release):
    assert any(row["subject"] == PLACE for row in ask(mini_release, f"DESCRIBE <{PLACE}>"))


@pytest.mark.parametrize("name", [*GRAPH_FORMATS, "docx", ""])
def test_row_answers_have_no_graph_format(name: str, mini_release: Release):
    for text in (ROWS, "ASK {}"):
        with pytest.raises(UsageError, match=r"answer has no format .*known: csv, tsv, json, xml, md"):
            ask(mini_release, text).write(name)


@pytest.mark.parametrize("name", formats_of("rows"))
def test_graph_answers_have_no_row_format(name: str, mini_release: Release):
    with pytest.raises(UsageError, match=r"a graph answer has no format .*known: ttl, nt, nq, trig, rdf, jsonld"):
        ask(mini_release, GRAPH).write(name)
