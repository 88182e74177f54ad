"""The program over an Oxigraph server: what it says is what it says over its own store."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from streamlit.testing.v1 import AppTest

from benchmarks.engines import OXIGRAPH, oxigraph
from kb.asking.sandbox import Limits, run_query
from kb.endpoint.address import endpoint_at
from kb.endpoint.catalogue import drop_graph, graphs_of, releases_held
from kb.endpoint.files import write_files
from kb.errors import CancelledError, LimitError, QueryError, UnavailableError, UsageError
from kb.opening.current import open_named, open_release
from kb.release.release import Release
from kb.running.pool import Ticket
from tests import endpoint_checks as check
from tests.conftest import MINI_FACTS, ROOT
from tests.patience import PATIENCE

pytestmark = pytest.mark.skipif(not OXIGRAPH, reason="no oxigraph server is installed")


@pytest.fixture(scope="module")
def address(real_release: Release, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with oxigraph(tmp_path_factory.mktemp("oxigraph")) as found:
        check.loaded(real_release, found)
        yield found


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What is kept here of the release; the pages of one process open it once, as those of the app do."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture
def there(address: str, home: Path, monkeypatch: pytest.MonkeyPatch) -> Release:
    monkeypatch.setenv("KB_ENDPOINT", address)
    monkeypatch.setenv("KB_HOME", str(home))
    return open_release()


@pytest.mark.parametrize("same", check.SAME)
def test_it_says_what_the_store_on_disk_says(there, real_release, same):
    same(there, real_release)


def test_a_query_without_end_is_stopped(there):
    with pytest.raises(LimitError, match="stopped after 1 seconds"):
        run_query(there, check.ENDLESS, limits=Limits(seconds=1))


def test_the_server_answers_from_the_endpoint(there, real_release):
    from kb.server.serving import make_app

    with TestClient(make_app(), base_url="http://127.0.0.1") as client:
        assert client.get("/healthz").json()["release"] == real_release.id
        asked = {"query": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"}
        assert client.get("/sparql", params=asked, headers={"Accept": "text/csv"}).text.startswith("n\r\n")
        shown = client.get("/embed/compare.csv?j=us&q=forced-divestiture&v=2025-09-15&k=2026-11-24&p=tiktok")
        assert "Required by statute" in shown.text
        assert "PAFACA" in client.get("/data/instrument/us/pafaca.ttl").text


def test_the_graph_is_a_dataset_of_rdflib(there, real_release):
    from kb.base import KnowledgeBase

    assert len(KnowledgeBase(there).graph) == len(KnowledgeBase(real_release).graph)


def test_a_release_is_found_by_the_beginning_of_its_name(there):
    assert open_named(None, there.id[:6]).id == there.id
    with pytest.raises(UsageError, match="holds:"):
        open_named(None, "0000")


@pytest.fixture(scope="module")
def newer(tmp_path_factory: pytest.TempPathFactory) -> Release:
    return check.edited(MINI_FACTS, tmp_path_factory.mktemp("newer"))


def test_releases_are_switched_and_withdrawn(mini_release, newer, tmp_path, monkeypatch):
    monkeypatch.setenv("KB_HOME", str(tmp_path / "home"))
    with oxigraph(tmp_path / "store") as found:
        check.check_switch(mini_release, newer, found, monkeypatch)
        left = graphs_of(endpoint_at(found))
        assert left and all(f"/release/{newer.id}" in name for name in left)


def test_a_publication_that_breaks_off_changes_nothing_and_can_be_repeated(mini_release, newer, tmp_path):
    class PulledError(Exception):
        """Somebody pulled the plug."""

    def pull(stage: str, done: int, total: int) -> None:
        if stage == "loading" and done == 10:
            raise PulledError

    with oxigraph(tmp_path) as found:
        check.loaded(mini_release, found)
        with pytest.raises(PulledError):
            check.loaded(newer, found, progress=pull)
        assert [(one.id, one.is_current) for one in releases_held(endpoint_at(found))] == [(mini_release.id, True)]
        check.loaded(newer, found)
        assert [one.id for one in releases_held(endpoint_at(found)) if one.is_current] == [newer.id]


def test_an_engine_that_lost_something_is_not_switched_to_and_is_given_it_anew(mini_release, tmp_path):
    with oxigraph(tmp_path) as found:
        check.loaded(mini_release, found)
        drop_graph(endpoint_at(found), graphs_of(endpoint_at(found), mini_release.id)[-1])
        with pytest.raises(UnavailableError, match="not switched"):
            check.loaded(mini_release, found, is_loaded=True)
        check.loaded(mini_release, found)
        assert [one.id for one in releases_held(endpoint_at(found)) if one.is_current] == [mini_release.id]


def test_a_release_that_is_there_is_not_touched_when_it_is_published_again(mini_release, tmp_path):
    stages = []
    with oxigraph(tmp_path) as found:
        check.loaded(mini_release, found)
        check.loaded(mini_release, found, progress=lambda stage, *_: stages.append(stage))
    assert "loading" not in stages and "counting" in stages


def test_what_else_the_engine_holds_is_not_read(there, address):
    for text in (
        "SELECT * { GRAPH <https://w3id.org/policykb/releases> { ?s ?p ?o } }",
        f"SELECT * {{ GRAPH <https://w3id.org/policykb/release/{there.id}> {{ ?s ?p ?o }} }}",
        "SELECT * FROM <https://w3id.org/policykb/releases> { ?s ?p ?o }",
        "SELECT * { ?s ?p trueGRAPH ?g { ?a ?b ?c } }",
        "BASE <https://w3id.org/policykb/> SELECT * { GRAPH <releases> { ?s ?p ?o } }",
    ):
        with pytest.raises(QueryError):
            run_query(there, text)
    named = "SELECT DISTINCT ?g { GRAPH ?g { ?s a <http://www.w3.org/ns/dcat#Nothing> } }"
    assert b"release" not in run_query(there, named).body


def test_a_cancelled_query_is_not_asked(there):
    ticket = Ticket()
    ticket.cancel()
    with pytest.raises(CancelledError):
        run_query(there, "SELECT * { ?s ?p ?o } LIMIT 1", ticket=ticket)


def test_files_for_a_bulk_loader_serve_a_reader_without_updates(mini_release, tmp_path, monkeypatch):
    written = write_files(mini_release, tmp_path / "files")
    load = [OXIGRAPH, "load", "--location", str(tmp_path / "store")]
    subprocess.run([*load, *(part for path in written for part in ("--file", str(path)))], check=True, capture_output=True)
    monkeypatch.setenv("KB_HOME", str(tmp_path / "home"))
    with oxigraph(tmp_path / "store", "serve-read-only") as found:
        monkeypatch.setenv("KB_ENDPOINT", found)
        there = open_release()
        assert there.id == mini_release.id
        assert there.reader.jurisdictions() == mini_release.reader.jurisdictions()
        with pytest.raises(UnavailableError, match="HTTP 403"):
            check.loaded(mini_release, found)


def test_an_endpoint_without_a_release_says_how_to_publish_one(tmp_path, monkeypatch):
    monkeypatch.setenv("KB_HOME", str(tmp_path / "home"))
    with oxigraph(tmp_path / "store") as found:
        monkeypatch.setenv("KB_ENDPOINT", found)
        with pytest.raises(UnavailableError, match="holds no release; publish one"):
            open_release()


PAGES = {
    "home": {},
    "compare": {"j": "us,eu,sg"},
    "on_that_day": {},
    "changes": {},
    "timeline": {},
    "similarity": {},
    "search": {"q": "dsa"},
    "entity": {"e": "instrument/us/pafaca"},
    "graph": {"focus": "platform/tiktok"},
    "article": {},
    "coverage": {},
    "sparql": {},
    "about": {},
}


def opened(name, address):
    test = AppTest.from_string(f"from kb.ui.pages import {name}; {name}.show()", default_timeout=PATIENCE)
    for key, value in address.items():
        test.query_params[key] = value
    return test.run()


@pytest.mark.parametrize("name", PAGES)
def test_every_page_opens_over_the_endpoint(there, name):
    test = opened(name, PAGES[name])
    assert not test.exception and not test.error and test.title


@pytest.mark.parametrize("view", ["cards", "table", "heat", "read", "map"])
def test_every_view_of_a_comparison_opens_over_the_endpoint(there, view):
    test = opened("compare", {"j": "us,eu", "view": view, "v": "2026-06-01", "v2": "2024-01-01", "pin": "sg.forced-divestiture"})
    assert not test.exception and not test.error and any("cell" in one.value and "differ" in one.value for one in test.markdown)


def test_the_app_says_that_its_endpoint_is_gone_and_builds_nothing(tmp_path, monkeypatch):
    monkeypatch.setenv("KB_HOME", str(tmp_path))
    monkeypatch.setenv("KB_ENDPOINT", "http://kb:s3cret@127.0.0.1:1/query")
    test = AppTest.from_file(str(ROOT / "app.py"), default_timeout=PATIENCE).run()
    assert not test.exception and "cannot be reached" in test.error[0].value and "s3cret" not in test.error[0].value
    assert not (tmp_path / "current").exists()


def test_commands_take_an_endpoint_in_the_place_of_a_folder(address, tmp_path):
    asked = ["compare", "us", "-q", "forced-divestiture", "--as-of", "2025-09-15", "--endpoint", address]
    done = run_kb(*asked, home=tmp_path)
    assert done.returncode == 0 and "Required by statute" in done.stdout
    both = run_kb(*asked, "--home", str(tmp_path), home=tmp_path)
    assert both.returncode == 2 and "give one of them" in both.stderr
    nobody = run_kb(*asked[:-1], "http://kb:s3cret@127.0.0.1:1/query", home=tmp_path)
    assert nobody.returncode == 4 and "Connection refused" in nobody.stderr and "s3cret" not in nobody.stderr
    listed = run_kb("endpoint", "--at", address, home=tmp_path)
    assert listed.returncode == 0 and "(current)" in listed.stdout and "7 of 7" in listed.stdout
    assert run_kb("publish", home=tmp_path).returncode == 4
    assert "name the address" in run_kb("endpoint", home=tmp_path).stderr


def run_kb(*words: str, home: Path) -> subprocess.CompletedProcess[str]:
    command, settings = [sys.executable, "-m", "kb", *words], {"KB_HOME": str(home), "KB_ENDPOINT": ""}
    told = {"capture_output": True, "text": True, "check": False, "timeout": PATIENCE}
    return subprocess.run(command, cwd=ROOT, env=os.environ | settings, **told)
