"""Which release is meant: the current one or a named one, of a folder of releases or of an endpoint."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from kb.endpoint import ENDPOINT_SETTING
from kb.errors import DamagedError, UnavailableError, UnderivedError, UsageError
from kb.release.current_link import CURRENT, RELEASES, is_there, leads_to
from kb.release.files import ReleaseFiles
from kb.release.identity import identifier
from kb.release.release import (
    BUILD_HINT,
    OF_ENDPOINT,
    Release,
    home_folder,
    manifest_of,
    open_local,
)
from kb.release.sealing import MANIFEST, read_mapping

if TYPE_CHECKING:
    from kb.endpoint.address import Endpoint
    from kb.release.intact import IntactFolder


def open_release(home: str | Path | None = None) -> Release:
    """Open the current release: of ``home`` if it is given, else of the endpoint that is set, else of KB_HOME.

    UnavailableError if there is none, it is damaged, of another version of the program, or the endpoint cannot be asked.
    """
    if endpoint := set_endpoint(home):
        from kb.endpoint.opening import open_current

        return open_current(endpoint, home_folder())
    try:
        return open_folder(current_folder(home_folder(home)))
    except OSError as error:
        raise UnavailableError(f"the release in {home_folder(home)} cannot be read: {error.strerror}") from None


def current_folder(home: Path) -> Path:
    """The folder of the current release below a home; UnavailableError if there is none, or the link leads nowhere."""
    if not is_there(home):
        raise UnavailableError(f"no release in {home}; {BUILD_HINT}")
    folder = leads_to(home)
    if not folder.is_dir():
        raise UnavailableError(f"{home / CURRENT} leads to {folder}, where no release is; {BUILD_HINT}")
    return folder


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
    kept = sorted(path.name for path in (home_folder(home) / RELEASES).glob("[0-9a-f]*"))
    found = [release for release in kept if release.startswith(name)]
    if len(found) != 1 or len(name) < 4:
        raise UsageError(f"no release '{name}', or more than one; kept in {home_folder(home)}: {', '.join(kept) or 'none'}")
    return open_folder((home_folder(home) / RELEASES / found[0]).resolve())


def _mended(folder: Path, trouble: UnavailableError) -> IntactFolder:
    from kb.opening.mending import mended  # nearly every release needs no mending

    return mended(folder, trouble)


def open_folder(folder: Path) -> Release:
    """Open the release in one folder: one that was built there, or what is kept there of an endpoint's.

    Where it is of an earlier format, or a file of it is damaged, it is read from what is derived anew of its data.
    UnavailableError if the data are damaged, of a later format, or of an endpoint that is not set any more.
    """
    if (folder / OF_ENDPOINT).is_file():
        from kb.endpoint.opening import open_kept

        return open_kept(folder, read_mapping(folder, MANIFEST)[1])
    try:
        return _by_its_name(open_local(folder, _mended))
    except (DamagedError, UnderivedError) as trouble:
        files = _mended(folder, trouble)
        return Release(folder, manifest_of(files), published=ReleaseFiles(folder, files, _mended))


def _by_its_name(release: Release) -> Release:
    """A release that is called as its folder is and as its data are; DamagedError for another."""
    data_sha256 = str(release.manifest["data_sha256"])
    if release.path.parent.name == RELEASES and not release.path.name == release.id == identifier(data_sha256):
        raise DamagedError(release.path, MANIFEST, f"{MANIFEST} is one of release {release.id}")
    return release
