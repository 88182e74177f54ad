"""The governor: who asks, whose turn it is, what is kept, what is refused, and what the log says of it."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import os
import random
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import uvicorn
from click.testing import CliRunner
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect
from streamlit import net_util
from streamlit.web.server.starlette.starlette_websocket import _is_origin_allowed

from benchmarks.service_load import compared
from kb.asking.sandbox import run_query
from kb.commands.cli import app as cli_app
from kb.errors import BusyError, LimitError, RateError, UnavailableError, UsageError
from kb.opening.current import open_release
from kb.running import jobs, places, room
from kb.running.budgets import ClientBudgets
from kb.running.byte_cache import ByteCache
from kb.running.clients import client_called
from kb.running.jobs import Job, run_job
from kb.running.own_limits import memory_of, peak_memory
from kb.running.places import Places, Ticket
from kb.running.process import workers_alive
from kb.server import access_log, connections, governed, governor, turns
from kb.server.access_log import named
from kb.server.governor import Governor
from kb.server.health import Health
from kb.server.page_policy import NOTHING
from kb.server.routes import ROUTES, is_of_the_app
from kb.server.settings import Settings
from kb.server.turns import Turns
from tests.patience import PATIENCE, until

HERE = "http://127.0.0.1"
ASKED = "/embed/compare{}?j=xa,xb&v=2025-09-15&k=2026-06-01"


def app(routes: list[Route], **more: object) -> Starlette:
    middleware = [Middleware(Governor, settings=Settings.from_environment(), policy=NOTHING, **more)]
    return Starlette(routes=routes, middleware=middleware)


@pytest.fixture
def client(mini_home: Path, monkeypatch: pytest.MonkeyPatch) -> TestClient:
    monkeypatch.setenv("KB_HOME", str(mini_home))
    return TestClient(app(ROUTES), base_url=HERE)


@pytest.fixture
def lines(caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], list[str]]]:
    monkeypatch.setattr(access_log.LOG, "propagate", True)
    with caplog.at_level(logging.INFO, logger="kb.access"):
        yield lambda: [record.getMessage() for record in caplog.records]


# who asks


@pytest.mark.parametrize(
    ("proxies", "peer", "said", "client"),
    [
        ("", "192.0.2.1", "203.0.113.9", "192.0.2.1"),
        ("", "127.0.0.1", "203.0.113.9", "this machine"),
        ("10.0.0.0/8", "10.1.2.3", "203.0.113.9", "203.0.113.9"),
        ("10.0.0.0/8", "10.1.2.3", "6.6.6.6, 203.0.113.9, 10.9.9.9", "203.0.113.9"),
        ("10.0.0.0/8", "192.0.2.1", "203.0.113.9", "192.0.2.1"),
        ("10.0.0.0/8", "10.1.2.3", "", "10.1.2.3"),
        ("10.0.0.0/8", "10.1.2.3", "nobody", "unknown"),
        ("::1", "::1", "2001:db8:1:2:aaaa::1", "2001:db8:1:2::/64"),
    ],
)
def test_only_a_proxy_that_is_set_says_who_asks(proxies, peer, said, client, monkeypatch):
    monkeypatch.setenv("KB_PROXIES", proxies)
    assert Settings.from_environment().proxies.client(peer, {"x-forwarded-for": said}) == client


@pytest.mark.parametrize(("told", "seen"), [("https", "https"), ("http", "http"), ("gopher", "http"), ("", "http")])
def test_a_proxy_that_is_set_says_how_it_was_asked(told: str, seen: str, monkeypatch: pytest.MonkeyPatch):
    async def scheme(request: Request) -> Response:
        return PlainTextResponse(request.url.scheme)

    monkeypatch.setenv("KB_PROXIES", "10.0.0.0/8")
    routes = [Route("/scheme", scheme)]
    proxy, other = (TestClient(app(routes), base_url=HERE, client=(peer, 1)) for peer in ("10.1.2.3", "127.0.0.1"))
    assert proxy.get("/scheme", headers={"X-Forwarded-Proto": told}).text == seen
    assert other.get("/scheme", headers={"X-Forwarded-Proto": "https"}).text == "http"


def test_all_of_one_house_is_one_client():
    assert client_called("2001:db8::1") == client_called("2001:db8::ffff:1") != client_called("2001:db8:0:1::1")
    assert client_called("::ffff:192.0.2.7") == "192.0.2.7" and client_called("x") == "unknown"


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("KB_PROXIES", "10.0.0.0/99"), ("KB_CLIENT_HEADER", "a b"), ("KB_LOG_CLIENTS", "all"), ("KB_FRAMED_BY", "x;y"),
        ("KB_LIMIT_CONNECTIONS", "0"), ("KB_LIMIT_CLIENT_CONNECTIONS", "many"),
    ],
)  # fmt: skip
def test_a_setting_that_is_wrong_is_named(setting, value, monkeypatch):
    monkeypatch.setenv(setting, value)
    with pytest.raises(UsageError, match=setting):
        Settings.from_environment()


@pytest.mark.parametrize(
    ("hosts", "host", "is_right"),
    [
        ("", "127.0.0.1:8501", True), ("", "[::1]:80", True), ("", "localhost", True), ("", "192.0.2.4", True),
        ("", "evil.example", False),
        ("", "", False), ("kb.example", "kb.example:443", True), ("kb.example", "127.0.0.1", False), ("*", "any.example", True),
    ],
)  # fmt: skip
def test_only_hosts_of_the_service_are_answered(hosts, host, is_right, monkeypatch):
    monkeypatch.setenv("KB_HOSTS", hosts)
    assert Settings.from_environment().answers_to(host) is is_right


# turns, places, accounts, what is kept


def test_a_clients_requests_wait_behind_its_own_and_nobody_elses(monkeypatch):
    monkeypatch.setattr(turns, "WAIT_SECONDS", 0.2)
    monkeypatch.setattr(turns, "WAITING", 2)

    async def run() -> None:
        found = Turns()
        assert all([await found.begin("greedy") for _ in range(turns.AT_ONCE)])
        waiting = [asyncio.create_task(found.begin("greedy")) for _ in range(2)]
        await asyncio.sleep(0)
        assert await found.begin("greedy") is False and await found.begin("modest") is True
        found.end("greedy")
        assert await waiting[0] is True and await waiting[1] is False

    asyncio.run(run())


def test_pages_are_opened_a_few_at_once_and_then_slowly():
    found = Turns()
    opened = [found.may_open("a") for _ in range(60)]
    assert opened[:40] == [True] * 40 and opened.count(True) < 60 and found.may_open("b")


def test_who_used_much_gets_one_place():
    places = Places(4)
    with places.place(Ticket("a")), places.place(Ticket("a")), places.place(Ticket("b", share=1)):
        assert places.running == 3
        late = threading.Thread(target=lambda: places.place(Ticket("b", share=1)).__enter__(), daemon=True)
        late.start()
        until(lambda: places.load["waiting"] == 1, "it did not wait")
        with places.place(Ticket("c")):
            assert places.load["waiting"] == 1


def test_a_client_is_refused_when_its_seconds_are_spent_and_told_for_how_long():
    budgets = ClientBudgets(60, clock=lambda: 0.0)
    budgets.enter("a")
    assert not budgets.is_heavy("a")
    budgets.settle("a", 70)
    assert budgets.is_heavy("a") and not budgets.is_heavy("b")
    with pytest.raises(RateError) as caught:
        budgets.enter("a")
    assert caught.value.seconds >= 10
    budgets.enter("b")


def test_nobody_owes_more_than_a_minute_however_much_was_asked_at_once():
    now = [0.0]
    budgets = ClientBudgets(60, clock=lambda: now[0])
    for _ in range(16):
        budgets.enter("a")
    for _ in range(16):
        budgets.settle("a", 30)
    with pytest.raises(RateError) as caught:
        budgets.enter("a")
    assert 59 <= caught.value.seconds <= 61
    now[0] = 61.0
    budgets.enter("a")


def test_waiting_for_a_place_is_not_charged(monkeypatch: pytest.MonkeyPatch):
    charged: list[float] = []
    budgets = ClientBudgets(60)
    monkeypatch.setattr(budgets, "settle", lambda client, seconds: charged.append(seconds))
    monkeypatch.setattr(jobs, "shared_budgets", lambda: budgets)
    monkeypatch.setattr(places, "WAIT_SECONDS", 0.5)
    queue, ticket = Places(1), Ticket("a")
    with queue.place(Ticket("b")), pytest.raises(BusyError), jobs.paid("a", ticket), queue.place(ticket):
        pass
    assert ticket.waited >= 0.5 and charged[0] < ticket.waited / 2


def test_what_is_kept_is_bounded_in_bytes_and_the_oldest_goes_first():
    cache: ByteCache[bytes] = ByteCache(100, len)
    for name in "abcde":
        cache.put(name, name.encode() * 25)
    assert cache.size == 100 and cache.get("a") is None and cache.get("b")
    cache.put("f", b"f" * 25)
    assert cache.get("c") is None and cache.get("b")
    cache.put("huge", b"x" * 26)
    assert cache.get("huge") is None and cache.size <= 100
    made = [cache.made("n", lambda: b"1"), cache.made("n", lambda: b"2")]
    assert made == [b"1", b"1"]


# jobs


def test_a_job_gives_bytes_or_raises_what_its_function_raised(mini_release, monkeypatch):
    assert run_job(Job("json:dumps", ([1, 2],)), "a") == b"[1, 2]"
    with pytest.raises(UsageError, match="no table format"):
        run_job(Job("kb.tables:known_format", ("exe",)), "a")
    with pytest.raises(RuntimeError, match="ZeroDivisionError"):
        run_job(Job("operator:truediv", (1, 0)), "a")


def test_a_job_that_takes_too_long_or_too_much_is_ended(monkeypatch):
    pool = jobs._pool_for.__wrapped__("")
    monkeypatch.setattr(jobs, "job_pool", lambda: pool)
    monkeypatch.setenv("KB_LIMIT_SECONDS", "0.5")
    with pytest.raises(LimitError, match="stopped after"):
        run_job(Job("time:sleep", (PATIENCE,)), "a")
    monkeypatch.setenv("KB_LIMIT_SECONDS", str(PATIENCE))
    monkeypatch.setattr(jobs, "_memory_mb", lambda: 1)
    fresh = jobs._pool_for.__wrapped__("")
    monkeypatch.setattr(jobs, "job_pool", lambda: fresh)
    with pytest.raises(LimitError, match="needed more than 1 MB"):
        run_job(Job("time:sleep", (PATIENCE,)), "a")
    with pytest.raises(UnavailableError, match="ended with 3"):
        monkeypatch.setattr(jobs, "_memory_mb", lambda: 700)
        run_job(Job("os:_exit", (3,)), "a")


HOLDS = "[bytearray({mb} << 20), __import__('time').sleep({seconds})]"


def test_before_memory_runs_out_the_largest_work_of_who_takes_most_is_ended(monkeypatch):
    pool = jobs._pool_for.__wrapped__("")
    monkeypatch.setattr(jobs, "job_pool", lambda: pool)
    monkeypatch.setattr(room.shared_room(), "_most", 1 << 60)  # an earlier test may have begun to watch
    with ThreadPoolExecutor() as threads:
        small = threads.submit(
            run_job, Job("builtins:eval", (f"({HOLDS.format(mb=60, seconds=3)} and None) or b'made'",)), "polite"
        )
        large = threads.submit(run_job, Job("builtins:eval", (HOLDS.format(mb=400, seconds=PATIENCE),)), "hostile")
        until(lambda: max((memory_of(one.pid) for one in workers_alive()), default=0) > 400 << 20, "the job takes no memory")
        taken = memory_of(os.getpid()) + sum(memory_of(one.pid) for one in workers_alive())
        monkeypatch.setattr(room.shared_room(), "_most", int((taken - (50 << 20)) / (1 - room.RESERVE)))
        until(lambda: room.shared_room().look() or large.done(), "the large job goes on")
        with pytest.raises(LimitError, match="more memory than there is"):
            large.result()
        assert small.result() == b"made"
    assert all(memory_of(one.pid) < 400 << 20 for one in workers_alive())


def test_a_room_that_nobody_limits_ends_nothing():
    ticket, unlimited = Ticket("any"), room.Room()
    with unlimited.working(object(), ticket):
        unlimited.look()
    assert not ticket.is_crowded_out


def test_a_port_that_is_taken_is_told_before_anything_is_served(real_home):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = CliRunner().invoke(cli_app, ["serve", "--port", str(port), "--home", str(real_home)])
    said = done.stderr + str(done.exception)
    assert f"cannot listen at 127.0.0.1, port {port}" in said and "/sparql" not in said


def test_processes_that_cannot_be_warmed_are_no_fault_in_the_log(monkeypatch):
    pool, ended = jobs._pool_for.__wrapped__(""), []
    monkeypatch.setattr(jobs, "job_pool", lambda: pool)
    monkeypatch.setattr(threading, "excepthook", ended.append)
    before = set(threading.enumerate())
    jobs.warm_jobs(Job("os:_exit", (3,)))
    for thread in set(threading.enumerate()) - before:
        thread.join(PATIENCE)
    assert not ended


def test_the_limit_of_memory_must_be_a_number(monkeypatch):
    monkeypatch.setenv("KB_LIMIT_SERVICE_MEMORY_MB", "much")
    with pytest.raises(UsageError, match="KB_LIMIT_SERVICE_MEMORY_MB is 'much'"):
        Settings.from_environment()


# what is refused, and how


@pytest.mark.parametrize(
    ("error", "status", "word"),
    [
        (RateError("x", 7), 429, "rate"), (BusyError("x"), 503, "busy"), (LimitError("x", "seconds"), 503, "limit"),
        (LimitError("x", "bytes"), 413, "limit"), (UnavailableError("x"), 503, "unavailable"), (UsageError("x"), 400, "usage"),
    ],
)  # fmt: skip
def test_errors_have_a_status_a_word_and_say_when_to_ask_again(error, status, word):
    found = governed.refusal(error)
    assert found[:2] == (status, word) and (status not in (429, 503) or int(found[3]["Retry-After"]) > 0)


def test_one_decorator_registers_a_governed_route(monkeypatch):
    monkeypatch.setattr(governed, "REGISTERED", [])
    monkeypatch.setattr(governed, "REFUSAL_SECONDS", 0)

    @governed.governed("/busy")
    async def busy(_: Request) -> Response:
        raise RateError("too much", 9)

    answer = TestClient(app(governed.routes_of(__name__)), base_url=HERE).get("/busy")
    assert (answer.status_code, answer.headers["retry-after"], answer.json()["error"]) == (429, "9", "rate")


SITES = [
    ("http://127.0.0.1", True), ("https://127.0.0.1:8443", True), (None, True), ("http://other.example", False),
    ("null", False), ("http://[", False), ("", False), ("http://127.0.0.1.other.example", False),
    ("http://127.0.0.1@other.example", False),
]  # fmt: skip


@pytest.mark.parametrize(("origin", "is_ours"), SITES)
def test_a_page_of_another_site_opens_no_session_and_nothing_is_looked_up(monkeypatch, origin, is_ours):
    def never() -> str:
        raise AssertionError("asked which address this machine has")

    for name in ("get_external_ip", "get_internal_ip"):
        monkeypatch.setattr(net_util, name, never)

    async def like_streamlit(socket: WebSocket) -> None:
        if not _is_origin_allowed(socket.headers.get("origin"), socket.headers["host"]):
            await socket.close()
            return
        await socket.accept()
        await socket.send_text("open")
        await socket.close()

    asked = TestClient(app([WebSocketRoute("/", like_streamlit)]), base_url=HERE)
    headers = {"host": "127.0.0.1"} | ({} if origin is None else {"origin": origin})
    if is_ours:
        with asked.websocket_connect("/", headers=headers) as session:
            assert session.receive_text() == "open"
    else:
        with pytest.raises(WebSocketDisconnect) as refused, asked.websocket_connect("/", headers=headers):
            pass
        assert "another site" in refused.value.text and refused.value.status_code == 403


@pytest.mark.parametrize(
    ("peer", "host", "path", "status"),
    [
        ("127.0.0.1", "127.0.0.1:8501", "/healthz", 200), ("::1", "localhost", "/healthz", 200),
        ("127.0.0.1", "127.0.0.1:8501", "/sparql", 421), ("192.0.2.7", "127.0.0.1:8501", "/healthz", 421),
        ("127.0.0.1", "other.example", "/healthz", 421), ("192.0.2.7", "kb.example.org", "/healthz", 200),
    ],
)  # fmt: skip
def test_a_machine_may_ask_itself_whether_all_is_well_whatever_its_name(mini_home, monkeypatch, peer, host, path, status):
    monkeypatch.setenv("KB_HOME", str(mini_home))
    monkeypatch.setenv("KB_HOSTS", "kb.example.org")
    asked = TestClient(app(ROUTES), base_url=HERE, client=(peer, 5000))
    assert asked.get(path, headers={"host": host}).status_code == status


@pytest.mark.parametrize(("most", "status"), [(0, 429), (9, 403)])
def test_a_session_that_is_refused_says_so_on_the_wire_and_in_the_log(most: int, status: int, monkeypatch, lines):
    async def refuse(session: WebSocket) -> None:
        await session.close()

    monkeypatch.setattr(governor, "MOST_SESSIONS", most)
    with serving(Settings(), app([WebSocketRoute("/s", refuse)]), "websockets-sansio") as port, opened(port) as wire:
        head = "GET /s HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        wire.sendall(f"{head}Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\r\n\r\n".encode())
        answer = wire.recv(4096).decode()
        until(lambda: len(lines()) == 1, "nothing was logged")
    assert answer.startswith(f"HTTP/1.1 {status} ") and json.loads(lines()[0])["status"] == status
    assert ("retry-after: 5" in answer.lower()) is (status == 429)


def test_a_stranger_is_told_no_setting_and_no_folder_and_the_log_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lines):
    monkeypatch.setenv("KB_HOME", str(tmp_path))
    monkeypatch.setenv("KB_HOSTS", "kb.example.org")
    asked = (TestClient(app(ROUTES), base_url="http://kb.example.org", client=(peer, 1)) for peer in ("192.0.2.7", "127.0.0.1"))
    stranger, here = asked
    for path in ("/sparql?query=ASK%7B%7D", "/id/platform/clip", "/healthz", ASKED.format(".csv"), "/api/v1/questions"):
        answer = stranger.get(path)
        assert answer.status_code == 503 and not any(word in answer.text for word in (str(tmp_path), "KB_", "python -m")), path
        assert str(tmp_path) in json.loads(lines()[-1])["reason"]
    assert str(tmp_path) in here.get("/healthz").json()["reason"]
    assert "KB_" not in stranger.get("/", headers={"host": "other.example"}).text


@pytest.mark.parametrize(
    ("setting", "value", "query"),
    [("ROWS", "3", "SELECT * { ?s ?p ?o }"), ("SECONDS", "0.3", "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?a ?h")],
)
def test_a_limit_tells_a_client_what_to_ask_and_whoever_runs_it_what_to_set(setting, value, query, client, monkeypatch):
    monkeypatch.setenv(f"KB_LIMIT_{setting}", value)
    said = client.get(f"/sparql?query={quote(query)}").json()
    assert (
        said["error"] == "limit"
        and "KB_" not in said["message"]
        and any(word in said["message"] for word in ("LIMIT", "narrower"))
    )
    with pytest.raises(LimitError) as caught:
        run_query(open_release(), query)
    assert caught.value.setting == f"KB_LIMIT_{setting}" and caught.value.setting in str(caught.value.__notes__)


def test_a_foreign_host_is_refused_and_robots_are_told(client):
    assert client.get("/healthz", headers={"host": "evil.example"}).status_code == 421
    assert "Disallow: /embed/" in client.get("/robots.txt").text
    assert client.get("/sparql?query=" + "x" * 62_000).status_code == 414


def test_every_page_of_html_has_a_policy(client):
    for path in ("/sparql", "/data/platform/clip.html", ASKED.format("")):
        policy = client.get(path, headers={"accept": "text/html"}).headers["content-security-policy"]
        assert policy.startswith("default-src 'none'") and "script" not in policy and "style-src 'sha256-" in policy
    bare = TestClient(app([Route("/", lambda _: HTMLResponse("x"))]), base_url=HERE)
    assert bare.get("/").headers["content-security-policy"] == NOTHING


@pytest.mark.parametrize(
    ("path", "is_there"),
    [
        ("/", True), ("/compare", True), ("/entity/", True), ("/static/js/x.js", True), ("/_stcore/health", True),
        ("/healthz", True), ("/embed/compare.csv", True), ("/id/platform/clip", True), ("/wp-login.php", False),
        ("/compare/more", False), ("/embed", False),
        ("/_stcore/metrics", False), ("/.env", False), ("/comparee", False),
    ],
)  # fmt: skip
def test_the_app_answers_its_own_paths_only(path, is_there):
    assert is_of_the_app({"type": "http", "path": path, "method": "GET", "root_path": "", "headers": []}) is is_there


def test_where_there_is_no_page_a_browser_is_led_on_and_a_program_gets_one_line(monkeypatch):
    bare = TestClient(app([], is_known=lambda _: False), base_url=HERE)
    page = bare.get("/comparee", headers={"accept": "text/html,*/*;q=0.8"})
    assert page.status_code == 404 and '<a href="/search">' in page.text and '<a href="/?lang=de">' in page.text
    assert "style-src 'sha256-" in page.headers["content-security-policy"]
    assert bare.get("/comparee").text == "There is no such page here.\n"


def test_a_broken_address_is_no_fault_of_the_server(client):
    assert client.get("/oembed.json?url=" + quote("http://[::1/embed/compare")).status_code == 404


def test_what_is_kept_and_health_answer_while_a_client_has_used_up_all(client, monkeypatch):
    kept, new = ASKED.format(".csv"), ASKED.format(".txt")
    assert client.get(kept).status_code == 200
    spent = ClientBudgets(60, clock=lambda: 0.0)
    spent.settle("unknown", 100)
    monkeypatch.setattr(jobs, "shared_budgets", lambda: spent)
    monkeypatch.setattr(governed, "REFUSAL_SECONDS", 0)
    refused = client.get(new)
    assert refused.status_code == 429 and int(refused.headers["retry-after"]) > 1
    assert client.get(kept).status_code == 200 and client.get("/healthz").status_code == 200


def test_health_is_looked_up_once_a_second():
    looks, now = [], [0.0]
    health = Health(lambda: looks.append(1) or {"status": "ok"}, clock=lambda: now[0] + 1)

    async def run() -> None:
        await asyncio.gather(*(health.found() for _ in range(50)))
        assert len(looks) == 1
        now[0] = 2.0
        await health.found()

    asyncio.run(run())
    assert len(looks) == 2


def test_a_long_answer_is_sent_in_blocks():
    whole = random.Random(1).randbytes(1_000_000)
    client = TestClient(app([Route("/", lambda _: Response(whole))]), base_url=HERE)
    assert client.get("/").content == whole


# the log


def test_every_route_is_in_the_log_and_nothing_of_what_was_asked(client, lines):
    client.post("/sparql", data={"query": "ASK { FILTER('a secret' = '') }"})
    client.get(ASKED.format("") + "&theme=dark")
    client.get("/nothing?secret=1")
    said = [json.loads(line) for line in lines()]
    assert [one["status"] for one in said] == [200, 200, 404] and [one["path"] for one in said][:1] == ["/sparql"]
    assert "secret" not in str(lines()) and "testclient" not in str(lines()) and len(said[0]["query"]) == 12
    assert all(one["client"] == said[0]["client"] and one["ms"] >= 0 and one["at"].endswith("+00:00") for one in said)


def test_a_client_is_a_pseudonym_of_the_day_unless_its_address_is_wanted():
    assert named("192.0.2.1", "pseudonym") == named("192.0.2.1", "pseudonym") != named("192.0.2.2", "pseudonym")
    assert "192" not in named("192.0.2.1", "pseudonym")[:3] or len(named("192.0.2.1", "pseudonym")) == 10
    assert (named("192.0.2.1", "address"), named("192.0.2.1", "none")) == ("192.0.2.1", "-")


def test_the_log_is_rotated(tmp_path, monkeypatch):
    monkeypatch.setattr(access_log, "FILE_BYTES", 1000)
    monkeypatch.setattr(access_log, "LOG", logging.getLogger("kb.access.rotated"))
    access_log.open_log(tmp_path / "logs" / "access.jsonl")
    for number in range(100):
        access_log.write_line({"path": f"/{number}", "method": "GET"}, "a", 200, 1, 0.1)
    files = sorted((tmp_path / "logs").iterdir())
    assert len(files) == 1 + access_log.FILES and all(path.stat().st_size <= 1000 for path in files)
    assert json.loads((tmp_path / "logs" / "access.jsonl").read_text().splitlines()[-1])["path"] == "/99"


# connections


@contextlib.contextmanager
def serving(settings: Settings, served: Starlette | None = None, ws: Any = "none") -> Iterator[int]:
    """A server with limits of connections in a thread; its port."""
    connections.Protocol.settings = settings
    plain = served or Starlette(routes=[Route("/", lambda _: PlainTextResponse("here"))])
    server = uvicorn.Server(uvicorn.Config(plain, port=0, http=connections.Protocol, ws=ws, log_level="critical"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        until(lambda: server.started, "it did not start")
        yield server.servers[0].sockets[0].getsockname()[1]
    finally:
        server.should_exit = True
        thread.join(PATIENCE)
        connections.Protocol.settings = Settings()


def opened(port: int, source: str = "127.0.0.1") -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), timeout=PATIENCE, source_address=(source, 0))


def asks(connection: socket.socket) -> bytes:
    with contextlib.suppress(ConnectionError):
        connection.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        return connection.recv(1000)
    return b""


def test_a_client_gets_so_many_connections_and_others_theirs():
    with serving(Settings(client_connections=3, connections=5)) as port:
        held = [opened(port) for _ in range(3)]
        assert all(b"200 OK" in asks(one) for one in held)
        with opened(port) as more:
            assert asks(more) == b""
        with opened(port, "127.0.0.2") as other:
            assert b"200 OK" in asks(other)
        held.pop().close()
        until(lambda: _asked_anew(port), "its place did not come free")
        for one in held:
            one.close()


def _asked_anew(port: int) -> bool:
    with opened(port) as again:
        return b"200 OK" in asks(again)


def test_half_a_request_and_a_long_head_are_closed(monkeypatch):
    monkeypatch.setattr(connections, "HEAD_SECONDS", 0.3)
    with serving(Settings()) as port:
        with opened(port) as slow:
            slow.sendall(b"GET / HTTP/1.1\r\nHost: x\r\nX: ")
            started = time.monotonic()
            assert _ended(slow) and time.monotonic() - started < PATIENCE
        monkeypatch.setattr(connections, "HEAD_SECONDS", PATIENCE)
        with opened(port) as long, contextlib.suppress(ConnectionError):
            for _ in range(200):
                long.sendall(b"x" * 1000)
                time.sleep(0.001)
            assert _ended(long)
        with opened(port) as good:
            assert b"200 OK" in asks(good)


def _ended(connection: socket.socket) -> bool:
    with contextlib.suppress(ConnectionError):
        while connection.recv(1000):
            pass
    return True


# one hostile client, in short; the long run is benchmarks/service_load.py


@pytest.mark.parametrize("mode", ["serve", "app"])
def test_beside_one_hostile_client_others_get_every_answer(mode, real_home):
    _, seen = asyncio.run(compared(mode, real_home, 8.0, connections=100, others=5))
    assert sum(map(len, seen.seconds.values())) > 5 and seen.hostile
    assert not seen.failed
    assert 0 < seen.memory_mb < 1024


@pytest.mark.skipif(not peak_memory(), reason="this system does not say how much memory a process took")
def test_what_a_process_took_does_not_count_what_its_parent_has():
    held = bytearray(b"x" * (300 << 20))
    command = [sys.executable, "-c", "from kb.running.own_limits import peak_memory;print(peak_memory())"]
    took = int(subprocess.run(command, capture_output=True, check=True).stdout)
    assert 0 < took < len(held) / 2
