"""Which files of facts differ from a commit of the git repository that they lie in, and which others lean on them.

Only commands of git that start no program are run: ``rev-parse``, ``merge-base``, ``diff``, ``ls-files`` and ``show``.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kb.errors import UsageError
from kb.loaders.facts import REGISTERS
from kb.loaders.imports.kept_records import FOLDER
from kb.loaders.problems import CuratedDataError
from kb.loaders.record.published import PUBLISHED
from kb.loaders.record.statements import FOLDER_OF, file_of
from kb.loaders.yaml_files import parse_yaml

SAFE = ("-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "--no-pager")
DOSSIERS = ("instruments", "cases", "sources")
OF_A_PLACE = ("instruments", "cases", "absences", "powers")


@dataclass(frozen=True)
class Changed:
    """Names of files that differ from a commit, those that are gone among them, and of those that lean on them."""

    files: frozenset[str]
    leaning: frozenset[str]

    @property
    def all(self) -> frozenset[str]:
        """Both."""
        return self.files | self.leaning


def changed_since(root: Path, revision: str, names: Iterable[str]) -> Changed:
    """What differs below ``root`` from where ``revision`` and HEAD went apart, committed or not; ``names`` are all files there.

    UsageError where there is no git, no repository, or no such commit.
    """
    base = _base(root, revision)
    plainly = ("--no-renames", "--no-ext-diff", "--no-textconv")
    differing = _git(root, "diff", "--name-only", "-z", "--relative", *plainly, base, "--", ".")
    unknown = _git(root, "ls-files", "-z", "--others", "--exclude-standard", "--", ".")
    found = {name for name in f"{differing}\0{unknown}".split("\0") if name and not name.endswith(".rq")}
    files = frozenset(found | set(_recorded(root, base) if PUBLISHED in found else ()))
    words = {word for name in files for word in _words(root, base, name)}
    return Changed(files, frozenset(_leaning(root, files, words, names)) - files)


def _base(root: Path, revision: str) -> str:
    """The commit from which to tell differences: where the revision and HEAD went apart."""
    _git(root, "rev-parse", "--is-inside-work-tree")
    try:
        commit = _git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}").strip()
    except UsageError:
        raise UsageError(f"--changed {revision}: no such commit here; name one, such as HEAD or origin/main") from None
    try:
        return _git(root, "merge-base", commit, "HEAD").strip()
    except UsageError:  # a clone that does not reach so far back
        return commit


def _git(root: Path, *asked: str) -> str:
    try:
        settings = os.environ | {"LC_ALL": "C.UTF-8", "GIT_TERMINAL_PROMPT": "0"}
        done = subprocess.run(["git", *SAFE, "-C", str(root), *asked], capture_output=True, check=False, env=settings)
    except FileNotFoundError:
        raise UsageError("--changed asks git what changed, and git is not installed; leave it out") from None
    said = done.stderr.decode(errors="replace").strip()
    if done.returncode and "not a git repository" in said:
        raise UsageError(f"--changed compares with a commit, and {root} is in no git repository; leave it out")
    if done.returncode:
        raise UsageError(f"--changed: git cannot tell what changed in {root}: {said[:300]}")
    return done.stdout.decode(errors="replace")


def _before(root: Path, base: str, name: str) -> str:
    """The text of a file at a commit; nothing if it was not there."""
    try:
        return _git(root, "show", f"{base}:./{name}")
    except UsageError:
        return ""


def _now(root: Path, name: str) -> str:
    path = root / name
    return path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""


def _recorded(root: Path, base: str) -> Iterator[str]:
    """The files whose published statements are recorded otherwise than before."""
    for line in set(_now(root, PUBLISHED).splitlines()) ^ set(_before(root, base, PUBLISHED).splitlines()):
        if line.partition("/")[0] in ("claim", *FOLDER_OF):
            yield file_of(line.partition(",")[0])


def _words(root: Path, base: str, name: str) -> Iterator[str]:
    """What other files call something that a file has: its own name, or the names of what changed in a register."""
    kind, _, rest = name.removesuffix(".yaml").partition("/")
    if kind in DOSSIERS:
        yield rest if kind == "instruments" else f"{kind}/{rest}"
    elif kind == FOLDER:
        yield f"sources/{rest.partition('/')[0]}"
    elif kind in REGISTERS or kind == "codebook":
        now, before = (_entries(kind, text) for text in (_now(root, name), _before(root, base, name)))
        yield from (entry for entry in now.keys() | before.keys() if now.get(entry) != before.get(entry))


def _entries(kind: str, text: str) -> dict[str, Any]:
    """Each entry of a register by its name; of a dimension each question, of lists of words each word."""
    try:
        said = parse_yaml(text.encode(), "").value if text else {}
    except CuratedDataError:
        return {}
    if kind == "codebook":
        said = said.get("questions")
    if kind == "words":
        said = {word: entry for added in said.values() if isinstance(added, dict) for word, entry in added.items()}
    return said if isinstance(said, dict) else {}


def _leaning(root: Path, files: Iterable[str], words: Collection[str], names: Iterable[str]) -> Iterator[str]:
    """Files that name one of some words, or state the law of a place that is one of them or of which a file changed."""
    places = {*words, *(_place(name) for name in files)} - {""}
    said = "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
    pattern = re.compile(rf"(?<![\w-])(?:{said})(?![\w-])") if said else None
    for name in names:
        if _place(name) in places or (pattern and pattern.search(_now(root, name))):
            yield name


def _place(name: str) -> str:
    """The jurisdiction whose law a file states, or the data set that it is of; nothing for other files."""
    kind, _, rest = name.removesuffix(".yaml").partition("/")
    first = rest.partition("/")[0]
    return first if kind in OF_A_PLACE else f"{FOLDER}/{first}" if kind == FOLDER else ""
