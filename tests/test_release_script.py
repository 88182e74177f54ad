"""One command checks a version, builds it, tries it in an empty folder, seals and tags it, or says what is in the way."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import tarfile
from pathlib import Path

import pytest

from operations.release.__main__ import main
from operations.release.artefacts import SUMS
from operations.release.version import PLACES, NotReadyError, git, notes, prepare, version_of
from tests.conftest import MINI_FACTS, ROOT
from tests.test_packaging import files_of_the_checkout, needs_setuptools

CHANGELOG = """\
# What changed

## The data

### Next

- One claim more. *To do:* nothing.

### 0.1.0

- All of it.

## The program

### Next

- One command more. *To do:* nothing.

### 0.1.0

- All of it.
"""


def commit(folder: Path, message: str) -> None:
    git(folder, "add", "--all")
    git(folder, "-c", "user.name=kb-editors", "-c", "user.email=kb@example.org", "commit", "-qm", message)


@pytest.fixture(scope="module")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository of the program with invented facts and a short changelog."""
    folder = tmp_path_factory.mktemp("origin")
    for name in files_of_the_checkout():
        if not name.startswith(("facts/", "tests/", "benchmarks/")) or name == "facts/__init__.py":
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name, follow_symlinks=False)
    shutil.copytree(MINI_FACTS, folder / "facts", dirs_exist_ok=True)
    (folder / "CHANGELOG.md").write_text(CHANGELOG, encoding="utf-8")
    git(folder, "init", "-q")
    git(folder, "config", "user.name", "kb-editors")
    git(folder, "config", "user.email", "kb@example.org")
    commit(folder, "All of it")
    return folder


@pytest.fixture
def clone(origin: Path, tmp_path: Path) -> Path:
    folder = Path(shutil.copytree(origin, tmp_path / "clone", symlinks=True))
    return folder


def test_prepare_writes_the_number_everywhere_and_gives_it_both_parts(clone: Path):
    assert set(prepare(clone, "0.2.0")) == {*PLACES, "CHANGELOG.md"} and version_of(clone) == "0.2.0"
    told = notes(clone, "0.2.0")
    assert told.startswith("# 0.2.0\n") and "## The data\n\n- One claim more." in told
    assert "## The program\n\n- One command" in told
    assert "All of it" not in told and (clone / "CHANGELOG.md").read_text().count("### Next\n\n### 0.2.0\n\n- One") == 2


@pytest.mark.parametrize(("number", "said"), [("0.2", "write it like"), ("0.1.0", "does not come after"), ("0.0.9", "after")])
def test_a_number_that_is_none_or_comes_before_is_refused(clone: Path, number: str, said: str):
    with pytest.raises(NotReadyError, match=said):
        prepare(clone, number)
    assert not git(clone, "status", "--porcelain")


def refused(clone: Path, folder: Path, capsys: pytest.CaptureFixture[str]) -> str:
    assert main([str(folder)], clone) == 1 and not git(clone, "tag", "--list")
    said = capsys.readouterr()
    assert not said.out and said.err.startswith("not released: ")
    return said.err


def test_what_stands_in_the_way_is_told_and_nothing_is_written(clone: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    folder = tmp_path / "out"
    assert "has changes under Next" in refused(clone, folder, capsys)
    prepare(clone, "0.2.0")
    assert "the tree is not clean" in refused(clone, folder, capsys)
    commit(clone, "Name it 0.2.0")
    (clone / "CITATION.cff").write_text((clone / "CITATION.cff").read_text().replace("0.2.0", "0.3.0"), encoding="utf-8")
    assert "CITATION.cff says 0.3.0" in refused(clone, folder, capsys)
    git(clone, "checkout", "-q", "CITATION.cff")
    (clone / "facts/instruments/xa/sale-act.yaml").write_text("title: [", encoding="utf-8")
    commit(clone, "Break the facts")
    assert "sale-act.yaml" in refused(clone, folder, capsys) and not folder.exists()
    folder.mkdir()
    assert "there already" in refused(clone, folder, capsys)


def test_a_folder_without_its_tag_goes_again(clone: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys):
    prepare(clone, "0.2.0")
    commit(clone, "Name it 0.2.0")
    monkeypatch.setattr("operations.release.__main__.make", lambda tree, fresh, number: fresh.mkdir() or "0123456789abcdef")
    monkeypatch.setattr("operations.release.__main__.check", lambda fresh, empty, identifier: None)
    (clone / ".git/refs/tags/v0.2.0.lock").touch()  # another git at work on this tag
    said = refused(clone, tmp_path / "out", capsys)
    assert "git tag" in said and not (tmp_path / "out").exists()


@needs_setuptools
def test_a_dry_run_does_all_and_keeps_nothing_then_the_release_is_whole(
    clone: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    prepare(clone, "0.2.0")
    commit(clone, "Name it 0.2.0")
    folder = tmp_path / "out"
    assert main([str(folder), "--dry-run"], clone) == 0, capsys.readouterr().err
    dry = capsys.readouterr().out.splitlines()
    assert dry[-1].startswith("dry run") and not folder.exists() and not git(clone, "tag", "--list")
    assert main([str(folder)], clone) == 0
    done = capsys.readouterr().out.splitlines()
    assert done[:-1] == dry[:-1] and done[-1] == "tagged v0.2.0", "the same commit gives the same names"
    assert {path.name for path in folder.iterdir()} == set(done[1:-1]) and not git(clone, "status", "--porcelain")
    assert subprocess.run(["sha256sum", "--quiet", "-c", SUMS], cwd=folder, check=False).returncode == 0
    about = json.loads((folder / "release.json").read_text())
    assert about["commit"] == git(clone, "rev-parse", "v0.2.0^{commit}") and about["version"] == "0.2.0"
    assert "One claim more" in git(clone, "tag", "--list", "--format=%(contents)", "v0.2.0")
    with tarfile.open(folder / f"policykb-data-{about['release']}.tar.gz") as packed:
        (data,) = (name for name in packed.getnames() if name.endswith("data.nq"))
        digest = hashlib.sha256(packed.extractfile(data).read()).hexdigest()
    assert digest.startswith(about["release"])
    assert list(folder.glob("policykb-0.2.0-*.whl")) and list(folder.glob("policykb-0.2.0.tar.gz"))
    assert json.loads((folder / "sbom.json").read_text())["components"]
    assert b'id="Claim"' in (folder / "ontology.html").read_bytes()
    assert main([str(tmp_path / "again")], clone) == 1 and "is there already" in capsys.readouterr().err
