"""Releases by their identifier: the current one, or one that was replaced and is still kept."""

from __future__ import annotations

import re
from pathlib import Path

from kb.errors import UnavailableError
from kb.release import Release, home_folder, open_folder, open_release
from kb.seals import RELEASE


def release_called(identifier: str, home: str | Path | None = None) -> Release | None:
    """The release of that identifier if it is kept below ``home`` and can be opened, else None."""
    folder = home_folder(home) / "releases" / identifier
    if not re.fullmatch(RELEASE, identifier) or not (folder / "manifest.json").is_file():
        return None
    try:
        return open_folder(folder.resolve())
    except UnavailableError:
        return None


def current_or_none(home: str | Path | None = None) -> Release | None:
    """The current release, or None if there is none that can be opened."""
    try:
        return open_release(home)
    except UnavailableError:
        return None
