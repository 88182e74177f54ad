"""The endpoint: the W3C's SPARQL 1.1 Protocol tests that apply to a service that only reads, and clients people use."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, parse
from starlette.applications import Starlette
from starlette.testclient import TestClient

from kb.release.release import Release
from kb.running import jobs
from kb.running.budgets import LEAST_COST, ClientBudgets
from kb.server import sparql_routes
from kb.server.negotiation import FOR_KIND, choose
from kb.server.routes import ROUTES
from kb.server.serving import make_app
from tests.patience import PATIENCE, until

ROOT = Path(__file__).resolve().parent.parent
W3C = "http://kasei.us/2009/09/sparql/data/data{}.rdf"
FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-query"
TABULAR = {"application/sparql-results+json", "application/sparql-results+xml", "text/csv", "text/tab-separated-values"}
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


@pytest.fixture
def client(mini_home: Path, monkeypatch: pytest.MonkeyPatch) -> TestClient:
    monkeypatch.setenv("KB_HOME", str(mini_home))
    monkeypatch.setattr(jobs, "shared_budgets", lambda: ClientBudgets(10_000))
    return TestClient(Starlette(routes=ROUTES))


@pytest.fixture
def w3c(client: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> TestClient:
    """The endpoint over the graphs that the W3C's tests ask of."""
    store = Store(str(tmp_path / "store"))
    for number in range(4):
        graph = NamedNode(W3C.format(number))
        store.add_graph(graph)
        if number:
            store.add(
                Quad(graph, NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"), NamedNode("http://e/Data"), graph)
            )
            store.add(Quad(graph, NamedNode("http://e/n"), Literal(number), graph))
    store.flush()
    del store
    release = Release(tmp_path, {"id": "w3c", "quads": 6, "facts": {}})
    monkeypatch.setattr(sparql_routes, "current_release", lambda: release)
    return client


def graphs(**numbers: tuple[int, ...]) -> list[tuple[str, str]]:
    return [(f"{kind}-graph-uri", W3C.format(number)) for kind, given in numbers.items() for number in given]


def direct(client: TestClient, query: str, parameters: list[tuple[str, str]] = (), **headers: str):
    address = f"/sparql/?{urlencode(parameters)}" if parameters else "/sparql/"
    return client.post(address, content=query.encode(), headers={"content-type": DIRECT} | headers)


def test_w3c_query_post_form(w3c: TestClient):
    answer = w3c.post(f"/sparql/?{urlencode(graphs(default=(0,)))}", content="query=ASK%20%7B%7D", headers={"content-type": FORM})
    assert answer.status_code == 200 and answer.json()["boolean"] is True


def both(*numbers: int) -> str:
    return " ".join(f"<{W3C.format(number)}> a ?type{number} ." for number in numbers)


def test_w3c_query_dataset_default_graphs_get(w3c: TestClient):
    asked = [("query", f"ASK {{ {both(1, 2)} }}"), *graphs(default=(1, 2))]
    assert w3c.get(f"/sparql/?{urlencode(asked)}").json()["boolean"] is True


def test_w3c_query_dataset_default_graphs_post(w3c: TestClient):
    assert direct(w3c, f"ASK {{ {both(1, 2)} }}", graphs(default=(1, 2))).json()["boolean"] is True
    assert direct(w3c, f"ASK {{ {both(1, 2)} }}", graphs(default=(1,))).json()["boolean"] is False


NAMED = f"ASK {{ GRAPH ?g1 {{ <{W3C.format(1)}> a ?type }} GRAPH ?g2 {{ <{W3C.format(2)}> a ?type }} }}"


def test_w3c_query_dataset_named_graphs_post(w3c: TestClient):
    assert direct(w3c, NAMED, graphs(named=(1, 2))).json()["boolean"] is True
    assert direct(w3c, NAMED, graphs(named=(1,))).json()["boolean"] is False


def test_w3c_query_dataset_named_graphs_get(w3c: TestClient):
    assert w3c.get(f"/sparql/?{urlencode([('query', NAMED), *graphs(named=(1, 2))])}").json()["boolean"] is True


def test_w3c_query_dataset_full(w3c: TestClient):
    query = (
        f"ASK {{ <{W3C.format(3)}> a ?type GRAPH ?g1 {{ <{W3C.format(1)}> a ?type }} GRAPH ?g2 {{ <{W3C.format(2)}> a ?type }} }}"
    )
    assert direct(w3c, query, graphs(default=(3,), named=(1, 2))).json()["boolean"] is True


def test_w3c_query_multiple_dataset(w3c: TestClient):
    query = NAMED.replace("ASK", f"ASK FROM <{W3C.format(3)}>")
    assert direct(w3c, query, graphs(named=(1, 2))).json()["boolean"] is True


def test_w3c_query_get(w3c: TestClient):
    answer = w3c.get(f"/sparql/?query=ASK%20%7B%7D&default-graph-uri={quote(W3C.format(0), safe='')}")
    assert answer.status_code == 200 and answer.json()["boolean"] is True


def test_w3c_query_content_type_select(w3c: TestClient):
    answer = direct(w3c, "SELECT (1 AS ?value) {}", graphs(default=(0,)))
    assert answer.status_code == 200 and answer.headers["content-type"].partition(";")[0] in TABULAR


def test_w3c_query_content_type_ask(w3c: TestClient):
    answer = direct(w3c, "ASK {}", graphs(default=(0,)))
    assert answer.headers["content-type"] in ("application/sparql-results+json", "application/sparql-results+xml")


@pytest.mark.parametrize("query", ["DESCRIBE <http://example.org/>", "CONSTRUCT { <s> <p> 1 } WHERE {}"])
def test_w3c_query_content_type_describe_and_construct(query: str, w3c: TestClient):
    answer = direct(w3c, f"BASE <http://e/> {query}", graphs(default=(0,)))
    assert answer.status_code == 200 and answer.headers["content-type"].startswith("text/turtle")


def test_w3c_query_post_direct(w3c: TestClient):
    assert direct(w3c, "ASK {}").json()["boolean"] is True


def test_w3c_bad_query_method(w3c: TestClient):
    assert w3c.put("/sparql/?query=ASK%20%7B%7D").status_code == 405


def test_w3c_bad_multiple_queries(w3c: TestClient):
    assert w3c.get("/sparql/?query=ASK%20%7B%7D&query=SELECT%20%2A%20%7B%7D").status_code == 400


def test_w3c_bad_query_wrong_media_type(w3c: TestClient):
    assert w3c.post("/sparql/", content="ASK {}", headers={"content-type": "text/plain"}).status_code == 415


def test_w3c_bad_query_missing_form_type(w3c: TestClient):
    assert w3c.post("/sparql/", content=b"query=ASK%20%7B%7D").status_code == 415


def test_w3c_bad_query_missing_direct_type(w3c: TestClient):
    assert w3c.post("/sparql/", content=b"ASK {}").status_code == 415


def test_w3c_bad_query_non_utf8(w3c: TestClient):
    headers = {"content-type": f"{DIRECT}; charset=UTF-16"}
    assert w3c.post("/sparql/", content="ASK {}".encode("utf-16"), headers=headers).status_code == 400


def test_w3c_bad_query_syntax(w3c: TestClient):
    assert w3c.get("/sparql/?query=ASK%20%7B").status_code == 400


@pytest.mark.parametrize(
    ("media", "body"),
    [
        (FORM, "update=CLEAR%20ALL"),
        ("application/sparql-update", "CLEAR ALL"),
        (DIRECT, "CLEAR ALL"),
        (FORM, "query=CLEAR%20ALL"),
    ],
)
def test_updates_are_refused_in_every_form(media: str, body: str, w3c: TestClient):
    answer = w3c.post("/sparql/", content=body, headers={"content-type": media})
    assert answer.status_code in (400, 403) and ("only read" in answer.json()["message"])
    assert w3c.get("/sparql/?update=CLEAR%20ALL").status_code == 400


# what is ours


@pytest.mark.parametrize(
    ("query", "accept", "media"),
    [
        ("SELECT ?s { ?s a ?t } LIMIT 1", "text/csv", "text/csv; charset=utf-8"),
        (
            "SELECT ?s { ?s a ?t } LIMIT 1",
            "application/sparql-results+xml;q=0.9, text/csv;q=0.1",
            "application/sparql-results+xml",
        ),
        ("SELECT ?s { ?s a ?t } LIMIT 1", "text/html,application/xhtml+xml,*/*;q=0.8", "application/sparql-results+json"),
        ("SELECT ?s { ?s a ?t } LIMIT 1", "application/json", "application/sparql-results+json"),
        ("ASK {}", "text/*", "text/csv; charset=utf-8"),
        ("CONSTRUCT { ?s a ?t } WHERE { ?s a ?t } LIMIT 1", "application/ld+json", "application/ld+json"),
        ("CONSTRUCT { ?s a ?t } WHERE { ?s a ?t } LIMIT 1", "application/rdf+xml, text/turtle;q=0.5", "application/rdf+xml"),
        ("CONSTRUCT { ?s a ?t } WHERE { ?s a ?t } LIMIT 1", "text/plain", "application/n-triples"),
    ],
)
def test_the_format_is_negotiated(query: str, accept: str, media: str, client: TestClient):
    answer = client.get("/sparql", params={"query": query}, headers={"accept": accept})
    assert answer.status_code == 200 and answer.headers["content-type"] == media and answer.content


def test_a_format_that_cannot_hold_the_answer_is_406_with_what_can(client: TestClient):
    answer = client.get("/sparql", params={"query": "ASK {}"}, headers={"accept": "text/turtle"})
    assert answer.status_code == 406 and "application/sparql-results+json" in answer.json()["message"]


def test_the_format_may_stand_in_the_address(client: TestClient):
    assert client.get("/sparql", params={"query": "SELECT ?s { ?s a ?t } LIMIT 1", "format": "tsv"}).text.startswith("?s\n<http")
    assert client.get("/sparql", params={"query": "ASK {}", "format": "odd"}).json()["boolean"] is True


@pytest.mark.parametrize(
    ("setting", "value", "query", "status", "limit"),
    [
        ("KB_LIMIT_ROWS", "3", "SELECT * { ?s ?p ?o }", 413, "rows"),
        ("KB_LIMIT_ANSWER_MB", "1", "SELECT * { ?s ?p ?o . ?a ?b ?c } LIMIT 90000", 413, "bytes"),
        ("KB_LIMIT_SECONDS", "0.3", ENDLESS, 503, "seconds"),
        ("KB_LIMIT_MEMORY_MB", "32", "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?a ?d", 503, "memory"),
        ("KB_LIMIT_ROWS", "3", "ASK { FILTER" + "(" * 200 + "1" + ")" * 200 + " }", 413, "depth"),
        ("KB_LIMIT_ROWS", "3", "ASK {}" + " " * 120_000, 413, "length"),
    ],
)
def test_the_limit_that_was_hit_is_named(
    setting: str, value: str, query: str, status: int, limit: str, client: TestClient, monkeypatch: pytest.MonkeyPatch
):
    with monkeypatch.context() as limited:  # of the first query alone: a process that begins anew may take that much itself
        limited.setenv(setting, value)
        answer = direct(client, query)
    assert answer.status_code == status and answer.json()["error"] == "limit" and answer.json()["limit"] == limit
    assert (answer.headers.get("retry-after") is not None) == (status == 503)
    assert direct(client, "ASK {}").status_code == 200


def test_a_client_may_lower_the_time_limit_only(client: TestClient, monkeypatch: pytest.MonkeyPatch):
    assert direct(client, ENDLESS, [("timeout", "0.2")]).json()["message"].startswith("stopped after 0.2 seconds")
    monkeypatch.setenv("KB_LIMIT_SECONDS", "0.3")
    assert direct(client, ENDLESS, [("timeout", "999")]).json()["message"].startswith("stopped after 0.3 seconds")


def test_a_mistake_has_its_place(client: TestClient):
    answer = direct(client, "SELECT * {\n  ?s ?p ?o FILTR(1) }")
    assert answer.status_code == 400 and (answer.json()["line"], answer.json()["column"]) == (2, 20)
    service = direct(client, "ASK {\n SERVICE <http://e/> {} }")
    assert (service.json()["line"], service.json()["column"]) == (2, 2)


def test_a_body_that_is_too_long_is_413(client: TestClient):
    assert client.post("/sparql", content=b"x" * 500_000, headers={"content-type": DIRECT}).status_code == 413


def test_another_site_may_ask(client: TestClient):
    answer = client.options("/sparql", headers={"origin": "https://e.example", "access-control-request-method": "POST"})
    assert answer.status_code == 204 and answer.headers["access-control-allow-origin"] == "*"
    assert "POST" in answer.headers["access-control-allow-methods"]
    assert direct(client, "ASK {").headers["access-control-allow-origin"] == "*"


@pytest.mark.parametrize(
    ("accept", "rdf_format"), [("text/turtle", RdfFormat.TURTLE), ("application/rdf+xml", RdfFormat.RDF_XML)]
)
def test_the_service_describes_itself(accept: str, rdf_format: RdfFormat, client: TestClient, mini_release: Release):
    answer = client.get("/sparql", headers={"accept": accept})
    said = {
        (quad.predicate.value.rpartition("#")[2], getattr(quad.object, "value", ""))
        for quad in parse(answer.content, format=rdf_format)
    }
    assert ("feature", "http://www.w3.org/ns/sparql-service-description#UnionDefaultGraph") in said
    assert ("supportedLanguage", "http://www.w3.org/ns/sparql-service-description#SPARQL11Query") in said
    assert ("endpoint", "http://testserver/sparql") in said
    assert any(name == "name" and value.endswith("/graph/facts/jurisdictions.yaml") for name, value in said)


def test_a_browser_gets_a_page(client: TestClient):
    answer = client.get("/sparql", headers={"accept": "text/html,*/*;q=0.8"})
    assert answer.headers["content-type"].startswith("text/html") and '<form action="http://testserver/sparql"' in answer.text


def test_who_asks_too_much_waits(client: TestClient, monkeypatch: pytest.MonkeyPatch):
    budgets = ClientBudgets(3 * LEAST_COST, clock=lambda: 0.0)
    settle = budgets.settle
    monkeypatch.setattr(budgets, "settle", lambda client, seconds: settle(client, LEAST_COST))  # however slow this machine is
    monkeypatch.setattr(jobs, "shared_budgets", lambda: budgets)
    codes = [direct(client, "ASK {}").status_code for _ in range(6)]
    assert codes[:3] == [200, 200, 200] and 429 in codes
    refused = direct(client, "ASK {}")
    assert refused.json()["error"] == "rate" and int(refused.headers["retry-after"]) >= 1
    assert client.get("/sparql").status_code == 200


def test_an_account_fills_with_time_and_each_client_has_one():
    now = [0.0]
    budgets = ClientBudgets(60, clock=lambda: now[0])
    assert budgets.admit("a") == 0.0
    budgets.settle("a", 90)
    assert budgets.admit("a") > 29 and budgets.admit("b") == 0.0
    now[0] = 31.0
    assert budgets.admit("a") == 0.0


def test_nobody_asks_many_things_at_once():
    budgets = ClientBudgets(60)
    waits = [budgets.admit("a") for _ in range(20)]
    assert waits[:16] == [0.0] * 16 and waits[16:] == [1.0] * 4 and budgets.admit("b") == 0.0


def test_health_says_how_busy_it_is(client: TestClient):
    assert client.get("/healthz").json()["queries"]["at_once"] >= 1


@pytest.mark.parametrize(
    ("accept", "target"),
    [
        ("text/html", "/entity?e=platform/clip"),
        ("text/turtle", "/data/platform/clip.ttl"),
        ("application/ld+json", "/data/platform/clip.jsonld"),
    ],
)
def test_an_entity_leads_to_a_page_or_to_rdf(accept: str, target: str, client: TestClient):
    answer = client.get("/id/platform/clip", headers={"accept": accept}, follow_redirects=False)
    assert answer.status_code == 303 and answer.headers["location"] == target and answer.headers["vary"] == "Accept"


def test_the_data_of_an_entity_hold_its_parts(client: TestClient):
    quads = list(parse(client.get("/data/platform/clip.nq").content, format=RdfFormat.N_QUADS))
    subjects = {quad.subject.value for quad in quads}
    assert "https://w3id.org/policykb/id/platform/clip" in subjects and len(subjects) > 1
    page = client.get("/data/platform/clip.html")
    assert page.status_code == 200 and 'href="/data/platform/clip.ttl"' in page.text


@pytest.mark.parametrize(
    "path", ["/id/platform/none", "/id/", "/id/../etc/passwd", "/id/%00", "/id/a b<c>", "/data/platform/clip.exe", "/data/x"]
)
def test_what_does_not_exist_is_404(path: str, client: TestClient):
    assert client.get(path, follow_redirects=False).status_code == 404


def test_without_a_release_the_service_says_so(client: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("KB_HOME", str(tmp_path))
    answer = direct(client, "ASK {}")
    assert answer.status_code == 503 and "cannot be read" in answer.json()["message"] and str(tmp_path) not in answer.text
    assert client.get("/id/platform/clip").status_code == 503


def test_the_service_of_its_own_has_the_same_routes(mini_home: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("KB_HOME", str(mini_home))
    client = TestClient(make_app(), base_url="http://127.0.0.1")
    assert client.get("/healthz").status_code == 200
    assert client.get("/sparql", params={"query": "ASK {}"}).json()["boolean"] is True
    assert (
        client.get("/id/platform/clip", headers={"accept": "text/html"}, follow_redirects=False).headers["location"]
        == "/data/platform/clip.html"
    )
    assert "SPARQL endpoint" in client.get("/", headers={"accept": "text/html"}).text


@pytest.mark.parametrize("accept", ["", ";;;", "text/csv;q=x", "*/*;q=0", "a" * 5_000, "text/csv;q=2, */*;q=0.1"])
def test_an_odd_accept_header_breaks_nothing(accept: str):
    assert choose(accept, FOR_KIND["rows"]) in (*FOR_KIND["rows"], None)


# clients people use, against a process of its own, over loopback


@pytest.fixture(scope="module")
def endpoint(real_home: Path) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "kb", "serve", "--port", str(port), "--home", str(real_home)]
    environment = os.environ | {"KB_LIMIT_CLIENT_SECONDS": "600"}
    server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield _answering(f"http://127.0.0.1:{port}")
    finally:
        server.terminate()
        server.wait(PATIENCE)


def _answering(address: str) -> str:
    def is_up() -> bool:
        try:
            with urllib.request.urlopen(f"{address}/healthz", timeout=PATIENCE):
                return True
        except OSError:
            return False

    until(is_up, "the endpoint did not answer")
    return f"{address}/sparql"


PLATFORMS = """PREFIX pol: <https://w3id.org/policykb/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT DISTINCT ?p ?name WHERE {
  ?p a pol:Platform ; rdfs:label ?name ; pol:stake/pol:owner <https://w3id.org/policykb/id/organisation/bytedance>
} ORDER BY ?name"""
NAMES = ["CapCut", "Lemon8", "TikTok"]


def test_rdflibs_sparqlstore_works_unchanged(endpoint: str):
    from rdflib import Graph, URIRef
    from rdflib.plugins.stores.sparqlstore import SPARQLStore

    graph = Graph(SPARQLStore(endpoint))
    assert [str(row.name) for row in graph.query(PLATFORMS)] == NAMES
    tiktok = URIRef("https://w3id.org/policykb/id/platform/tiktok")
    assert len(list(graph.predicate_objects(tiktok))) > 5
    assert graph.query("ASK { ?s ?p ?o }").askAnswer is True
    built = graph.query("CONSTRUCT { ?s a ?t } WHERE { ?s a ?t } LIMIT 5").graph
    assert built is not None and len(built) == 5
    with_post = Graph(SPARQLStore(endpoint, method="POST"))
    assert [str(row.name) for row in with_post.query(PLATFORMS)] == NAMES


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_sparqlwrapper_works_unchanged(method: str, endpoint: str):
    from SPARQLWrapper import CSV, JSON, TURTLE, XML, SPARQLWrapper

    wrapper = SPARQLWrapper(endpoint)
    wrapper.setMethod(method)
    wrapper.setQuery(PLATFORMS)
    wrapper.setReturnFormat(JSON)
    assert [row["name"]["value"] for row in wrapper.query().convert()["results"]["bindings"]] == NAMES
    wrapper.setReturnFormat(XML)
    assert NAMES[0] in wrapper.query().convert().toxml()
    wrapper.setReturnFormat(CSV)
    assert wrapper.query().convert().decode().splitlines()[1].endswith(",CapCut")
    wrapper.setQuery("CONSTRUCT { ?s a ?t } WHERE { ?s a ?t } LIMIT 3")
    wrapper.setReturnFormat(TURTLE)
    assert len(list(parse(wrapper.query().convert(), format=RdfFormat.TURTLE))) == 3


@pytest.mark.skipif(not shutil.which("curl"), reason="no curl here")
def test_curl_works_unchanged(endpoint: str, tmp_path: Path):
    (tmp_path / "q.rq").write_text(PLATFORMS, encoding="utf-8")
    base = ["curl", "-sS", "--fail", endpoint]
    ways = [
        [*base, "--data-urlencode", f"query@{tmp_path / 'q.rq'}", "-H", "Accept: text/csv"],
        [*base, "-G", "--data-urlencode", f"query@{tmp_path / 'q.rq'}", "-H", "Accept: text/csv"],
        [*base, "--data-binary", f"@{tmp_path / 'q.rq'}", "-H", f"Content-Type: {DIRECT}", "-H", "Accept: text/csv"],
    ]
    for way in ways:
        done = subprocess.run(way, capture_output=True, text=True, check=True)
        assert [line.partition(",")[2] for line in done.stdout.splitlines()[1:]] == NAMES


def test_a_query_ends_when_nobody_waits_for_it(endpoint: str):
    health = endpoint.replace("/sparql", "/healthz")
    with socket.create_connection(("127.0.0.1", int(endpoint.split(":")[2].partition("/")[0]))) as connection:
        connection.sendall(f"GET /sparql?query={quote(ENDLESS)} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
        _until(health, 1)
    _until(health, 0)


def _until(health: str, running: int) -> None:
    def is_so() -> bool:
        with urllib.request.urlopen(health, timeout=PATIENCE) as answer:
            return bool(json.load(answer)["queries"]["running"] == running)

    until(is_so, f"never were {running} queries running")
