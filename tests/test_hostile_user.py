"""Somebody who has only the query box: reads no file, reaches no address, stops nothing, starves nobody, changes no byte."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from kb.asking.rows import QueryResult
from kb.asking.sandbox import run_query
from kb.errors import KnowledgeBaseError, LimitError
from kb.release.release import Release
from kb.running.limits import Limits
from kb.running.pool import Ticket
from tests.listening import listening
from tests.patience import PATIENCE, until

LIMITS = Limits(seconds=3, rows=10_000, memory_mb=256, answer_mb=20)
SECRET = "the-secret-of-this-machine"
# U is the address of a listener, F the address of a file that holds the secret
READ_A_FILE = [
    "SELECT * FROM <F> { ?s ?p ?o }",
    "SELECT * FROM NAMED <F> { GRAPH ?g { ?s ?p ?o } }",
    "BASE <F> SELECT * FROM <> { ?s ?p ?o }",
    "PREFIX f: <F> SELECT * FROM f: { ?s ?p ?o }",
    "SELECT * { GRAPH <F> { ?s ?p ?o } }",
    "SELECT * { SERVICE <F> { ?s ?p ?o } }",
    "LOAD <F>",
    "DESCRIBE <F>",
    "CONSTRUCT { <F> ?p ?o } WHERE { <F> ?p ?o }",
]
REACH_AN_ADDRESS = [
    "SELECT * FROM <U> { ?s ?p ?o }",
    "SELECT * { SERVICE <U> { ?s ?p ?o } }",
    "SELECT * { SERVICE SILENT <U> { ?s ?p ?o } }",
    "SELECT * { BIND(IRI(CONCAT('U', 'x')) AS ?u) LATERAL { SERVICE ?u { ?s ?p ?o } } }",
    "PREFIX s: <U> SELECT * { GRAPH s:x { ?s ?p ?o } }",
    "PREFIX s: <U> SELECT * { ?s ?p ?o FILTER(s:f(?o)) }",
    "DESCRIBE <U>",
    "LOAD <U>",
    "ASK { FILTER EXISTS { SERVICE <U> { ?s ?p ?o } } }",
    "PREFIX e: <http://e/> SELECT * { ?s e:a\\'b ?o . SERVICE <U> { ?a ?b ?c } #' \n }",
    "PREFIX e: <http://e/> SELECT * { ?s e:a\\#b ?o . SERVICE <U> { ?a ?b ?c } }",
    "PREFIX e: <http://e/> SELECT * { ?s e:\\(x ?o . SERVICE <U> { ?a ?b ?c } }",
]
STOP_THE_SERVICE = [
    "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?a ?d ?g",
    "SELECT DISTINCT ?a ?d ?g { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "SELECT (GROUP_CONCAT(CONCAT(STR(?a), STR(?d))) AS ?x) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "SELECT (STRLEN(?x34) AS ?n) { BIND('abcdefgh' AS ?x0) "
    + " ".join(f"BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1})" for n in range(34))
    + " }",
    "SELECT * { ?a (!<x:y>|^!<x:y>)* ?b . ?b (!<x:y>|^!<x:y>)* ?c . ?c (!<x:y>|^!<x:y>)* ?d }",
    "ASK { FILTER(" + "(" * 90 + "1" + ")" * 90 + ") }",
    "ASK " + "{" * 2_200 + "}" * 2_200,
    "ASK { FILTER(" + "CONCAT(" * 900 + "'x'" + ")" * 900 + " = 'x') }",
    "ASK { FILTER(" + "!" * 9_000 + "true) }",
    "SELECT * { ?s ?p ?o FILTER(REGEX(STR(?o), '^(a+)+$')) }",
    "SELECT ?s { ?s ?p ?o FILTER(REGEX(?o, '(((a{100}){100}){100})')) }",
    "SELECT * { VALUES ?x { " + "1 " * 40_000 + "} }",
    "SELECT * { " + "?s ?p ?o . " * 5_000 + "}",
    "SELECT * { " + " UNION ".join("{ ?s ?p ?o }" for _ in range(2_000)) + " }",
    "SELECT " + " ".join(f"?v{number}" for number in range(9_000)) + " { ?s ?p ?o }",
    "\0" * 1_000,
    "SELECT * { ?s ?p '" + "x" * 99_000 + "' }",
]
CHANGE_A_BYTE = [
    "INSERT DATA { <x:a> <x:b> 1 }",
    "DELETE WHERE { ?s ?p ?o }",
    "CLEAR ALL",
    "DROP SILENT ALL",
    "CREATE GRAPH <x:g>",
    "COPY DEFAULT TO <x:g>",
    "SELECT * { ?s ?p ?o } ; DROP ALL",
    "ASK {} \n INSERT DATA { <x:a> <x:b> 1 }",
    "WITH <x:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
    "iNsErT/**/DATA { <x:a> <x:b> 1 }",
]
COUNT = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"


@pytest.fixture(scope="module")
def listener() -> Iterator[tuple[str, list[float]]]:
    """Address of a listener on this machine that must not be called, and the times at which anybody came."""
    with listening() as found:
        yield found


def answered(release: Release, text: str) -> str:
    """Everything that comes back, as text: rows, graph or error."""
    try:
        return str(list(QueryResult(run_query(release, text, limits=LIMITS))))
    except KnowledgeBaseError as error:
        return str(error)


def still_works(release: Release) -> bool:
    number = next(iter(QueryResult(run_query(release, COUNT, limits=Limits(seconds=PATIENCE)))))["n"]
    return int(number or 0) > 1_000


@pytest.mark.parametrize("text", READ_A_FILE)
def test_no_file_is_read(text: str, mini_release: Release, tmp_path: Path):
    secret = tmp_path / "secret.ttl"
    secret.write_text(f'<x:a> <x:b> "{SECRET}" .', encoding="utf-8")
    assert SECRET not in answered(mini_release, text.replace("<F>", f"<{secret.as_uri()}>"))


@pytest.mark.parametrize("text", REACH_AN_ADDRESS)
def test_no_address_is_reached(text: str, mini_release: Release, listener: tuple[str, list[float]]):
    address, hits = listener
    answered(mini_release, text.replace("<U>", f"<{address}>").replace("'U'", f"'{address}'"))
    assert hits == []


@pytest.mark.parametrize("number", range(len(STOP_THE_SERVICE)))
def test_nothing_stops_the_service(number: int, mini_release: Release):
    assert answered(mini_release, STOP_THE_SERVICE[number])
    assert still_works(mini_release)


@pytest.mark.parametrize("text", CHANGE_A_BYTE)
def test_no_byte_is_changed(text: str, mini_release: Release):
    before = fingerprint(mini_release.path)
    assert "not allowed" in answered(mini_release, text) or "does not parse" in answered(mini_release, text)
    assert fingerprint(mini_release.path) == before


def fingerprint(folder: Path) -> dict[str, str]:
    files = (path for path in sorted(folder.rglob("*")) if path.is_file() and not path.name.startswith(("LOG", "LOCK")))
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_a_worker_can_write_no_file_and_start_no_program(tmp_path: Path):
    code = """
import resource, subprocess, sys
from kb.running.no_network import refuse_network
resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
taken = refuse_network()
for attempt in (lambda: open(sys.argv[1], "wb", buffering=0).write(b"x"), lambda: subprocess.run(["true"], check=True)):
    try:
        attempt()
        print("done" if taken else "no filter here")
    except (OSError, subprocess.SubprocessError) as error:
        print("refused", type(error).__name__)
"""
    import signal

    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "x")],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).resolve().parent.parent,
        preexec_fn=lambda: signal.signal(signal.SIGXFSZ, signal.SIG_IGN),
    )
    assert "done" not in done.stdout and done.stdout.count("\n") == 2, done.stderr


def test_others_are_not_starved(mini_release: Release):
    tickets = [Ticket("hostile") for _ in range(20)]
    threads = [threading.Thread(target=_endless, args=(mini_release, ticket), daemon=True) for ticket in tickets]
    for thread in threads:
        thread.start()
    running = until(lambda: [ticket for ticket in tickets if ticket.worker], "no hostile query began")
    short, limits = "SELECT ?x { ?x a ?y } LIMIT 20", Limits(seconds=PATIENCE)
    found = [len(QueryResult(run_query(mini_release, short, limits=limits, ticket=Ticket("reader")))) for _ in range(30)]
    assert found == [20] * 30 and all(ticket.worker and is_alive(ticket.worker.pid) for ticket in running)
    for ticket in tickets:
        ticket.cancel()
    for thread in threads:
        thread.join(PATIENCE)


def is_alive(pid: int) -> bool:
    return Path(f"/proc/{pid}").exists()


def _endless(release: Release, ticket: Ticket) -> None:
    try:
        run_query(release, STOP_THE_SERVICE[0], limits=Limits(seconds=PATIENCE), ticket=ticket)
    except (KnowledgeBaseError, LimitError):
        return
