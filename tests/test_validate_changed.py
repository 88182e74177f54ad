"""``kb validate --changed``: what git tells as changed is checked with what leans on it, and nothing of it stays unsaid."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from kb.building.build import load_checked
from kb.building.changed_since import Changed, changed_since
from kb.commands.cli import app
from kb.errors import UsageError
from kb.loaders.facts import facts_files
from kb.loaders.problems import CuratedDataError
from tests.conftest import MINI_FACTS
from tests.test_loaders_bad_files import BAD_FILES, header

PRIVACY, SALE, CASE = "instruments/xb/privacy-act.yaml", "instruments/xa/sale-act.yaml", "cases/xa/clip-v-examplia.yaml"


def git(folder: Path, *asked: str) -> None:
    who = ("-c", "user.name=kb-editors", "-c", "user.email=kb-editors@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *who, "-C", str(folder), *asked], check=True, capture_output=True)


@pytest.fixture(scope="module")
def committed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("committed")
    shutil.copytree(MINI_FACTS, folder / "facts")
    git(folder, "init", "-q", "-b", "main")
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "Facts")
    return folder


@pytest.fixture
def root(committed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Facts in a repository of their own, and a home without a build."""
    monkeypatch.setenv("KB_HOME", str(tmp_path / "home"))
    return Path(shutil.copytree(committed, tmp_path / "repository")) / "facts"


def edit(root: Path, name: str, old: str, new: str) -> None:
    text = (root / name).read_text(encoding="utf-8")
    assert old in text
    (root / name).write_text(text.replace(old, new, 1), encoding="utf-8")


def run(root: Path, *arguments: str) -> Any:
    return CliRunner().invoke(app, ["validate", "--facts", str(root), *arguments])


def changed(root: Path, revision: str = "HEAD") -> Changed:
    return changed_since(root, revision, facts_files(root))


def test_nothing_changed_is_said_and_a_change_is_checked_with_what_leans_on_it(root: Path):
    assert run(root, "--changed").output == "no file of facts differs from HEAD\n"
    edit(root, PRIVACY, "Privacy Act", "Act on Privacy")
    assert run(root, "--changed").output.startswith("1 files that differ from HEAD and ")
    found = changed(root)
    assert found.files == {PRIVACY} and "absences/xb.yaml" in found.leaning and SALE not in found.leaning


def test_new_and_deleted_files_count_and_what_named_a_file_that_is_gone_is_told(root: Path):
    (root / "instruments/xb/new-act.yaml").write_text((root / PRIVACY).read_text(encoding="utf-8"), encoding="utf-8")
    (root / SALE).unlink()
    assert changed(root).files == {"instruments/xb/new-act.yaml", SALE} and CASE in changed(root).leaning
    done = run(root, "--changed")
    assert done.exit_code == 1 and f"facts/{CASE}:" in done.output and "no 'xa/sale-act' among the instruments" in done.output


def test_messages_are_of_what_changed_alone_and_others_are_counted(root: Path):
    edit(root, SALE, "type: statute", "type: statut")
    git(root, "commit", "-qam", "Break one")
    edit(root, PRIVACY, "type: statute", "type: statuette")
    done = run(root, "--changed")
    assert done.exit_code == 1 and "privacy-act.yaml:2" in done.output and "sale-act" not in done.output
    told = "kb: 1 problem; the facts are wrong; 1 in files that neither changed nor lean on one, which kb validate lists\n"
    assert done.output.endswith(told)


def test_a_question_that_loses_an_answer_is_told_where_it_was_given(root: Path):
    dimension = next(path for path in (root / "codebook").iterdir() if "local-storage:" in path.read_text(encoding="utf-8"))
    edit(root, f"codebook/{dimension.name}", "conditional:", "conditioned:")
    assert PRIVACY in changed(root).leaning
    assert f"facts/{PRIVACY}:" in run(root, "--changed").output


def test_a_place_that_goes_out_of_the_register_is_told_where_it_is_named(root: Path):
    text = (root / "jurisdictions.yaml").read_text(encoding="utf-8")
    (root / "jurisdictions.yaml").write_text(text.replace("\nxb:", "\nxc:"), encoding="utf-8")
    whole, own = (run(root, *arguments) for arguments in ((), ("--changed",)))
    assert own.exit_code == 1 and own.output == whole.output


def test_a_word_of_the_base_that_goes_is_told_where_it_is_used_and_another_note_of_a_place_concerns_its_files_alone(root: Path):
    edit(root, "jurisdictions.yaml", "xb:\n", "xb:\n  note: A place.\n")
    found = changed(root)
    assert PRIVACY in found.leaning and SALE not in found.leaning
    (root / "words.yaml").write_text("approach:\n  labels: {label: Labels, means: Says labels.}\n", encoding="utf-8")
    edit(root, SALE, "approaches: [", "approaches: [labels, ")
    git(root, "add", "-A")
    git(root, "commit", "-qm", "A word")
    (root / "words.yaml").unlink()
    done = run(root, "--changed")
    assert done.exit_code == 1 and f"facts/{SALE}:" in done.output and "'labels' is not in the list of approach" in done.output


def test_a_branch_is_compared_with_where_it_left_the_other(root: Path):
    git(root, "checkout", "-qb", "mine")
    edit(root, PRIVACY, "Privacy Act", "Act on Privacy")
    git(root, "commit", "-qam", "Mine")
    git(root, "checkout", "-q", "main")
    edit(root, SALE, "type: statute", "type: regulation")
    git(root, "commit", "-qam", "Theirs")
    git(root, "checkout", "-q", "mine")
    assert changed(root, "main").files == {PRIVACY} and changed(root).files == set()
    edit(root, CASE, "kind: court", "kind: regulatory")
    assert changed(root, "main").files == {PRIVACY, CASE}
    assert run(root, "--changed", "main").output.startswith("2 files that differ from main and ")


@pytest.mark.parametrize("path", BAD_FILES, ids=lambda path: path.stem)
def test_no_planted_fault_is_missed(path: Path, root: Path):
    name = header(path.read_text(encoding="utf-8"), "into")[0]
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(path, root / name)
    found = changed(root).all
    for line in header(path.read_text(encoding="utf-8"), "expect"):
        assert line.removeprefix("facts/").partition(":")[0] in found, line


def test_what_the_graph_shows_is_found_as_by_the_whole(root: Path):
    edit(root, PRIVACY, "dates:\n", "dates:\n  - {on: 2019-01-01, what: adopted}\n")
    with pytest.raises(CuratedDataError) as whole:
        load_checked(root)
    with pytest.raises(CuratedDataError) as own:
        load_checked(root, names=changed(root).all)
    assert str(own.value) == str(whole.value) and "privacy-act.yaml" in str(own.value)


def test_where_there_is_no_repository_no_commit_and_no_git_it_is_said(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    outside = Path(shutil.copytree(MINI_FACTS, tmp_path / "outside"))
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    with pytest.raises(UsageError, match="is in no git repository; leave it out"):
        changed(outside)
    for revision in ("no-such-commit", "--output=x", ""):
        with pytest.raises(UsageError, match="no such commit here; name one, such as HEAD or origin/main"):
            changed(root, revision)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UsageError, match="git is not installed"):
        changed(root)


def test_no_program_that_a_repository_names_is_run(root: Path, tmp_path: Path):
    made = tmp_path / "made"
    program = tmp_path / "program"
    program.write_text(f"#!/bin/sh\ntouch {made}\n", encoding="utf-8")
    program.chmod(0o755)
    for key in ("core.fsmonitor", "diff.external", "core.pager", "diff.x.textconv"):
        git(root, "config", key, str(program))
    (root.parent / ".gitattributes").write_text("*.yaml diff=x\n", encoding="utf-8")
    edit(root, PRIVACY, "Privacy Act", "Act on Privacy")
    assert changed(root).files == {PRIVACY} and not made.exists()


def test_the_messages_go_the_same_way_where_a_build_was_kept(root: Path):
    home = os.environ["KB_HOME"]
    assert CliRunner().invoke(app, ["build", "--facts", str(root), "--home", home]).exit_code == 0
    edit(root, PRIVACY, "Privacy Act", "Act on Privacy")
    assert run(root, "--changed").exit_code == 0
    edit(root, PRIVACY, "rests_on: s. 26", "rests_on: s. 27")
    done = run(root, "--changed")
    assert done.exit_code == 1 and "'s. 27' is not under provisions" in done.output
