"""Releases by their identifier: the current one, or one that was replaced and is still kept."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from kb.errors import UsageError
from kb.naming.names import RELEASE
from kb.opening.current import open_folder, open_release, set_endpoint
from kb.release.current_link import RELEASES, is_there
from kb.release.release import Release, home_folder

if TYPE_CHECKING:
    from kb.endpoint.address import Endpoint


def release_called(identifier: str, home: str | Path | None = None) -> Release | None:
    """The release of that identifier if it is kept below ``home`` (or at the endpoint), else None.

    UnavailableError if it is kept and cannot be opened: it is damaged, and its data are as well.
    """
    if not re.fullmatch(RELEASE, identifier):
        return None
    if endpoint := set_endpoint(home):
        return _held(endpoint, identifier)
    folder = home_folder(home) / RELEASES / identifier
    return open_folder(folder.resolve()) if folder.is_dir() else None


def _held(endpoint: Endpoint, identifier: str) -> Release | None:
    from kb.endpoint.opening import open_held

    try:
        return open_held(endpoint, home_folder(), identifier)
    except UsageError:
        return None


def current_or_none(home: str | Path | None = None) -> Release | None:
    """The current release, or None if none was ever published; UnavailableError if it, or an endpoint, cannot be read."""
    return open_release(home) if set_endpoint(home) or is_there(home_folder(home)) else None
