"""A published release, opened read-only: immutable data, a manifest, and the engine behind stored queries."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from kb.errors import UnavailableError
from kb.loaders.layout import releases_folder
from kb.release.rows import Row
from kb.release.side_index import FILE, SideIndex

if TYPE_CHECKING:
    from pyoxigraph import Store

    from kb.release.catalogue import Catalogue
    from kb.release.reader import Reader

FORMAT = 16
VOLATILE = ("LOG", "LOCK")
MANIFEST, OF_ENDPOINT = "manifest.json", "endpoint.sha256"
CURRENT = "current"
BUILD_HINT = "run 'python -m kb build' to make one"
PUBLISH_HINT = "publish one with 'python -m kb publish --to URL'"


@dataclass(frozen=True)
class Release:
    """One release: where it is, what it says of itself, and its store."""

    path: Path
    manifest: dict[str, Any]
    is_elsewhere: ClassVar[bool] = False

    @cached_property
    def store(self) -> Store:
        """The store, opened read-only when first needed; UnavailableError if it cannot be opened."""
        from pyoxigraph import Store

        try:
            return Store.read_only(str(self.path / "store"))
        except OSError as error:
            raise UnavailableError(f"the store of release {self.id} cannot be opened: {error}; {BUILD_HINT}") from None

    def local_store(self) -> Store:
        """A store in this process with the quads of the release."""
        return self.store

    @cached_property
    def reader(self) -> Reader:
        """What comparisons read: the side index if it can be read and belongs to this release, else the graph."""
        if (self.path / FILE).is_file():
            with contextlib.suppress(sqlite3.Error):
                index = SideIndex(self.path)
                if index.release_id == self.id:
                    return index
        from kb.release.graph_reader import GraphReader

        return GraphReader(self)

    def file(self, name: str) -> Path:
        """A file that belongs to the release besides its store, such as the search index; it may be missing."""
        return self.path / name

    @cached_property
    def catalogue(self) -> Catalogue:
        """All entities, their ties and dates."""
        from kb.release.catalogue import Catalogue

        return Catalogue(self)

    @cached_property
    def facts(self) -> dict[str, str]:
        """The facts files that the release was built from, with their SHA-256."""
        return read_json(self.path / "facts.json")

    @property
    def id(self) -> str:
        """Identifier derived from the content of the release."""
        return str(self.manifest["id"])

    def rows(self, query: str, **parameters: str) -> Iterator[Row]:
        """Rows of a stored query, every value as text, unbound as None."""
        from kb.sparql.stored import stored_query

        stored = stored_query(query)
        solutions: Any = self.store.query(stored.with_values(parameters))
        names = [variable.value for variable in solutions.variables]
        for solution in solutions:
            yield {name: term.value if term is not None else None for name, term in zip(names, solution, strict=True)}


def home_folder(home: str | Path | None = None) -> Path:
    """Where releases live: the argument, else KB_HOME, else ``build/`` in the checkout or ``~/.policykb``."""
    return Path(home or os.environ.get("KB_HOME") or releases_folder())


def open_local(folder: Path) -> Release:
    """Open the release in one folder after a check of its format, its files' sizes and the content of small files."""
    return checked(folder, read_json(folder / MANIFEST))


def checked(folder: Path, manifest: dict[str, Any]) -> Release:
    """The release in a folder by its manifest; UnavailableError if its format is another or a file of it is damaged."""
    if (found := manifest.get("format")) != FORMAT:
        raise UnavailableError(f"release {folder.name} has format {found}, this program reads format {FORMAT}; {BUILD_HINT}")
    damaged = damaged_files(folder, full=False)
    if damaged:
        raise UnavailableError(f"release {folder.name} is damaged: {damaged[0]}; {BUILD_HINT}")
    return Release(folder, manifest)


def damaged_files(folder: Path, full: bool) -> list[str]:
    """What differs from ``files.json``: missing, of another size, or (full, and always for small files) changed."""
    problems = []
    for name, recorded in sorted(read_json(folder / "files.json").items()):
        path = folder / name
        if not path.is_file():
            problems.append(f"{name} is missing")
        elif path.stat().st_size != recorded["bytes"]:
            problems.append(f"{name} has {path.stat().st_size} bytes, not {recorded['bytes']}")
        elif (full or recorded["bytes"] < 4096) and sha256_of(path) != recorded["sha256"]:
            problems.append(f"{name} was changed")
    return problems


def sha256_of(path: Path) -> str:
    """SHA-256 of a file's bytes, in hexadecimal."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def read_json(path: Path) -> dict[str, Any]:
    """A file of a release that holds one mapping; UnavailableError if it cannot be read."""
    try:
        found: Any = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(found, dict):
            raise ValueError("it holds no mapping")
        return found
    except (OSError, ValueError) as error:
        raise UnavailableError(f"{path.name} of the release cannot be read: {error}; {BUILD_HINT}") from None
