"""Whatever an endpoint does, the client ends in time with a message that names it, and without its password."""

from __future__ import annotations

import json
import socket
import time

import pytest

from kb.asking.sandbox import run_query
from kb.endpoint.address import configured, endpoint_at
from kb.endpoint.catalogue import releases_held, rows_of
from kb.endpoint.http import Call, send
from kb.endpoint.opening import EndpointRelease
from kb.endpoint.store import EndpointStore
from kb.errors import KnowledgeBaseError, LimitError, UnavailableError, UsageError
from tests.hostile_endpoint import MOST_SECONDS, RESULTS, Behaviour, drips, endpoint, floods, hangs, in_turn, response, says

QUERY = "SELECT ?x { GRAPH ?g { ?x ?p ?o } }"
FAST = 1.0
WITHOUT_LENGTH = b"HTTP/1.1 200 OK\r\nContent-Type: application/sparql-results+json\r\nConnection: close\r\n\r\n" + RESULTS * 20


def ask(address: str, seconds: float = FAST) -> list[dict[str, str]]:
    return rows_of(endpoint_at(address), QUERY, seconds)


def failure(behaviour: Behaviour, seconds: float = FAST) -> KnowledgeBaseError:
    """The error with which asking ends; the password is in no part of it, the address is."""
    with endpoint(behaviour) as (address, _):
        started = time.monotonic()
        with pytest.raises(KnowledgeBaseError) as caught:
            ask(address.replace("//", "//kb:s3cret@"), seconds)
        assert time.monotonic() - started < seconds + MOST_SECONDS
        assert "s3cret" not in str(caught.value) and address in str(caught.value)
        return caught.value


def test_a_good_answer_is_read_and_the_credentials_go_in_a_header():
    with endpoint(says(response(RESULTS))) as (address, asked):
        assert ask(address.replace("//", "//kb:s3cret@")) == [{"x": "1"}]
    head = asked[0].partition(b"\r\n\r\n")[0]
    assert b"Authorization: Basic a2I6czNjcmV0" in head and b"s3cret" not in head
    assert head.startswith(b"POST /query HTTP/1.1")


@pytest.mark.parametrize(
    ("behaviour", "words"),
    [
        (hangs, "within 1 seconds"),
        (drips(response(RESULTS)), "within 1 seconds"),
        (drips(b"HTTP/1.1 200 OK\r\nX: " + b"y" * 2000), "within 1 seconds"),
        (drips(WITHOUT_LENGTH), "within 1 seconds"),
        (drips(WITHOUT_LENGTH.replace(b"HTTP/1.1", b"HTTP/1.0").replace(b"Connection: close\r\n", b"")), "within 1 seconds"),
        (says(response(RESULTS, length=len(RESULTS) + 10)), "broke off"),
        (says(response(RESULTS[:-20])), "cannot be read to its end"),
        (says(response(RESULTS[:-3] + b"\nquery timed out")), "cannot be read to its end"),
        (says(response(b"<html>welcome</html>", media="text/html")), "answered with text/html"),
        (says(response(b"<html>welcome</html>")), "cannot be read"),
        (says(response("é".encode("latin-1"))), "cannot be read"),
        (says(response(RESULTS, status="206 Partial Content")), "only part"),
        (says(response(b"out of memory", status="500 Internal Server Error")), "HTTP 500): out of memory"),
        (says(response(b"", status="404 Not Found")), "not there"),
        (says(response(b"", status="401 Unauthorized")), "name and password"),
        (says(response(b"", "Location: file:///etc/passwd", status="302 Found")), "not followed"),
        (says(b"220 mail ready\r\n"), "no HTTP"),
        (says(b""), "without an answer"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_goes_wrong_is_said(behaviour: Behaviour, words: str):
    error = failure(behaviour)
    assert words in str(error) and isinstance(error, UnavailableError) and error.exit_code == 4


def test_a_port_where_nobody_listens_is_said():
    with pytest.raises(UnavailableError, match="cannot be reached"):
        ask("http://127.0.0.1:1/query")


def test_an_answer_without_end_is_stopped_by_its_size():
    with endpoint(floods) as (address, _):
        call = Call("GET", address, {}, None, 10.0, most_bytes=1 << 20)
        with pytest.raises(LimitError, match="larger than 1 MB"), send(endpoint_at(address), call) as answer:
            answer.all()


@pytest.mark.parametrize("status", ["429 Too Many Requests", "503 Service Unavailable"])
def test_a_busy_endpoint_is_asked_again_after_the_time_it_names(status):
    busy = response(b"later", "Retry-After: 0", status=status)
    with endpoint(in_turn(busy, busy, response(RESULTS))) as (address, asked):
        assert ask(address, 5.0) == [{"x": "1"}]
        assert len(asked) == 3


def test_one_that_stays_busy_or_wants_too_long_is_not_waited_for():
    assert "too busy (HTTP 503): later" in str(failure(says(response(b"later", "Retry-After: 0", status="503 Busy"))))
    assert "too busy" in str(failure(says(response(b"", "Retry-After: 3600", status="429 Too Many Requests"))))


def test_a_redirect_is_not_followed():
    with endpoint(says(response(RESULTS))) as (other, asked):
        leads = response(b"", f"Location: {other}", status="307 Temporary Redirect")
        with endpoint(says(leads)) as (address, _), pytest.raises(UnavailableError, match="not followed"):
            ask(address)
    assert asked == []


def test_an_answer_that_the_engine_cut_is_no_answer():
    with endpoint(says(response(RESULTS, "X-SPARQL-MaxRows: 1"))) as (address, _):
        with pytest.raises(UnavailableError, match="cuts every answer after 1 rows"):
            ask(address)
        with pytest.raises(UnavailableError, match="cuts every answer after 1 rows"):
            list(EndpointStore(endpoint_at(address), "0123456789abcdef").query(QUERY))


def test_a_query_whose_rows_the_engine_cut_is_no_answer_and_a_yes_is_none_that_was_cut(tmp_path):
    def asked(query: str, body: bytes, cap: int) -> bytes:
        with endpoint(says(response(body, f"X-SPARQL-MaxRows: {cap}"))) as (address, _):
            return run_query(EndpointRelease(tmp_path, {"id": "0123456789abcdef"}, endpoint_at(address)), query).body

    assert b'"1"' in asked(QUERY, RESULTS, 2)
    with pytest.raises(LimitError, match="cuts every answer after 1 rows"):
        asked(QUERY, RESULTS, 1)
    assert b"true" in asked("ASK { ?x ?p ?o }", b'{"head":{},"boolean":true}', 1)


def test_a_yes_where_rows_are_due_is_said():
    assert "answered a SELECT with something else" in str(failure(says(response(b'{"head":{},"boolean":true}'))))


def test_a_manifest_cannot_name_a_place_on_this_machine():
    held = {"release": "https://w3id.org/policykb/release//tmp/x", "manifest": '{"id": "/tmp/x"}', "published": "2026-01-01"}
    bindings = ",".join(f'"{name}":{{"type":"literal","value":{json.dumps(value)}}}' for name, value in held.items())
    names = ",".join(f'"{name}"' for name in [*held, "current"])
    body = f'{{"head":{{"vars":[{names}]}},"results":{{"bindings":[{{{bindings}}}]}}}}'
    with endpoint(says(response(body.encode()))) as (address, _), pytest.raises(UnavailableError, match="cannot be read"):
        releases_held(endpoint_at(address))


def test_a_kept_connection_is_used_again_and_replaced_when_it_was_closed():
    def keeps(connection: socket.socket, _: int) -> None:
        connection.sendall(response(RESULTS).replace(b"Connection: close\r\n", b""))
        connection.settimeout(3)
        while connection.recv(65536):
            connection.sendall(response(RESULTS).replace(b"Connection: close\r\n", b""))

    with endpoint(keeps) as (address, asked):
        assert [ask(address) for _ in range(3)] == [[{"x": "1"}]] * 3
        assert len(asked) == 1
    with endpoint(says(response(RESULTS).replace(b"Connection: close\r\n", b""))) as (address, asked):
        assert [ask(address) for _ in range(3)] == [[{"x": "1"}]] * 3
        assert len(asked) == 3


def test_nothing_is_found_in_a_release_that_was_withdrawn():
    none = response(b'{"head":{"vars":["x"]},"results":{"bindings":[]}}')
    gone = response(b'{"head":{},"boolean":false}')
    with endpoint(in_turn(none, gone)) as (address, _), pytest.raises(UnavailableError, match="withdrawn"):
        list(EndpointStore(endpoint_at(address), "0123456789abcdef").query(QUERY))


NO_ADDRESSES = (
    "", "ftp://x/y", "127.0.0.1:7878", "http://", "http://x:y/z", "http://kb:s3cret@/q", "http://ä/q", "http://kb:12/s3cret@h/q",
)  # fmt: skip


@pytest.mark.parametrize("address", NO_ADDRESSES)
def test_what_is_no_address_is_refused_without_what_may_be_a_password(address):
    with pytest.raises(UsageError, match="no address of an endpoint") as caught:
        endpoint_at(address)
    assert "s3cret" not in str(caught.value)


@pytest.mark.parametrize(
    ("query", "update", "graphs"),
    [
        ("http://h/query", "http://h/update", "http://h/store"),
        ("http://h/sparql", "http://h/sparql", "http://h/sparql-graph-crud"),
        ("http://h/sparql-auth", "http://h/sparql-auth", "http://h/sparql-graph-crud-auth"),
        ("http://h/repositories/kb", "http://h/repositories/kb/statements", "http://h/repositories/kb/rdf-graphs/service"),
        ("http://h/any", "http://h/any", "http://h/any"),
    ],
)
def test_where_updates_and_graphs_go_is_known_for_common_engines(query, update, graphs):
    found = endpoint_at(query)
    assert (found.update, found.graphs) == (update, graphs)


def test_the_settings_name_an_endpoint(monkeypatch):
    monkeypatch.delenv("KB_ENDPOINT", raising=False)
    assert configured() is None
    monkeypatch.setenv("KB_ENDPOINT", "http://kb:s3cret@h:1/query")
    monkeypatch.setenv("KB_ENDPOINT_UPDATE", "http://h:1/u")
    found = configured()
    assert found is not None and found.update == "http://h:1/u" and "s3cret" not in repr(found)
    monkeypatch.setenv("KB_ENDPOINT_GRAPHS", "http://kb:s3cret@h:1/g")
    with pytest.raises(UsageError, match="into the address for queries only"):
        configured()


def test_a_token_goes_in_a_header_and_into_no_message(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("KB_ENDPOINT_TOKEN", "abc.def-123==")
    with endpoint(says(response(RESULTS))) as (address, asked):
        assert ask(address) == [{"x": "1"}]
    assert b"Authorization: Bearer abc.def-123==" in asked[0]
    assert "abc.def" not in str(failure(says(b""))) + repr(endpoint_at("http://e.example/sparql"))
    monkeypatch.setenv("KB_ENDPOINT_TOKEN", "Bearer x\r\nY: z")
    with pytest.raises(UsageError, match="no bearer token"):
        endpoint_at("http://e.example/sparql")


def test_a_proxy_that_is_set_is_asked_in_place_of_the_endpoint(monkeypatch: pytest.MonkeyPatch):
    with endpoint(says(response(RESULTS))) as (proxy, asked):
        monkeypatch.setenv("HTTP_PROXY", proxy.removesuffix("/query").replace("//", "//me:pass@"))
        monkeypatch.delenv("NO_PROXY", raising=False)
        monkeypatch.delenv("no_proxy", raising=False)
        monkeypatch.delenv("http_proxy", raising=False)
        assert ask("http://engine.example/query") == [{"x": "1"}]
    head = asked[0].partition(b"\r\n\r\n")[0]
    assert head.startswith(b"POST http://engine.example/query HTTP/1.1") and b"Proxy-Authorization: Basic bWU6cGFzcw==" in head


def test_a_proxy_is_asked_for_a_tunnel_to_what_is_encrypted(monkeypatch: pytest.MonkeyPatch):
    with endpoint(hangs) as (proxy, asked):
        monkeypatch.setenv("HTTPS_PROXY", proxy.removesuffix("/query"))
        monkeypatch.delenv("https_proxy", raising=False)
        with pytest.raises(UnavailableError, match="within 1 seconds"):
            ask("https://engine.example/query")
    assert asked[0].startswith(b"CONNECT engine.example:443")
