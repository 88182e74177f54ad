"""A kept release is made current without facts or backup, at once for whoever reads; no build and no start undoes it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from kb.building.build import build
from kb.building.holding import HELD, held_of
from kb.errors import UnavailableError
from kb.keeping.backup import back_up
from kb.keeping.inspection import inspect
from kb.keeping.kept import kept_releases
from kb.keeping.pruning import pack, verdicts
from kb.keeping.restore import restore
from kb.keeping.using import use, use_newest
from kb.opening.current import open_release
from kb.release.store_state import VOLATILE
from kb.server.current import current_release as release_of_the_server
from tests.conftest import MINI_FACTS, ROOT
from tests.test_damage import flipped, lied
from tests.test_keeping import run

ACT = "instruments/xa/sale-act.yaml"


def edited(facts: Path, number: int) -> None:
    path = facts / ACT
    text = (MINI_FACTS / ACT).read_text(encoding="utf-8")
    path.write_text(text.replace("title: ", f"title: Edition {number} of the "), encoding="utf-8")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """A folder with facts and a home of three releases, the last of which is current; their names, the oldest first."""
    base = tmp_path_factory.mktemp("held")
    shutil.copytree(MINI_FACTS, base / "facts")
    names = []
    for number in range(3):
        edited(base / "facts", number)
        names.append(build(base / "facts", base / "home").id)
        for path in (base / "home" / "releases" / names[-1]).glob("*.*"):
            os.utime(path, (1_700_000_000 + number * 86_400,) * 2)
    return base, names


@pytest.fixture
def base(made: tuple[Path, list[str]], tmp_path: Path) -> Path:
    return shutil.copytree(made[0], tmp_path / "base", symlinks=True)


@pytest.fixture
def home(base: Path) -> Path:
    return base / "home"


@pytest.fixture
def names(made: tuple[Path, list[str]]) -> list[str]:
    return made[1]


def current(home: Path) -> str:
    return open_release(home).id


def test_an_older_release_becomes_current_for_whoever_reads_and_no_build_undoes_it(base: Path, home: Path, names, monkeypatch):
    monkeypatch.setenv("KB_HOME", str(home))
    assert release_of_the_server().id == names[2]
    said = run("releases", "--home", home, "use", names[0][:8], "--because", "answers of today are wrong")
    assert names[0] in said and names[2] in said and "--newest" in said
    assert release_of_the_server().id == current(home) == names[0]
    edited(base / "facts", 3)
    said = run("build", "--facts", base / "facts", home=home)
    fourth = said.partition("release ")[2][:16]
    assert f"release {names[0]} is held current since" in said and "answers of today are wrong" in said
    assert f"releases use {fourth}" in said
    assert release_of_the_server().id == current(home) == names[0] and fourth not in names
    listed = run("releases", home=home)
    assert "held current since" in listed and "built last, waits beside" in listed
    assert f"release {fourth} is current" in run("releases", "--home", home, "use", "--newest")
    assert release_of_the_server().id == fourth and not (home / HELD).exists()


def test_using_what_was_built_last_lets_go_and_the_next_build_is_current_again(base: Path, home: Path, names):
    use(home, names[1], "")
    assert held_of(home) and current(home) == names[1]
    assert "nothing is held" in use(home, names[2], "")
    assert held_of(home) is None and current(home) == names[2]
    edited(base / "facts", 4)
    assert build(base / "facts", home).id == current(home) not in names
    assert "none is held" in use_newest(home)


def test_facts_that_say_again_what_is_held_let_go_by_a_word_alone(base: Path, home: Path, names):
    use(home, names[0], "")
    edited(base / "facts", 0)
    built = build(base / "facts", home)
    assert built.id == names[0] and "--newest" in built.held and held_of(home)
    assert "nothing is held" in use_newest(home) and current(home) == names[0]


def test_a_damaged_or_unknown_release_does_not_become_current(home: Path, names):
    flipped(home / "releases" / names[0] / "index.sqlite")
    assert "index.sqlite was changed" in _refused("releases", "--home", home, "use", names[0])
    for wrong in (["ffff"], [], [names[1], "--newest"]):
        _refused("releases", "--home", home, "use", *wrong)
    assert current(home) == names[2] and not (home / HELD).exists()


def _refused(*arguments: str | Path) -> str:
    command = [sys.executable, "-m", "kb", *map(str, arguments)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 2 and "Traceback" not in done.stderr, done.stderr
    return done.stderr


def test_a_packed_release_is_made_ready_before_it_becomes_current(home: Path, names):
    pack(home / "releases" / names[0])
    use(home, names[0], "")
    assert list((home / "derived" / names[0]).glob("*/index.sqlite"))
    assert current(home) == names[0]


def test_a_held_release_that_cannot_be_read_any_more_gives_way_to_what_is_built(base: Path, home: Path, names):
    use(home, names[0], "")
    lied(home / "releases" / names[0] / "data.nq")
    built = build(base / "facts", home)
    assert "cannot be read any more" in built.held and current(home) == built.id == names[2] and held_of(home) is None


def test_a_hold_that_was_cut_off_before_its_release_was_current_is_made_whole_by_the_next_build(base: Path, home: Path, names):
    use(home, names[0], "")
    (home / "current").unlink()
    (home / "current").symlink_to(f"releases/{names[2]}")
    build(base / "facts", home)
    assert current(home) == names[0]


def test_what_holds_cannot_be_read_and_nothing_becomes_current_by_a_guess(base: Path, home: Path, names):
    (home / HELD).write_text("{", encoding="utf-8")
    with pytest.raises(UnavailableError, match="nobody knows which release is held"):
        build(base / "facts", home)
    assert current(home) == names[2]


def test_what_is_brought_back_as_current_stays_so_and_a_backup_keeps_what_is_held(base: Path, home: Path, names, tmp_path: Path):
    back_up(home, tmp_path / "before.tar")
    edited(base / "facts", 5)
    fourth = build(base / "facts", home).id
    done = restore(tmp_path / "before.tar", home, takes_current=True)
    assert done.current == names[2] and "before.tar" in done.held
    assert fourth in build(base / "facts", home).held and current(home) == names[2]
    back_up(home, tmp_path / "held.tar")
    moved = restore(tmp_path / "held.tar", tmp_path / "other")
    assert moved.current == names[2] and "before.tar" in moved.held
    build(base / "facts", tmp_path / "other")
    assert current(tmp_path / "other") == names[2]


def test_restoring_without_a_word_holds_nothing(home: Path, names, tmp_path: Path):
    back_up(home, tmp_path / "all.tar")
    assert restore(tmp_path / "all.tar", tmp_path / "other").held == "" and not (tmp_path / "other" / HELD).exists()


def test_pruning_keeps_what_came_before_the_current_one_and_not_what_was_taken_back(base: Path, home: Path, names):
    use(home, names[1], "")
    fates = {one.kept.id: (one.fate, one.because) for one in verdicts(home, newest=1, is_final=True)}
    assert {name: fate for name, (fate, _) in fates.items()} == dict.fromkeys(names, "stay")
    assert "waits beside" in fates[names[2]][1] and "before the current one" in fates[names[0]][1]
    edited(base / "facts", 6)
    fourth = build(base / "facts", home).id
    fates = {one.kept.id: one.fate for one in verdicts(home, newest=1, is_final=False)}
    assert fates == {fourth: "stay", names[2]: "pack", names[1]: "stay", names[0]: "stay"}
    assert len(kept_releases(home)) == 4


def test_a_release_has_nothing_that_the_engine_wrote_for_itself(home: Path, names):
    """Neither a build nor a reader leaves a lock or a log in a folder that never changes."""
    release = open_release(home)
    assert len(release.local_store()) and run("verify", "--release", home=home)
    assert not [path.name for path in (home / "releases").rglob("L*") if path.name.startswith(VOLATILE)]


def test_a_lock_of_before_is_not_counted(home: Path, names):
    folder = home / "releases" / names[0]
    files = inspect(folder).files
    (folder / "store" / "LOCK").touch()
    assert inspect(folder).is_whole and inspect(folder).files == files


def test_a_backup_makes_its_folder(home: Path, tmp_path: Path):
    assert "3 releases" in run("backup", tmp_path / "not" / "there" / "all.tar", home=home)
