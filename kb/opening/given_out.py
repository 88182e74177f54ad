"""Which releases were named in addresses that were given out: those go on answering, whatever is pruned."""

from __future__ import annotations

import contextlib
from pathlib import Path

from kb.release.current_link import RELEASES
from kb.release.release import Release

FOLDER = "given-out"


def note_given_out(release: Release) -> None:
    """Remember that an address or a frozen table names a release; where nothing can be written nothing is remembered."""
    if release.path.parent.name != RELEASES:
        return
    mark = release.path.parents[1] / FOLDER / release.id
    if not mark.exists():
        with contextlib.suppress(OSError):
            mark.parent.mkdir(exist_ok=True)
            mark.touch()


def is_given_out(home: Path, release: str) -> bool:
    """Whether any address or frozen table that named a release was given out here."""
    return (home / FOLDER / release).exists()
