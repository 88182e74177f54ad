"""A git history of texts: every commit that changed a file of the folder is an edition of it, dated by the commit.

Only ``git log`` and ``git cat-file`` are run, which start no program that the repository names.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

from kb.errors import UsageError
from kb.texts.reading import Document, is_text

SAFE = ("-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "-c", "core.quotePath=false", "--no-pager")
MOST_EDITIONS = 500


def is_repository(path: Path) -> bool:
    """Whether a path is the top of a git repository."""
    return (path / ".git").exists() or ((path / "HEAD").is_file() and (path / "objects").is_dir())


def editions_of(repository: Path) -> Iterator[Document]:
    """Every edition of every text in a repository, the oldest first; UsageError if it cannot be read or has too many."""
    seen = 0
    for commit, day, name in changes(repository):
        if not is_text(Path(name)):
            continue
        seen += 1
        if seen > MOST_EDITIONS:
            raise UsageError(f"{repository} has more than {MOST_EDITIONS} editions of texts; take a part of its history")
        content = text_at(repository, commit, name)
        yield Document(Path(name), f"{repository}/{name} at {commit[:12]}", content, day, f"commit {commit[:12]} of {day}")


def changes(repository: Path, *below: str) -> Iterator[tuple[str, str, str]]:
    """Commit, its day and the file, for every file (of some folders, if they are named) that a commit added or changed."""
    asked = ("log", "--reverse", "--no-merges", "--no-ext-diff", "--no-textconv", "--diff-filter=AM", "--name-only", "-z")
    text = _git(repository, *asked, "--format=%x01%H %cs", "--", *below).decode(errors="replace")
    for entry in text.split("\x01")[1:]:
        head, _, names = entry.partition("\n") if "\n" in entry else entry.partition("\0")
        commit, _, day = head.strip("\0\n ").partition(" ")
        yield from ((commit, day, name) for name in names.strip("\0\n").split("\0") if name)


def text_at(repository: Path, commit: str, name: str) -> bytes:
    """The bytes of a file at a commit."""
    return _git(repository, "cat-file", "blob", f"{commit}:{name}")


def _git(repository: Path, *asked: str) -> bytes:
    environment = {
        "PATH": os.environ.get("PATH", ""),
        "LC_ALL": "C.UTF-8",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_CONFIG_NOSYSTEM": "1",
    }
    try:
        done = subprocess.run(["git", *SAFE, "-C", str(repository), *asked], capture_output=True, check=False, env=environment)
    except FileNotFoundError:
        raise UsageError("a history of texts needs the program git, which is not installed") from None
    if done.returncode:
        raise UsageError(f"{repository} cannot be read as a git history: {done.stderr.decode(errors='replace').strip()[:300]}")
    return done.stdout
