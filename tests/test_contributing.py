"""The door for contributors: the check of pull requests is pinned and harmless, and tells in words which cells change."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from kb.commands import VERBS
from tests.conftest import MINI_FACTS, ROOT

CHECK = ROOT / ".github/workflows/check.yml"
TEXT = CHECK.read_text(encoding="utf-8")
WORKFLOW = yaml.load(TEXT, yaml.BaseLoader)  # the base loader keeps the key "on" a word
STEPS = [step for job in WORKFLOW["jobs"].values() for step in job["steps"]]
RUN = [step["run"] for step in STEPS if "run" in step]


def test_the_check_runs_on_pull_requests_with_no_rights_and_no_secrets():
    assert "pull_request" in WORKFLOW["on"] and "pull_request_target" not in TEXT and "secrets." not in TEXT
    assert WORKFLOW["permissions"] == {"contents": "read"}
    assert all(int(job["timeout-minutes"]) <= 120 and "permissions" not in job for job in WORKFLOW["jobs"].values())
    checkouts = [step for step in STEPS if step.get("uses", "").startswith("actions/checkout@")]
    assert len(checkouts) == 3 and all(step["with"]["persist-credentials"] == "false" for step in checkouts)
    elsewhere = [step["with"] for step in checkouts if "repository" in step["with"]]
    assert all(re.fullmatch(r"[0-9a-f]{40}", one["ref"]) for one in elsewhere), "elsewhere a commit is taken, no branch"


def test_what_it_uses_is_pinned_by_commit_and_packages_by_hash():
    used = [step["uses"] for step in STEPS if "uses" in step]
    assert used and all(re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40}", one) for one in used)
    assert all("--require-hashes" in one for one in RUN if "pip install" in one)
    assert not any("${{" in one for one in RUN), "what a stranger can write goes through the environment, never into a command"


def test_it_calls_the_test_command_and_validates():
    assert any(one.endswith(".ci/run") for one in RUN) and {"python -m kb validate", "python -m kb format --check"} <= set(RUN)
    changed = next(step for step in STEPS if "--changed" in step.get("run", ""))
    assert changed["run"] == 'python -m kb validate --changed "$BASE"' and changed["if"] == "github.event_name == 'pull_request'"
    verbs = {verb for room in VERBS.values() for verb in room}
    assert {one.split()[3] for one in RUN if one.startswith("python -m kb ")} <= verbs
    for script in re.findall(r"\.ci/[a-z-]+", "\n".join(RUN)):
        assert os.access(ROOT / script, os.X_OK), script


def test_a_command_that_fails_before_a_pipe_fails_the_check():
    assert all(step.get("shell") == "bash" for step in STEPS if "|" in step.get("run", "")), "without it there is no pipefail"


def test_the_template_asks_for_what_is_never_left_out():
    asked = (ROOT / ".github/pull_request_template.md").read_text(encoding="utf-8")
    assert all(word in asked for word in ("pinpoint", "amend", "kb validate", "CHANGELOG.md", "A test fails without"))


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A repository of the invented facts with the script beside them."""
    folder = tmp_path / "clone"
    shutil.copytree(MINI_FACTS, folder / "facts")
    shutil.copytree(ROOT / ".ci", folder / ".ci")
    for command in (
        ["init", "-q"],
        ["add", "facts"],
        ["-c", "user.name=x", "-c", "user.email=x@example.org", "commit", "-qm", "x"],
    ):
        subprocess.run(["git", *command], cwd=folder, check=True)
    return folder


def said(clone: Path, commit: str = "HEAD") -> subprocess.CompletedProcess[str]:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    settings = os.environ | {"PATH": path, "PYTHONPATH": str(ROOT)}
    command = [".ci/changed-cells", commit]
    return subprocess.run(command, cwd=clone, env=settings, capture_output=True, text=True, check=False, timeout=300)


def test_a_changed_answer_is_told_in_words_and_nothing_changed_is_told_too(clone: Path):
    assert said(clone).stdout == "The facts say what they said.\n"
    file = clone / "facts/instruments/xb/privacy-act.yaml"
    before = file.read_text(encoding="utf-8")
    file.write_text(before.replace("answer: conditional", "answer: mandatory"), encoding="utf-8")
    told = said(clone)
    assert told.returncode == 0 and "Must data stay?" in told.stdout, told.stderr
    assert re.search(r"before: .*Conditional transfer.*\n +after: .*Mandatory", told.stdout)
    assert re.match(r"1 of 12 cells changed between release [0-9a-f]+ \(\S+\) and release [0-9a-f]+ ", told.stdout)


def test_wrong_facts_and_a_commit_that_is_not_there_end_it(clone: Path):
    file = clone / "facts/instruments/xb/privacy-act.yaml"
    file.write_text("title: [", encoding="utf-8")
    wrong = said(clone)
    assert wrong.returncode == 1 and "privacy-act.yaml" in wrong.stderr and not wrong.stdout
    for commit in ("no-such-commit", "--output=pwned"):
        missing = said(clone, commit)
        assert missing.returncode == 2 and missing.stderr == f"'{commit}' is no commit here; name one, for example origin/main\n"
    assert not (clone / "pwned").exists()
