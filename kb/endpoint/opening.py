"""Open a release that an endpoint holds.

What is kept of it here is a folder with its manifest and, once something was searched for, a search index.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, ClassVar

from pyoxigraph import Store

from kb.endpoint.address import Endpoint, configured
from kb.endpoint.catalogue import Held, releases_held
from kb.endpoint.probes import quirks_of
from kb.endpoint.reader import EndpointReader
from kb.endpoint.store import EndpointStore
from kb.errors import UnavailableError, UsageError
from kb.release.files import ReleaseFiles
from kb.release.reader import Reader
from kb.release.release import OF_ENDPOINT, PUBLISH_HINT, Release, home_folder
from kb.release.sealing import MANIFEST
from kb.upgrading.steps import DATA_FORMAT, reads_as_it_is

FOLDER = "endpoints"


@dataclass(frozen=True)
class EndpointRelease(Release):
    """A release whose store is an endpoint; ``path`` is the folder of what is kept of it here."""

    endpoint: Endpoint
    is_elsewhere: ClassVar[bool] = True

    @cached_property
    def files(self) -> ReleaseFiles:
        """What is kept of it here; the search index is made when it is first asked for."""
        from kb.endpoint.search_copy import SearchCopy

        return SearchCopy(self.path, self.store)

    @cached_property
    def store(self) -> Any:
        """The store, with the methods of one on disk that the program uses."""
        return EndpointStore(self.endpoint, self.id)

    def local_store(self) -> Store:
        """A copy of the whole release in memory, read anew each time."""
        copy = Store()
        copy.extend(self.store.quads_for_pattern(None, None, None))
        return copy

    @cached_property
    def reader(self) -> Reader:
        """What comparisons read: the graph, by stored queries; what it said once is kept."""
        return EndpointReader(self)

    @cached_property
    def facts(self) -> dict[str, str]:
        """The facts files that the release was built from, with their SHA-256."""
        return {row["path"] or "": row["sha256"] or "" for row in self.rows("facts_files")}


def open_current(endpoint: Endpoint, home: Path) -> Release:
    """The current release of an endpoint; UnavailableError if there is none, it cannot be asked or answers probes wrongly."""
    found = [one for one in releases_held(endpoint) if one.is_current]
    if not found:
        raise UnavailableError(f"{endpoint.shown} holds no release; {PUBLISH_HINT}")
    quirks_of(endpoint)
    return _opened(endpoint, found[-1], home)


def open_held(endpoint: Endpoint, home: Path, name: str) -> Release:
    """A release of an endpoint by its identifier or the beginning of it; UsageError lists those that it holds."""
    held = releases_held(endpoint)
    found = [one for one in held if one.id.startswith(name)]
    if len(found) != 1 or len(name) < 4:
        listed = ", ".join(one.id for one in held) or "none"
        raise UsageError(f"no release '{name[:40]}', or more than one; {endpoint.shown} holds: {listed}")
    return _opened(endpoint, found[0], home)


def open_kept(folder: Path, manifest: dict[str, Any]) -> Release:
    """A release by the folder that is kept of it here, for as long as its endpoint is the one that is set."""
    endpoint = configured()
    if endpoint is None or _digest(endpoint.query) != (folder / OF_ENDPOINT).read_text(encoding="ascii"):
        raise UnavailableError(f"release {folder.name} is one of an endpoint that is not set any more")
    return EndpointRelease(folder, manifest, endpoint)


def _opened(endpoint: Endpoint, held: Held, home: Path) -> Release:
    found = held.manifest.get("data_format", held.manifest.get("format"))
    if not isinstance(found, int) or not reads_as_it_is(found):
        reads = f"this program reads format {DATA_FORMAT}"
        raise UnavailableError(f"the data of release {held.id} have format {found}, {reads}; {PUBLISH_HINT}")
    folder = home_folder(home) / FOLDER / _digest(f"{endpoint.query} {held.published}")[:12] / held.id
    try:
        _keep(folder, endpoint, held.manifest)
    except (OSError, UsageError) as error:
        if not (folder / MANIFEST).is_file():  # another thread may have kept it meanwhile
            raise UnavailableError(f"nothing can be kept of release {held.id} below {home_folder(home)}: {error}") from None
    return EndpointRelease(folder, held.manifest, endpoint)


def _keep(folder: Path, endpoint: Endpoint, manifest: dict[str, Any]) -> None:
    """Make the folder of a release if it is not there; nothing in it is needed that cannot be read again."""
    if not (folder / MANIFEST).is_file():
        from kb.saving import save

        folder.mkdir(parents=True, exist_ok=True)
        save(folder / OF_ENDPOINT, _digest(endpoint.query).encode("ascii"))
        save(folder / MANIFEST, json.dumps(manifest, indent=1, sort_keys=True).encode())


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
