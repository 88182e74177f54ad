"""Which release is meant: the current one or a named one, of a folder of releases or of an endpoint."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from kb.endpoint import ENDPOINT_SETTING
from kb.errors import UnavailableError, UsageError
from kb.release.release import BUILD_HINT, CURRENT, MANIFEST, OF_ENDPOINT, Release, home_folder, open_local, read_json

if TYPE_CHECKING:
    from kb.endpoint.address import Endpoint


def open_release(home: str | Path | None = None) -> Release:
    """Open the current release: of ``home`` if it is given, else of the endpoint that is set, else of KB_HOME.

    UnavailableError if there is none, it is damaged, of another version of the program, or the endpoint cannot be asked.
    """
    if endpoint := set_endpoint(home):
        from kb.endpoint.opening import open_current

        return open_current(endpoint, home_folder())
    folder = home_folder(home) / CURRENT
    try:
        if not (folder / MANIFEST).is_file():
            raise UnavailableError(f"no release in {home_folder(home)}; {BUILD_HINT}")
        return open_folder(folder.resolve())
    except OSError as error:
        raise UnavailableError(f"the release in {home_folder(home)} cannot be read: {error.strerror}") from None


def set_endpoint(home: str | Path | None) -> Endpoint | None:
    """The endpoint that takes the place of a folder of releases: the one that is set, unless a folder is named."""
    if home or not os.environ.get(ENDPOINT_SETTING):
        return None
    from kb.endpoint.address import configured

    return configured()


def open_named(home: str | Path | None, name: str) -> Release:
    """Open a kept release by its identifier or the beginning of it; UsageError lists those that are kept."""
    if endpoint := set_endpoint(home):
        from kb.endpoint.opening import open_held

        return open_held(endpoint, home_folder(), name)
    kept = sorted(path.name for path in (home_folder(home) / "releases").glob("[0-9a-f]*"))
    found = [release for release in kept if release.startswith(name)]
    if len(found) != 1 or len(name) < 4:
        raise UsageError(f"no release '{name}', or more than one; kept in {home_folder(home)}: {', '.join(kept) or 'none'}")
    return open_folder(home_folder(home) / "releases" / found[0])


def open_folder(folder: Path) -> Release:
    """Open the release in one folder: one that was built there, or what is kept there of an endpoint's.

    UnavailableError if it is damaged, of another format, or of an endpoint that is not set any more.
    """
    if not (folder / OF_ENDPOINT).is_file():
        return open_local(folder)
    from kb.endpoint.opening import open_kept

    return open_kept(folder, read_json(folder / MANIFEST))
