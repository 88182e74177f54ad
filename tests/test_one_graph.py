"""No triple stands in two named graphs: an engine that reads all graphs as one would count it twice."""

from collections import Counter

from kb.asking.rows import QueryResult
from kb.asking.sandbox import run_query


def test_no_triple_of_the_real_facts_stands_in_two_graphs(real_release):
    lines = (real_release.path / "data.nq").read_text(encoding="utf-8").splitlines()
    triples = Counter(line.removesuffix(" .").rpartition(" ")[0] for line in lines)
    assert [triple for triple, graphs in triples.items() if graphs > 1] == []


def test_a_number_that_many_files_answer_with_is_counted_once(real_release):
    text = """PREFIX pol: <https://w3id.org/policykb/ontology#>
    PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
    SELECT ?claim (COUNT(*) AS ?rows) WHERE {
      ?claim a pol:Claim ; pol:answer ?answer . ?answer a pol:Quantity ; rdfs:label ?name
    }
    GROUP BY ?claim HAVING (COUNT(*) > 1)"""
    assert list(QueryResult(run_query(real_release, text))) == []
