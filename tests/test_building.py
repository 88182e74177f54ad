"""Building a release: equal bytes for equal facts, one atomic switch, and an old release that survives every accident."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
from filelock import FileLock
from pyoxigraph import BlankNode, RdfFormat, parse

from kb import projection
from kb.building.build import build
from kb.cells.comparison import compare
from kb.errors import UnavailableError
from kb.loaders.facts import facts_files
from kb.loaders.problems import CuratedDataError
from kb.opening.current import open_release
from kb.release.intact import IntactFolder, sha256_of
from kb.release.release import Release, is_whole
from tests.conftest import MINI_FACTS, ROOT

DAY = {"as_of": "2025-09-15", "known_on": "2026-11-22"}
BUILDER = """
import sys
from pathlib import Path
from kb.building.build import build
build(Path(sys.argv[1]), Path(sys.argv[2]), lambda stage, done, total: print(stage, flush=True))
"""


@pytest.fixture
def facts_root(tmp_path: Path) -> Path:
    return shutil.copytree(MINI_FACTS, tmp_path / "facts")


@pytest.fixture
def home(mini_home: Path, tmp_path: Path) -> Path:
    """A home of one's own, to be damaged."""
    return shutil.copytree(mini_home, tmp_path / "home", symlinks=True)


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def change_an_answer(facts_root: Path) -> None:
    replace(facts_root / "instruments/xa/screening-act.yaml", "answer: review", "answer: no-power")


def folders(home: Path) -> list[str]:
    return sorted(path.name for path in (home / "releases").iterdir())


def test_equal_facts_give_equal_bytes_in_two_homes(mini_home: Path, facts_root: Path, tmp_path: Path):
    other = tmp_path / "other"
    assert build(facts_root, other).id == open_release(mini_home).id
    for name in ("data.nq", "manifest.json"):
        assert (other / "current" / name).read_bytes() == (mini_home / "current" / name).read_bytes()


def test_quads_are_sorted_without_blank_nodes_and_counted(mini_release: Release):
    lines = (mini_release.path / "data.nq").read_text(encoding="utf-8").splitlines()
    assert lines == sorted(set(lines))
    assert len(lines) == mini_release.manifest["quads"] == len(mini_release.store)
    terms = {type(term) for quad in parse(path=str(mini_release.path / "data.nq"), format=RdfFormat.N_QUADS) for term in quad}
    assert BlankNode not in terms


def test_manifest_says_what_was_built(mini_release: Release):
    assert len(json.loads((mini_release.path / "facts.json").read_text(encoding="utf-8"))) == 16
    assert mini_release.manifest["counts"]["claims"] == 10
    assert mini_release.manifest["data_sha256"] == sha256_of(mini_release.path / "data.nq")
    assert mini_release.id == mini_release.path.name


def test_current_is_a_relative_link_into_releases(mini_home: Path):
    link = mini_home / "current"
    assert link.is_symlink()
    assert link.readlink() == Path("releases") / open_release(mini_home).id
    assert [path.name for path in mini_home.iterdir() if path.name.startswith(".current")] == []


def test_second_build_reuses_the_release(facts_root: Path, tmp_path: Path):
    first = build(facts_root, tmp_path / "home")
    inode = (tmp_path / "home/current/data.nq").stat().st_ino
    second = build(facts_root, tmp_path / "home")
    assert (first.reused, second.reused, first.id) == (False, True, second.id)
    assert (tmp_path / "home/current/data.nq").stat().st_ino == inode
    assert folders(tmp_path / "home") == [first.id]


def test_a_build_from_scratch_projects_each_file_once_and_asks_no_engine(
    facts_root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    projected: Counter[str] = Counter()
    project_file = projection._project_file
    monkeypatch.setattr(projection, "_project_file", lambda *rest: (projected.update([rest[1]]), project_file(*rest)))
    monkeypatch.setattr("kb.building.build.run_shapes", lambda *_: pytest.fail("a SHACL engine was asked of right facts"))
    build(facts_root, tmp_path / "home")
    assert projected == dict.fromkeys(facts_files(facts_root), 1)


def test_wrong_facts_leave_the_current_release(facts_root: Path, home: Path):
    before = (home / "current").readlink(), folders(home)
    replace(facts_root / "instruments/xa/screening-act.yaml", "answer: review", "answer: revue")
    with pytest.raises(CuratedDataError):
        build(facts_root, home)
    assert ((home / "current").readlink(), folders(home)) == before


def test_changed_answer_makes_a_new_release_and_keeps_the_old(facts_root: Path, home: Path):
    old = open_release(home)
    change_an_answer(facts_root)
    built = build(facts_root, home)
    assert built.id != old.id
    assert sorted([built.id, old.id]) == folders(home)
    assert open_release(home).id == built.id
    assert len(list(old.rows("codebook"))) > 0


def test_changed_answer_changes_one_claim_and_its_cell(facts_root: Path, home: Path):
    old = open_release(home)
    change_an_answer(facts_root)
    new = open_release(build(facts_root, home) and home)
    assert changed_answers(old, new) == [("review", "no-power")]
    before, after = cells(old), cells(new)
    assert [key for key in before if before[key] != after[key]] == [("xa", "forced-sale")]


def changed_answers(old: Release, new: Release) -> list[tuple[str, str]]:
    """(old, new) for each quad of the facts, but for hashes of files, that differs between two releases."""
    sets = [set((release.path / "data.nq").read_text(encoding="utf-8").splitlines()) for release in (old, new)]
    gone, come = (sorted(line for line in one - other if "ontology#answer>" in line) for one, other in (sets, sets[::-1]))
    assert [line.split()[0] for line in gone] == [line.split()[0] for line in come]
    return [(answer(a), answer(b)) for a, b in zip(gone, come, strict=True)]


def answer(line: str) -> str:
    return line.split()[2].strip("<>").rpartition("/")[2]


def cells(release: Release) -> dict[tuple[str, str], object]:
    return {(cell.jurisdiction, cell.question): cell for cell in compare(release.reader, ["xa", "xb"], **DAY).cells}


def damage(folder: Path, kind: str) -> str:
    """Damage one file of a release; the name of that file."""
    pattern = {"truncated": "store/MANIFEST-*", "deleted": "store/*.sst", "flipped": "data.nq"}[kind]
    path = max(folder.glob(pattern), key=lambda found: found.stat().st_size)
    content = bytearray(path.read_bytes())
    if kind == "deleted":
        path.unlink()
    elif kind == "truncated":
        path.write_bytes(content[: len(content) // 2])
    else:
        content[len(content) // 2] ^= 1
        path.write_bytes(content)
    return path.relative_to(folder).as_posix()


@pytest.mark.parametrize("kind", ["truncated", "deleted", "flipped"])
def test_damaged_file_is_found_and_mended_by_the_next_build(kind: str, home: Path):
    folder = (home / "current").resolve()
    assert is_whole(folder)
    name = damage(folder, kind)
    assert [error.file for error in IntactFolder.listed(folder).damage()] == [name]
    assert build(MINI_FACTS, home).reused is False
    assert is_whole((home / "current").resolve())


def test_no_release_names_the_command_and_makes_nothing(tmp_path: Path):
    with pytest.raises(UnavailableError, match=r"no release in .*typo; run 'python -m kb build'"):
        open_release(tmp_path / "typo")
    assert not (tmp_path / "typo").exists()


def test_locked_home_says_that_another_build_is_running(home: Path):
    with FileLock(home / ".lock"):
        (home / ".builder").write_text("4711", encoding="utf-8")
        with pytest.raises(UnavailableError, match=r"another build is running \(process 4711\)"):
            build(MINI_FACTS, home)
    assert build(MINI_FACTS, home).reused


def test_home_that_is_a_file_is_named(tmp_path: Path):
    (tmp_path / "home").write_text("x")
    with pytest.raises(UnavailableError, match="could not be written below"):
        build(MINI_FACTS, tmp_path / "home")


def kill_while(stage: str, facts_root: Path, home: Path, wait: float) -> bool:
    """Start a build in another process and kill it some time after a stage began; whether it was still running."""
    command = [sys.executable, "-c", BUILDER, str(facts_root), str(home)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert any(line.strip() == stage for line in process.stdout)
        time.sleep(wait)
        os.kill(process.pid, signal.SIGKILL)
    return process.returncode == -signal.SIGKILL


def test_killed_builds_leave_a_release_that_answers(facts_root: Path, home: Path):
    old, chance, killed = open_release(home).id, random.Random(7), 0
    change_an_answer(facts_root)
    for stage in ("reading", "projecting", "writing", "writing", "writing"):
        killed += kill_while(stage, facts_root, home, chance.uniform(0, 0.04))
        release = open_release(home)
        assert is_whole(release.path)
        assert len(compare(release.reader, ["xa", "xb"], **DAY).cells) == 8
    assert killed >= 3
    built = build(facts_root, home)
    assert folders(home) == sorted([old, built.id])
    assert [path.name for path in home.glob(".current-*")] == []


def test_leftovers_of_a_killed_build_are_removed(home: Path):
    (home / "releases/.tmp-1/store").mkdir(parents=True)
    (home / ".current-1").symlink_to("releases/none")
    built = build(MINI_FACTS, home)
    assert folders(home) == [built.id]
    assert not (home / ".current-1").is_symlink()


def test_failure_while_writing_leaves_nothing(facts_root: Path, home: Path, monkeypatch: pytest.MonkeyPatch):
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    before = (home / "current").readlink(), folders(home)
    change_an_answer(facts_root)
    monkeypatch.setattr("kb.building.release_writing.sync", full)
    with pytest.raises(UnavailableError, match=r"No space left on device: [\d.]+ MB free .*nothing was changed"):
        build(facts_root, home)
    assert ((home / "current").readlink(), folders(home)) == before


def test_real_release_is_whole(real_release: Release):
    listed = json.loads((real_release.path / "files.json").read_text(encoding="utf-8"))["files"]
    assert is_whole(real_release.path)
    assert {"data.nq", "manifest.json", "store/CURRENT"} <= set(listed)
    assert len(real_release.store) == real_release.manifest["quads"]


def test_facts_that_a_later_program_builds_again_leave_the_release_as_it_was_published(
    home: Path, monkeypatch: pytest.MonkeyPatch
):
    """The name is of the data alone, so a program of another format finds its release there and derives beside it."""
    folder = (home / "current").resolve()
    before = {path.name: path.stat().st_ino for path in folder.iterdir()}
    for module in ("kb.building.release_writing", "kb.release.release", "kb.opening.mending"):
        monkeypatch.setattr(f"{module}.FORMAT", 99)
    assert build(MINI_FACTS, home).reused
    assert {path.name: path.stat().st_ino for path in folder.iterdir()} == before
    assert len(compare(open_release(home).reader, ["xa", "xb"], **DAY).cells) == 8
    assert (home / "derived" / folder.name / "99" / "index.sqlite").is_file()
