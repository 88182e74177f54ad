"""Paths of any length are found in a query, and arithmetic is not taken for one."""

from __future__ import annotations

import pytest

from kb.sparql.paths import path_of_any_length

PATHS = {
    "ASK { ?a ex:part* ?b }": "ex:part*",
    "ASK { ?a <http://x/part>+ ?b }": "<http://x/part>+",
    "ASK { ?a (^ex:part|ex:whole/ex:of)+ ?b }": "(^ex:part|ex:whole/ex:of)+",
    "ASK { ?a rdf:type/rdfs:subClassOf* ex:Thing }": "rdfs:subClassOf*",
    "ASK { ?a !(ex:p|^ex:q)* ?b }": "(ex:p|^ex:q)*",
    "ASK { ?a (ex:p/(ex:q|ex:r)?) * ?b }": "(ex:p/(ex:q|ex:r)?) *",
    "ASK { ?a a* ?b }": "a*",
    "ASK { FILTER EXISTS { ?a ex:part # so on\n * ?b } }": "ex:part # so on\n *",
}
NONE = (
    "SELECT * { ?a ?b ?c }",
    "SELECT (COUNT(*) AS ?n) { ?a ex:p ?c }",
    "SELECT (COUNT(DISTINCT *) * 2 AS ?n) { ?a ex:p ?c }",
    "SELECT ((?a + ?b) * 2 AS ?n) { ?a ex:p ?b }",
    "SELECT ((3 + 4) * 2 AS ?n) {}",
    'SELECT (xsd:integer("3") * 2 AS ?n) {}',
    "SELECT (ex:f(?a) + 1 AS ?n) {}",
    "ASK { ?a ex:p/ex:q? ?b }",
    'ASK { ?a ex:p "ex:q* or (ex:r|ex:s)+" } # ex:t*',
)


@pytest.mark.parametrize(("query", "path"), PATHS.items())
def test_a_path_of_any_length_is_found(query, path):
    assert path_of_any_length(query) == path


@pytest.mark.parametrize("query", NONE)
def test_what_only_looks_like_one_is_not(query):
    assert path_of_any_length(query) == ""
