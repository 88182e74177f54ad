"""What programs of earlier formats gave out answers as it did: addresses, frozen tables, seals, explanations and bundles.

``old_releases/old_releases.tar.xz`` holds for each format a release of the invented facts with what was given out of it; each
was made by the program of that format (``old_releases/give_out.py``).
"""

from __future__ import annotations

import logging
import re
import shutil
import tarfile
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from kb.asking.rerun import rerun
from kb.embedding.reports import embed
from kb.embedding.verification import IDENTICAL, SUPERSEDED, verify
from kb.explanation.kept import read_explanation
from kb.explanation.replay import replay
from kb.opening.current import open_release
from kb.opening.past_releases import release_called
from kb.release.identity import FORMAT, identifier
from kb.server.embed_routes import ROUTES
from kb.upgrading.steps import DATA_FORMAT
from tests.old_releases.give_out import FRAME, FRAMES

PACKED = Path(__file__).parent / "old_releases" / "old_releases.tar.xz"
FORMATS = (13, 14, 15, 16)
NAMES = {13: "1b57a9d610646565", 14: "eef69ddab2c5dede", 15: "cd37940fc361a277", 16: "f1f9d3674084c78c"}
TABLES = ("table.html", "table.md", "table.tex", "table.json", "table.xlsx", "table.zip")


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("old")
    with tarfile.open(PACKED) as archive:
        archive.extractall(folder, filter="data")
    return folder


@pytest.fixture(scope="module", params=FORMATS)
def number(request: pytest.FixtureRequest) -> int:
    return request.param


@pytest.fixture(scope="module")
def upgraded(unpacked: Path, number: int, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home in which the program was replaced and nothing was built since."""
    return shutil.copytree(unpacked / str(number) / "home", tmp_path_factory.mktemp("upgraded") / "home", symlinks=True)


@pytest.fixture(scope="module")
def replaced(unpacked: Path, number: int, mini_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home in which a release of today's became the current one."""
    home = shutil.copytree(mini_home, tmp_path_factory.mktemp("replaced") / "home", symlinks=True)
    shutil.copytree(unpacked / str(number) / "home" / "releases", home / "releases", dirs_exist_ok=True)
    return home


@pytest.fixture
def given(unpacked: Path, number: int) -> Path:
    return unpacked / str(number) / "given"


def test_there_is_a_release_of_every_format_that_can_be_read():
    assert FORMATS == tuple(range(13, DATA_FORMAT + 1)) == tuple(range(13, FORMAT + 1))


@pytest.mark.parametrize("suffix", FRAMES)
def test_a_pinned_address_answers_as_it_did(suffix, number, upgraded, replaced, given, monkeypatch):
    client = TestClient(Starlette(routes=list(ROUTES)), base_url="http://base.example")
    for home in (upgraded, replaced):
        monkeypatch.setenv("KB_HOME", str(home))
        answer = client.get(FRAME.format(suffix=suffix, release=NAMES[number]))
        assert answer.status_code == 200 and "immutable" in answer.headers["Cache-Control"]
        assert answer.content == (given / f"frame{suffix or '.html'}").read_bytes()


def test_a_release_keeps_its_name_and_is_derived_once(number, upgraded, caplog):
    caplog.set_level(logging.WARNING)
    shutil.rmtree(upgraded / "derived", ignore_errors=True)
    first = open_release(upgraded)
    assert first.id == NAMES[number] == first.reader.release_id and len(first.store) == first.manifest["quads"]
    assert len(caplog.records) == 1 and NAMES[number] in caplog.text
    assert open_release(upgraded).id == first.id and len(caplog.records) == 1


def test_names_are_of_the_data_alone_from_format_15_on(unpacked):
    import hashlib

    data = (unpacked / "15/home/current/data.nq").read_bytes()
    assert identifier(hashlib.sha256(data).hexdigest()) == NAMES[15] == hashlib.sha256(data).hexdigest()[:16]


def test_nothing_is_written_into_the_folder_of_an_old_release(number, upgraded, unpacked):
    open_release(upgraded).reader.questions()
    for name in ("data.nq", "manifest.json", "files.json", "facts.json"):
        before, after = (home / "releases" / NAMES[number] / name for home in (unpacked / str(number) / "home", upgraded))
        assert before.read_bytes() == after.read_bytes()
    assert len(list((upgraded / "releases" / NAMES[number]).iterdir())) == 4


@pytest.mark.parametrize("name", TABLES)
def test_a_sealed_table_is_verified_as_it_was(name, upgraded, replaced, given):
    assert verify(given / name, upgraded).word == IDENTICAL
    assert verify(given / name, replaced).word in (SUPERSEDED, IDENTICAL)


def test_a_changed_word_in_an_old_table_is_found(upgraded, given, tmp_path):
    text = (given / "table.md").read_text(encoding="utf-8")
    assert "says nothing" in text
    changed = tmp_path / "table.md"
    changed.write_text(text.replace("says nothing", "says much", 1), encoding="utf-8")
    assert verify(changed, upgraded).word == "tampered"


def test_a_frozen_table_stays_and_an_edited_one_is_written_as_it_was(replaced, given, tmp_path):
    whole = (given / "report.md").read_text(encoding="utf-8")
    report = tmp_path / "report.md"
    report.write_text(whole, encoding="utf-8")
    assert embed([report], replaced, check=True)[0].changes == ()
    report.write_text(whole.replace("says nothing", "says much", 1), encoding="utf-8")
    assert embed([report], replaced, check=False)[0].changes
    assert report.read_text(encoding="utf-8") == whole


@pytest.mark.parametrize("name", ["why.json", "why.jsonld"])
def test_a_kept_explanation_still_holds(name, number, upgraded, replaced, given):
    earlier = read_explanation((given / name).read_bytes())
    for release in (open_release(upgraded), release_called(NAMES[number], replaced)):
        assert release and replay(release, earlier).differences == ()


def test_a_bundle_is_repeated_with_the_same_rows(upgraded, replaced, given):
    for home in (upgraded, replaced):
        found = rerun(open_release(home), given / "labels.zip")
        assert found.is_same and found.rows_then > 0


def test_an_old_release_of_which_the_data_were_changed_is_refused_by_name(number, unpacked, tmp_path, monkeypatch):
    home = shutil.copytree(unpacked / str(number) / "home", tmp_path / "home", symlinks=True)
    data = home / "current" / "data.nq"
    content = data.read_bytes()
    assert content.count(b"The named owner must sell") > 0
    data.write_bytes(content.replace(b"The named owner must sell", b"The named owner need sell"))
    monkeypatch.setenv("KB_HOME", str(home))
    client = TestClient(Starlette(routes=list(ROUTES)), base_url="http://base.example")
    answer = client.get(FRAME.format(suffix=".md", release=NAMES[number]))
    assert answer.status_code == 503 and re.search(r"data\.nq", answer.text) and "sell" not in answer.text
