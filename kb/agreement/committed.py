"""Codings that may be compared: those that are committed, so that nobody changes them after the first answer was seen."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from pathlib import Path

from kb.errors import KnowledgeBaseError
from kb.loaders.codings.records import Codings

FOLDER = "codings"


def refuse_uncommitted(root: Path) -> None:
    """KnowledgeBaseError if a file of codings differs from what is committed; nothing where the facts are in no repository."""
    asked = ["git", "-C", str(root), "status", "--porcelain", "--untracked-files=all", "--", FOLDER]
    try:
        done = subprocess.run(asked, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        return
    changed = [line[3:] for line in done.stdout.splitlines()] if done.returncode == 0 else []
    if changed:
        raise KnowledgeBaseError(f"commit the codings before they are compared: {', '.join(changed)}")


def former_cells(codings: Mapping[str, Codings]) -> set[tuple[str, str]]:
    """(jurisdiction, question) of every cell that was coded twice."""
    return {(jurisdiction, question) for draw in codings.values() for jurisdiction, question, _, _ in draw.each()}
