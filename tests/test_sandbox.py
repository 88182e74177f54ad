"""User-written SPARQL: what is refused and how it is said, and limits that hold."""

from __future__ import annotations

import socket
import sys
import threading
from collections.abc import Iterator

import pytest

from kb.asking import sandbox
from kb.asking.rows import QueryResult
from kb.asking.sandbox import Limits, run_query
from kb.errors import KnowledgeBaseError, LimitError, QueryError, UsageError
from kb.release.release import Release
from kb.running.no_network import refuse_network
from kb.sparql.check import check_query
from tests.listening import listening

CARTESIAN = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
COUNT = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"
NAME = "https://w3id.org/policykb/id/jurisdiction/xa"

# U stands for the address of the listener; P declares it as a prefix
SERVICES = {
    "plain": "SELECT * { SERVICE <U> { ?s ?p ?o } }",
    "lower-case": "select * { service <U> { ?s ?p ?o } }",
    "silent": "SELECT * { SERVICE SILENT <U> { ?s ?p ?o } }",
    "silent-without-space": "SELECT * { SERVICESILENT<U>{ ?s ?p ?o } }",
    "no-spaces": "SELECT*{SERVICE<U>{?s ?p ?o}}",
    "in-exists": "ASK { FILTER EXISTS { SERVICE <U> { ?s ?p ?o } } }",
    "in-construct": "CONSTRUCT { ?s ?p ?o } { SERVICE <U> { ?s ?p ?o } }",
    "comment-between": "SELECT * { SERVICE # <\n<U> { ?s ?p ?o } }",
    "prefixed": "PREFIX e: <U> SELECT * { SERVICE e:x { ?s ?p ?o } }",
    "empty-prefix-without-space": "PREFIX : <U> SELECT * { SERVICE:x{ ?s ?p ?o } }",
    "silent-prefix-without-space": "PREFIX e: <U> SELECT * { SERVICESILENTe:x{ ?s ?p ?o } }",
    "relative": "BASE <U> SELECT * { SERVICE <x> { ?s ?p ?o } }",
    "variable": "SELECT * { BIND(<U> AS ?u) LATERAL { SERVICE ?u { ?s ?p ?o } } }",
    "subquery": "SELECT * { { SELECT * { SERVICE <U> { ?s ?p ?o } } } }",
    "after-number": "SELECT * { ?s ?p 1e5SERVICE<U>{ ?a ?b ?c } }",
    "after-boolean": "SELECT * { ?s ?p trueSERVICE<U>{ ?a ?b ?c } }",
    "after-name-and-dot": "PREFIX e: <http://e/> SELECT * { OPTIONAL { ?s ?p e:.SERVICE<U>{ ?a ?b ?c } } }",
    "comparison-and-quote": "SELECT * { ?s ?p ?o FILTER('a'<'>')SERVICE<U>{ ?a ?b ?c }#'\n }",
    "comparison-and-comment": "SELECT * { ?s ?p ?o FILTER(1<2)FILTER(?o<?s||1=1)SERVICE#>\n<U>{ ?a ?b ?c } }",
    "comparison-of-a-name": "PREFIX b: <http://b/> SELECT * { ?s ?p ?o FILTER(?o<b:c||1=1)SERVICE#>\n<U>{ ?a ?b ?c } }",
    "escaped": "SELECT * { \\u0053ERVICE <U> { ?s ?p ?o } }",
}
HARMLESS = {
    "comment": "# SERVICE <http://e/>\nASK {} # SERVICE",
    "string": "ASK { FILTER(\"SERVICE\" != 'a SERVICE <http://e/> {}') }",
    "long-string": 'ASK { FILTER("""a "SERVICE" \n""" != \'\'\'SERVICE\'\'\') }',
    "escaped-quote": 'ASK { FILTER("\\" SERVICE \\u0022" != "") }',
    "iri": "ASK { FILTER(<http://e/SERVICE#SERVICE> != <urn:x:SERVICE>) }",
    "variable": "SELECT ?service $SERVICE { OPTIONAL { ?service a ?SERVICE } } LIMIT 1",
    "local-name": "PREFIX e: <http://e/> ASK { FILTER(e:SERVICE != e:a.service) }",
    "comparison": "ASK { VALUES (?a ?b ?c) { (1 2 3) } FILTER(?a<?b&&?c>?b) }",
}
UPDATES = [
    "INSERT DATA { <http://e/a> <http://e/b> 1 }",
    "DELETE WHERE { ?s ?p ?o }",
    "LOAD <file:///etc/passwd>",
    "CLEAR ALL",
    "DROP ALL",
    "SELECT * { ?s ?p ?o } ; DROP ALL",
    "CREATE GRAPH <http://e/>",
    "WITH <http://e/> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
]


@pytest.fixture(scope="module")
def listener() -> Iterator[tuple[str, list[float]]]:
    """Address of a listener on this machine, and the times at which anybody came."""
    with listening() as found:
        yield found


def ask(release: Release, text: str, limits: Limits | None = None, **parameters: str) -> QueryResult:
    return QueryResult(run_query(release, text, parameters, limits))


def count(release: Release) -> str | None:
    return next(iter(ask(release, COUNT)))["n"]


@pytest.mark.parametrize("spelling", SERVICES)
def test_service_is_refused(spelling: str, mini_release: Release, listener: tuple[str, list[float]]):
    address, hits = listener
    with pytest.raises(QueryError, match=r"SERVICE is not allowed|a backslash may stand only inside a string"):
        ask(mini_release, SERVICES[spelling].replace("<U>", f"<{address}>"))
    assert hits == []


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the kernel's filter is Linux")
@pytest.mark.parametrize("spelling", ["plain", "silent", "empty-prefix-without-space", "comparison-and-quote", "relative"])
def test_worker_has_no_network_even_without_the_check(
    spelling: str, mini_release: Release, listener: tuple[str, list[float]], monkeypatch: pytest.MonkeyPatch
):
    address, hits = listener
    monkeypatch.setattr(sandbox, "check_query", lambda text: "SELECT")
    try:
        ask(mini_release, SERVICES[spelling].replace("<U>", f"<{address}>"))
    except KnowledgeBaseError as error:
        assert "Permission denied" in str(error)
    assert hits == []


def test_network_filter_holds_in_its_thread_only():
    found: list[object] = []

    def attempt() -> None:
        found.append(refuse_network())
        try:
            socket.socket()
        except OSError as error:
            found.append(type(error))

    thread = threading.Thread(target=attempt)
    thread.start()
    thread.join()
    socket.socket().close()
    assert found in ([True, PermissionError], [False])


@pytest.mark.parametrize("name", HARMLESS)
def test_the_word_service_may_stand_where_it_commands_nothing(name: str, mini_release: Release):
    check_query(HARMLESS[name])
    assert list(ask(mini_release, HARMLESS[name]))


@pytest.mark.parametrize("text", UPDATES)
def test_updates_are_refused(text: str, mini_release: Release):
    before = count(mini_release)
    with pytest.raises(QueryError, match="is not allowed; queries here only read this release"):
        ask(mini_release, text)
    assert count(mini_release) == before


@pytest.mark.parametrize("pair", ["()", "{}", "[]"])
def test_deep_nesting_is_refused(pair: str, mini_release: Release):
    with pytest.raises(LimitError, match="line 1: nested deeper than 100 brackets"):
        ask(mini_release, "ASK { FILTER" + pair[0] * 2_200 + "1" + pair[1] * 2_200 + " }")


def test_a_hundred_brackets_deep_is_read_and_one_more_is_not(mini_release: Release):
    def nested(brackets: int) -> str:
        return "ASK { FILTER" + "(" * (brackets - 1) + "1" + ")" * (brackets - 1) + " }"

    assert ask(mini_release, nested(100)).kind == "boolean"
    with pytest.raises(LimitError, match="nested deeper than 100 brackets"):
        ask(mini_release, nested(101))


def test_nesting_hidden_from_the_check_ends_the_worker_only(mini_release: Release, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sandbox, "check_query", lambda text: "ASK")
    nested = "ASK { FILTER(" + "(" * 40_000 + "1" + ")" * 40_000 + ") }"
    try:
        assert ask(mini_release, nested, Limits(seconds=5)).kind == "boolean"
    except LimitError as error:
        assert "memory" in str(error) or "stopped after" in str(error)
    assert count(mini_release)


def test_long_query_is_refused(mini_release: Release):
    with pytest.raises(LimitError, match="the query has 200006 characters; the limit is 100000"):
        ask(mini_release, "ASK {}" + " " * 200_000)


def test_many_operators_are_refused(mini_release: Release):
    with pytest.raises(LimitError, match="operators; the limit is 5000"):
        ask(mini_release, "ASK { FILTER(1" + "+1" * 6_000 + ") }")


@pytest.mark.parametrize("text", ["", "   ", "# only a comment", "PREFIX e: <http://e/>"])
def test_no_query_is_said(text: str, mini_release: Release):
    with pytest.raises(QueryError, match="no query here; begin with one of SELECT"):
        ask(mini_release, text)


def test_syntax_error_names_line_and_column(mini_release: Release):
    with pytest.raises(QueryError, match=r"does not parse: error at 2:20: expected"):
        ask(mini_release, "SELECT * {\n  ?s ?p ?o FILTR(1) }")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (
            "SELECT * {\n  ?s a pol:Case }",
            "error at 2:8: the prefix pol: is not declared; begin the query with PREFIX pol: <https://w3id.org/policykb/ontology#>",
        ),
        (
            "SELECT * { _:b ?p ex:x }",
            "error at 1:19: the prefix ex: is not declared; begin the query with PREFIX ex: <its addr",
        ),
        ("SELECT * { ?s ?p ?o FILTR(1) }", "error at 1:29: expected something else, not '}'"),
        ("SELECT ?s { ?s ?p ?o } GROUP BY ?o", "SELECT has a variable that is neither in GROUP BY nor in an aggregate"),
        ("SELECT * { ?s <http://x y> ?o }", "this is no IRI"),
        ("SELECT * { ?s ?p ?o", " before the end"),
    ],
)
def test_a_syntax_error_is_told_in_a_line_without_what_a_parser_thinks(text: str, says: str, mini_release: Release):
    with pytest.raises(QueryError) as told:
        ask(mini_release, text)
    message = str(told.value)
    assert says in message and "\n" not in message and "\\u{" not in message and len(message) < 200 and told.value.line


@pytest.mark.parametrize("text", ["ASK { \0 }", "ASK { FILTER(\"\ud800\" = '') }"])
def test_text_that_is_no_text_is_refused(text: str, mini_release: Release):
    with pytest.raises(KnowledgeBaseError):
        ask(mini_release, text)


def test_endless_query_is_stopped_and_the_next_one_answers(mini_release: Release):
    with pytest.raises(LimitError, match=r"(?s)stopped after 2 seconds; .*\nKB_LIMIT_SECONDS raises"):
        ask(mini_release, CARTESIAN, Limits(seconds=2))
    assert count(mini_release)


def test_memory_limit_is_named(mini_release: Release):
    doubled = " ".join(f"BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1})" for n in range(34))
    with pytest.raises(LimitError, match=r"(?s)64 MB of memory.*\nKB_LIMIT_MEMORY_MB raises"):
        ask(mini_release, "SELECT (STRLEN(?x34) AS ?n) { BIND('abcdefgh' AS ?x0) " + doubled + " }", Limits(memory_mb=64))
    assert count(mini_release)


def test_row_limit_is_named(mini_release: Release):
    with pytest.raises(LimitError, match="more rows than the limit of 10; add a LIMIT\nKB_LIMIT_ROWS raises"):
        ask(mini_release, "SELECT * { ?s ?p ?o }", Limits(rows=10))
    assert len(list(ask(mini_release, "SELECT * { ?s ?p ?o } LIMIT 10", Limits(rows=10)))) == 10


def test_answer_size_limit_is_named(mini_release: Release):
    with pytest.raises(LimitError, match="the answer is larger than 1 MB; add a LIMIT"):
        ask(mini_release, "SELECT * { ?s ?p ?o . ?a ?b ?c } LIMIT 50000", Limits(answer_mb=1))


def test_limits_come_from_the_environment(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("KB_LIMIT_SECONDS", "1.5")
    monkeypatch.setenv("KB_LIMIT_ROWS", "7")
    monkeypatch.setenv("KB_LIMIT_MEMORY_MB", "99")
    assert Limits.from_environment() == Limits(seconds=1.5, rows=7, memory_mb=99)


@pytest.mark.parametrize("value", ["x", "", "nan", "inf", "-1", "0"])
def test_limits_that_are_none_are_refused(value: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("KB_LIMIT_SECONDS", value)
    with pytest.raises(UsageError, match="KB_LIMIT_"):
        Limits.from_environment()


@pytest.mark.parametrize("source", ["FROM <file:///etc/passwd>", "FROM NAMED <file:///etc/passwd>", "FROM <U>"])
def test_from_reads_nothing_from_outside(source: str, mini_release: Release, listener: tuple[str, list[float]]):
    address, hits = listener
    text = f"SELECT * {source.replace('<U>', f'<{address}>')} {{ {{ ?s ?p ?o }} UNION {{ GRAPH ?g {{ ?s ?p ?o }} }} }}"
    with pytest.raises(QueryError, match="this release has no such graph, and nothing outside it is read"):
        ask(mini_release, text)
    assert hits == []


def test_from_restricts_to_one_file(mini_release: Release):
    graph = "https://w3id.org/policykb/graph/facts/jurisdictions.yaml"
    text = "SELECT DISTINCT ?kind %s { ?s a ?kind }"
    assert len(list(ask(mini_release, text % f"FROM <{graph}>"))) < len(list(ask(mini_release, text % "")))
    assert {"s": NAME} in list(ask(mini_release, f"SELECT ?s FROM <{graph}> {{ ?s a ?kind }}"))


def test_parameters_are_bound_as_iris_and_strings(mini_release: Release):
    text = "SELECT ?name { ?place <http://www.w3.org/2004/02/skos/core#prefLabel> ?name }"
    by_iri = list(ask(mini_release, text.replace("<http://www.w3.org/2004/02/skos/core#prefLabel>", "?p"), place=NAME))
    assert {"name": "Examplia"} in by_iri
    by_text = list(ask(mini_release, "SELECT ?place { ?place ?p ?name }", name="Examplia"))
    assert {"place": NAME} in by_text


@pytest.mark.parametrize("value", ['" } SERVICE <http://e/> { #', "http://e/> } ; DROP ALL #", "a\\u0022 b", "'\"\\\n"])
def test_parameters_cannot_change_the_query(value: str, mini_release: Release):
    try:
        assert list(ask(mini_release, "SELECT ?s { ?s ?p ?name }", name=value)) == []
    except UsageError as error:
        assert "is not an IRI" in str(error)


def test_unknown_parameter_is_refused(mini_release: Release):
    with pytest.raises(UsageError, match=r"no variable \?nmae; its variables: name, p, s"):
        ask(mini_release, "SELECT ?s { ?s ?p ?name }", nmae="x")
