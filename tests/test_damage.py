"""Sixty random same-size damages to all files of a release: each is named, mended or refused; nothing says something else."""

from __future__ import annotations

import logging
import os
import shutil
from pathlib import Path

import pytest

from benchmarks.damage import Asked, trial
from kb.asking.sandbox import prepare, run_query, stream_query
from kb.cells.comparison import compare
from kb.commands.cli import run
from kb.errors import DamagedError, UnavailableError
from kb.opening.current import open_named, open_release
from kb.release import intact
from kb.release.release import Release
from kb.release.sealing import LIST, MANIFEST, read_list
from kb.tables import table_bytes

DAY = {"as_of": "2025-06-01", "known_on": "2026-06-01"}
EACH, SEEDS = 10, range(6)
NAMES = "SELECT ?s ?o { ?s <http://www.w3.org/2000/01/rdf-schema#label> ?o } ORDER BY ?s ?o"
TRUE, FALSE = b"A minister may review acq", b"A minister may forbid acq"  # in the general rule, so tables show it


@pytest.fixture
def home(mini_home: Path, tmp_path: Path) -> Path:
    return shutil.copytree(mini_home, tmp_path / "home", symlinks=True)


@pytest.fixture
def table(mini_release: Release, tmp_path: Path) -> Path:
    path = tmp_path / "table.md"
    path.write_bytes(table_bytes(compare(mini_release.reader, ["xa", "xb"], **DAY), "md"))
    return path


def folder(home: Path) -> Path:
    return (home / "current").resolve()


def rot(path: Path, content: bytes) -> None:
    """Other content of the same size under the same times."""
    before = path.stat()
    assert len(content) == before.st_size and content != path.read_bytes()
    path.write_bytes(content)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def flipped(path: Path, place: int | None = None) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2 if place is None else place] ^= 1
    rot(path, bytes(content))


def lied(path: Path) -> None:
    """A file that says that a minister may forbid what she may review."""
    content = path.read_bytes()
    assert TRUE in content
    rot(path, content.replace(TRUE, FALSE))


@pytest.mark.parametrize("seed", SEEDS)
def test_random_damage_is_named_mended_or_refused(seed: int, mini_home: Path, table: Path):
    asked = Asked(["xa", "xb"], ("xa", "forced-sale"), "instrument/xa/sale-act", "owner", table, (DAY["as_of"], DAY["known_on"]))
    found = trial(mini_home, asked, EACH, seed)
    assert len(found) == EACH
    assert [one for one in found if one[2].startswith("WRONG")] == []


def test_one_word_changed_in_the_index_changes_no_table_and_no_verdict(home: Path, table: Path, caplog, capsys, monkeypatch):
    lied(folder(home) / "index.sqlite")
    caplog.set_level(logging.WARNING)
    assert table_bytes(compare(open_release(home).reader, ["xa", "xb"], **DAY), "md") == table.read_bytes()
    assert "index.sqlite was changed" in caplog.text
    monkeypatch.setattr("sys.argv", ["kb", "verify", str(table), "--home", str(home)])
    main_without_exit()
    assert "identical" in capsys.readouterr().out


def main_without_exit() -> int:
    with pytest.raises(SystemExit) as ended:
        run()
    return int(ended.value.code or 0)


def test_where_the_data_are_changed_as_well_both_files_are_named_and_nothing_is_shown(home: Path):
    lied(folder(home) / "index.sqlite")
    lied(folder(home) / "data.nq")
    with pytest.raises(DamagedError, match=r"index\.sqlite was changed; data\.nq too.*python -m kb restore.*python -m kb build"):
        compare(open_release(home).reader, ["xa"], **DAY)
    assert not list((home / "derived").glob("*/*/index.sqlite"))


@pytest.mark.parametrize("name", ["store/CURRENT", "store/IDENTITY", "sst", "store/OPTIONS"])
def test_a_store_that_is_damaged_before_a_query_is_mended_and_answers(name: str, home: Path, mini_release: Release, caplog):
    found = max((folder(home) / "store").glob("*.sst" if name == "sst" else f"{name.partition('/')[2]}*"), key=size)
    flipped(found)
    caplog.set_level(logging.WARNING)
    assert run_query(open_release(home), NAMES).body == run_query(mini_release, NAMES).body
    assert found.name in caplog.text


def size(path: Path) -> int:
    return path.stat().st_size


def test_a_store_that_is_damaged_while_it_is_open_is_mended_for_queries_and_stored_ones(home: Path, mini_release: Release):
    release = open_release(home)
    assert run_query(release, NAMES).body == run_query(mini_release, NAMES).body
    before = list(release.rows("jurisdictions"))
    for path in (folder(home) / "store").glob("*.sst"):
        flipped(path)
    assert run_query(release, NAMES).body == run_query(mini_release, NAMES).body
    assert list(release.rows("jurisdictions")) == before


def test_a_file_that_is_planted_in_the_store_is_not_read(home: Path, caplog):
    (folder(home) / "store" / "000099.log").write_bytes(b"x")
    caplog.set_level(logging.WARNING)
    assert len(open_release(home).store) == open_release(home).manifest["quads"]
    assert "store/000099.log is not in files.json" in caplog.text


def test_a_failing_query_over_a_whole_store_is_not_blamed_on_the_disk(mini_release: Release):
    with pytest.raises(Exception, match=r"make the query narrower|stopped after"):
        slow = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
        stream_query(mini_release, prepare(mini_release, slow), "csv", open(os.devnull, "wb"), limits(0.5))  # noqa: PTH123, SIM115


def limits(seconds: float):
    from kb.running.limits import Limits

    return Limits(seconds=seconds)


@pytest.mark.parametrize("name", [MANIFEST, LIST, "facts.json"])
@pytest.mark.parametrize("place", [0, -1, 40, 90])
def test_every_byte_of_a_description_counts(name: str, place: int, home: Path, mini_release: Release, caplog):
    flipped(folder(home) / name, place)
    caplog.set_level(logging.WARNING)
    release = open_release(home)
    assert (release.id, release.facts, release.manifest["quads"]) == (
        mini_release.id,
        mini_release.facts,
        mini_release.manifest["quads"],
    )
    assert name in caplog.text


def test_a_list_that_was_sealed_anew_over_another_hash_is_found_by_what_it_says_of_the_data(home: Path, caplog):
    """Whoever recomputes the seal of the manifest's hash still cannot give other data the name of the release."""

    from kb.release.intact import sha256_of
    from kb.release.sealing import DATA, json_text, read_mapping, sealed

    lied(folder(home) / DATA)
    manifest = read_mapping(folder(home), MANIFEST)[1] | {"data_sha256": sha256_of(folder(home) / DATA)}
    (folder(home) / MANIFEST).write_bytes(json_text(manifest))
    listed = dict(read_list(folder(home)))
    for name in (DATA, MANIFEST):
        path = folder(home) / name
        listed[name] = listed[name]._replace(bytes=path.stat().st_size, sha256=sha256_of(path))
    (folder(home) / LIST).write_bytes(sealed(listed))
    with pytest.raises(UnavailableError, match=r"manifest\.json is one of release .*data\.nq too"):
        open_release(home)


def test_a_link_that_leads_nowhere_is_named(home: Path):
    (home / "current").unlink()
    (home / "current").symlink_to("releases/0123456789abcdef")
    with pytest.raises(UnavailableError, match=r"current leads to .*releases/0123456789abcdef, where no release is"):
        open_release(home)


def test_a_release_in_a_folder_of_another_name_is_not_taken_for_that_one(home: Path):
    folder(home).rename(home / "releases" / "0123456789abcdef")
    with pytest.raises(UnavailableError, match=r"is one of release .*data\.nq too"):
        open_named(home, "0123456789abcdef")


def test_what_was_derived_and_is_damaged_is_derived_once_more(home: Path, table: Path, mini_release: Release, caplog):
    caplog.set_level(logging.WARNING)
    flipped(folder(home) / "index.sqlite")
    assert table_bytes(compare(open_release(home).reader, ["xa", "xb"], **DAY), "md") == table.read_bytes()
    (derived,) = (home / "derived").glob("*/*/index.sqlite")
    lied(derived)
    assert table_bytes(compare(open_release(home).reader, ["xa", "xb"], **DAY), "md") == table.read_bytes()
    assert derived.read_bytes() == (mini_release.path / "index.sqlite").read_bytes()
    assert f"what was derived of release {mini_release.id} is damaged: index.sqlite was changed" in caplog.text


def test_what_is_derived_is_to_the_byte_what_was_built(home: Path, mini_release: Release):
    flipped(folder(home) / "facts.json")
    assert open_release(home).facts
    (derived,) = (home / "derived").glob("*/*/facts.json")
    for name in ("facts.json", "index.sqlite", "search.sqlite", "catalogue.sqlite", "cells.arrow", "intervals.arrow"):
        assert (derived.parent / name).read_bytes() == (mini_release.path / name).read_bytes()
    assert set(Release(derived.parent, {"id": "x"}).store) == set(mini_release.store)


def test_where_nothing_can_be_written_the_damage_is_named(home: Path):
    flipped(folder(home) / "index.sqlite")
    (home / "derived").write_text("in the way")
    with pytest.raises(UnavailableError, match=r"index\.sqlite was changed; nothing can be made in its place"):
        compare(open_release(home).reader, ["xa"], **DAY)


def test_large_files_are_compared_once_for_each_state_and_anew_after_some_minutes(home: Path, monkeypatch):
    monkeypatch.setattr(intact, "WHOLE", 1000)
    index = folder(home) / "index.sqlite"
    looked: list[str] = []
    compared = intact.IntactFolder._compare
    monkeypatch.setattr(intact.IntactFolder, "_compare", lambda self, name: looked.append(name) or compared(self, name))
    for _ in range(2):
        assert len(compare(open_release(home).reader, ["xa"], **DAY).cells) > 0
    assert looked.count("index.sqlite") == 1
    monkeypatch.setattr(intact, "TRUSTED_SECONDS", 0.0)
    open_release(home).reader.questions()
    assert looked.count("index.sqlite") == 2
    lied(index)
    told = table_bytes(compare(open_release(home).reader, ["xa"], **DAY), "md")
    assert TRUE in told and FALSE not in told


def test_blocks_of_a_large_store_are_left_to_the_engines_checksums_and_mended_when_these_fail(
    home: Path, mini_release: Release, monkeypatch, caplog
):
    monkeypatch.setattr(intact, "STORE_WHOLE", 1000)
    caplog.set_level(logging.WARNING)
    for path in (folder(home) / "store").glob("*.sst"):
        rot(path, os.urandom(size(path)))
    release = open_release(home)
    assert list(release.rows("jurisdictions")) == list(mini_release.rows("jurisdictions"))
    assert run_query(release, NAMES).body == run_query(mini_release, NAMES).body
    assert ".sst was changed" in caplog.text


def test_a_large_store_that_the_engine_cannot_open_is_mended(home: Path, mini_release: Release, monkeypatch, caplog):
    monkeypatch.setattr(intact, "STORE_WHOLE", 1000)
    caplog.set_level(logging.WARNING)
    for path in (folder(home) / "store").glob("*.sst"):
        rot(path, os.urandom(size(path)))
    assert len(open_release(home).store.opened()) == len(mini_release.store)
    assert ".sst was changed" in caplog.text


def test_a_large_store_that_rots_behind_the_engines_back_is_named_or_answers_as_before(
    home: Path, mini_release: Release, monkeypatch
):
    monkeypatch.setattr(intact, "STORE_WHOLE", 1000)
    release, expected = open_release(home), set(map(str, mini_release.store))
    for path in (folder(home) / "store").glob("*.sst"):
        content = bytearray(path.read_bytes())
        content[100:200] = bytes(100)
        rot(path, bytes(content))
    try:
        found = set(map(str, release.store))
    except UnavailableError as error:
        assert ".sst was changed; it was mended while it was read, so ask again" in str(error)
        found = set(map(str, release.store))
    assert found == expected


def test_a_store_is_opened_once_while_its_files_are_the_same(mini_release: Release):
    assert mini_release.store.opened() is mini_release.store.opened()
