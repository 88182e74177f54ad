"""The number of a version: where it stands, whether all places agree, and the two parts of the changelog that tell of it."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

NUMBER = re.compile(r"\d+\.\d+\.\d+")
PLACES = {
    "pyproject.toml": re.compile(r'^(version = ")(\d+\.\d+\.\d+)(")$', re.MULTILINE),
    "kb/__init__.py": re.compile(r'^(__version__ = ")(\d+\.\d+\.\d+)(")$', re.MULTILINE),
    "CITATION.cff": re.compile(r"^(version: )(\d+\.\d+\.\d+)()$", re.MULTILINE),
}
CHANGELOG, NEXT = "CHANGELOG.md", "### Next\n"
PARTS = ("The data", "The program")


class NotReadyError(Exception):
    """What stands in the way of a release, a line each."""


def version_of(root: Path) -> str:
    """The version, which all places name alike; NotReadyError if they do not."""
    found = {name: _read(root, name, pattern) for name, pattern in PLACES.items()}
    if len(set(found.values())) != 1:
        raise NotReadyError("the version differs: " + ", ".join(f"{name} says {number}" for name, number in found.items()))
    return next(iter(found.values()))


def _read(root: Path, name: str, pattern: re.Pattern[str]) -> str:
    match = pattern.search((root / name).read_text(encoding="utf-8"))
    return match[2] if match else "nothing"


def prepare(root: Path, number: str) -> list[str]:
    """Write a new number in all places and put what stands under *Next* under it; the names of the files changed."""
    if not NUMBER.fullmatch(number):
        raise NotReadyError(f"'{number}' is no version; write it like 0.2.0")
    if _ordered(number) <= _ordered(version_of(root)):
        raise NotReadyError(f"{number} does not come after {version_of(root)}")
    text = (root / CHANGELOG).read_text(encoding="utf-8")
    if text.count(NEXT) != len(PARTS):
        raise NotReadyError(f"{CHANGELOG} needs '{NEXT.strip()}' once in each of its parts: {' and '.join(PARTS)}")
    for name, pattern in PLACES.items():
        before = (root / name).read_text(encoding="utf-8")
        (root / name).write_text(pattern.sub(rf"\g<1>{number}\g<3>", before), encoding="utf-8")
    (root / CHANGELOG).write_text(text.replace(NEXT, f"{NEXT}\n### {number}\n"), encoding="utf-8")
    return [*PLACES, CHANGELOG]


def _ordered(number: str) -> tuple[int, ...]:
    return tuple(map(int, number.split(".")))


def notes(root: Path, number: str) -> str:
    """What both parts of the changelog say of a version; NotReadyError if one says nothing, or something waits under *Next*."""
    text = (root / CHANGELOG).read_text(encoding="utf-8")
    told = [f"# {number}\n"]
    for part in PARTS:
        below = text.partition(f"\n## {part}\n")[2].partition("\n## ")[0]
        sections = {head: said.strip() for head, _, said in (one.partition("\n") for one in below.split("\n### ")[1:])}
        if sections.get("Next"):
            raise NotReadyError(f"{CHANGELOG}: '{part}' has changes under Next; run --prepare with the number that they get")
        if not sections.get(number):
            raise NotReadyError(f"{CHANGELOG}: '{part}' says nothing of {number}")
        told.append(f"## {part}\n\n{sections[number]}\n")
    return "\n".join(told)


def check_repository(root: Path, number: str) -> str:
    """The commit to release; NotReadyError if files differ from it, or the version has its tag already."""
    if changed := git(root, "status", "--porcelain"):
        raise NotReadyError(f"the tree is not clean; commit or put away:\n{changed}")
    if git(root, "tag", "--list", f"v{number}"):
        raise NotReadyError(f"the tag v{number} is there already; run --prepare with a later number")
    return git(root, "rev-parse", "HEAD")


def git(root: Path, *arguments: str) -> str:
    """What git says; NotReadyError with its message where it fails."""
    done = subprocess.run(["git", *arguments], cwd=root, capture_output=True, text=True, check=False)
    if done.returncode:
        raise NotReadyError(f"git {arguments[0]}: {done.stderr.strip()}")
    return done.stdout.strip()
