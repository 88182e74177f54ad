"""Workers that are kept: the same process answers again, a killed one is replaced, nobody takes all places."""

from __future__ import annotations

import contextlib
import os
import signal
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from kb.asking import sandbox
from kb.asking.rows import QueryResult
from kb.asking.sandbox import run_query
from kb.errors import BusyError, CancelledError, LimitError, UsageError
from kb.release.release import Release
from kb.running.limits import Limits
from kb.running.pool import Pool, Ticket, shared_pool
from tests.patience import PATIENCE, until

ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
SHORT = "SELECT ?x { VALUES ?x { 1 2 3 } }"


@pytest.fixture
def pool(monkeypatch: pytest.MonkeyPatch) -> Iterator[Pool]:
    """A pool of two places in the place of the shared one."""
    small = Pool(2)
    monkeypatch.setattr(sandbox, "shared_pool", lambda: small)
    yield small
    small.close()


def ask(release: Release, text: str = SHORT, seconds: float = PATIENCE, ticket: Ticket | None = None) -> int:
    return len(QueryResult(run_query(release, text, limits=Limits(seconds=seconds), ticket=ticket)))


def in_background(release: Release, ticket: Ticket, seconds: float = PATIENCE) -> tuple[threading.Thread, list[BaseException]]:
    errors: list[BaseException] = []

    def run() -> None:
        try:
            ask(release, ENDLESS, seconds, ticket)
        except BaseException as error:
            errors.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    until(lambda: ticket.worker or not thread.is_alive(), "the query did not begin")
    return thread, errors


def test_one_process_answers_query_after_query(pool: Pool, mini_release: Release):
    assert ask(mini_release) == 3
    (worker,) = pool._idle
    first = worker.pid
    assert [ask(mini_release) for _ in range(20)] == [3] * 20
    assert [one.pid for one in pool._idle] == [first]


def test_a_worker_reads_another_release_when_it_is_asked_to(pool: Pool, mini_release: Release, real_release: Release):
    text = "SELECT ?x { ?x a <https://w3id.org/policykb/ontology#Jurisdiction> }"
    small, large = ask(mini_release, text), ask(real_release, text)
    assert small < large and ask(mini_release, text) == small and len(pool._idle) == 1


def test_a_query_at_its_limit_is_killed_and_its_place_is_free_again(pool: Pool, mini_release: Release):
    with pytest.raises(LimitError, match=r"stopped after 0\.5 seconds") as caught:
        ask(mini_release, ENDLESS, 0.5)
    assert caught.value.limit == "seconds" and pool._idle == [] and pool.load["running"] == 0
    assert ask(mini_release) == 3


def test_whoever_asked_can_cancel(pool: Pool, mini_release: Release):
    ticket = Ticket()
    thread, errors = in_background(mini_release, ticket)
    ticket.cancel()
    thread.join(PATIENCE)
    assert isinstance(errors[0], CancelledError) and ask(mini_release) == 3


def test_a_query_that_was_cancelled_before_it_began_does_not_begin(pool: Pool, mini_release: Release):
    ticket = Ticket()
    ticket.cancel()
    with pytest.raises(CancelledError):
        ask(mini_release, ENDLESS, 20, ticket)


def test_a_worker_killed_from_outside_is_an_error_for_one_query_only(pool: Pool, mini_release: Release):
    ticket = Ticket()
    thread, errors = in_background(mini_release, ticket)
    assert ticket.worker
    os.kill(ticket.worker.pid, signal.SIGKILL)
    thread.join(PATIENCE)
    assert isinstance(errors[0], LimitError) and ask(mini_release) == 3


def test_an_idle_worker_that_died_is_passed_over(pool: Pool, mini_release: Release):
    ask(mini_release)
    os.kill(pool._idle[0].pid, signal.SIGKILL)
    until(lambda: not pool._idle[0].is_alive(), "it lives on")
    assert ask(mini_release) == 3


def test_one_client_gets_half_of_the_places_and_another_the_rest(pool: Pool, mini_release: Release):
    tickets = [Ticket("greedy") for _ in range(5)]
    running = [threading.Thread(target=_swallow, args=(mini_release, ticket), daemon=True) for ticket in tickets]
    for thread in running:
        thread.start()
    until(lambda: any(ticket.worker for ticket in tickets) and pool.load["waiting"] == 4, "the greedy one did not ask")
    assert ask(mini_release, ticket=Ticket("modest")) == 3
    assert sum(ticket.worker is not None for ticket in tickets) == 1 and pool.load["waiting"] == 4
    for ticket in tickets:
        ticket.cancel()
    for thread in running:
        thread.join(PATIENCE)
    assert pool.load == {"at_once": 2, "running": 0, "waiting": 0}


def _swallow(release: Release, ticket: Ticket) -> None:
    try:
        ask(release, ENDLESS, PATIENCE, ticket)
    except (CancelledError, LimitError):
        return


def test_when_every_place_is_taken_for_long_that_is_said(pool: Pool, mini_release: Release, monkeypatch: pytest.MonkeyPatch):
    tickets = [Ticket("a"), Ticket("b")]
    threads = [in_background(mini_release, ticket)[0] for ticket in tickets]
    monkeypatch.setattr("kb.running.places.WAIT_SECONDS", 0.3)
    with pytest.raises(BusyError, match=r"every place for queries was taken for 0.3 seconds"):
        ask(mini_release, ticket=Ticket("c"))
    for ticket, thread in zip(tickets, threads, strict=True):
        ticket.cancel()
        thread.join(PATIENCE)


def test_a_crowd_is_not_let_in(pool: Pool, mini_release: Release, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("kb.running.places.MOST_WAITING", 0)
    with pytest.raises(BusyError, match="waiting already"):
        ask(mini_release)


def test_a_warm_pool_has_its_processes_before_anybody_asks_and_replaces_killed_ones(pool: Pool, mini_release: Release):
    pool.warm(mini_release.files.store())
    assert len(pool._idle) == 2
    with pytest.raises(LimitError):
        ask(mini_release, ENDLESS, 0.3)
    until(lambda: len(pool._idle) == 2, "the killed process was not replaced")


def nicenesses(pid: int) -> list[int]:
    """Of the threads of a process that still are there when they are asked."""
    found = [0]
    for task in Path(f"/proc/{pid}/task").iterdir():
        with contextlib.suppress(ProcessLookupError):
            found.append(os.getpriority(os.PRIO_PROCESS, int(task.name)))
    return found


def test_what_takes_long_yields_and_its_process_is_not_used_again(pool: Pool, mini_release: Release):
    ticket = Ticket()
    thread, _ = in_background(mini_release, ticket)
    assert ticket.worker
    pid = ticket.worker.pid
    until(lambda: max(nicenesses(pid)) >= 10, "it does not yield")
    assert os.getpriority(os.PRIO_PROCESS, pid) < 10
    ticket.cancel()
    thread.join(PATIENCE)
    assert pid not in [worker.pid for worker in pool._idle]


def test_workers_see_no_secret_of_the_environment(pool: Pool, mini_release: Release, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("KB_SECRET_TOKEN", "x")
    ask(mini_release)
    assert b"KB_SECRET_TOKEN" not in Path(f"/proc/{pool._idle[0].pid}/environ").read_bytes()


@pytest.mark.parametrize("value", ["0", "-1", "x", "1000", ""])
def test_a_number_of_workers_that_is_none_is_refused(value: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("KB_WORKERS", value)
    shared_pool.cache_clear()
    with pytest.raises(UsageError, match="KB_WORKERS"):
        shared_pool()
    monkeypatch.delenv("KB_WORKERS")
    shared_pool.cache_clear()
