"""A published release, opened read-only: immutable data, a manifest, and the engine behind stored queries."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from kb.errors import DamagedError, UnavailableError, UnderivedError
from kb.loaders.layout import releases_folder
from kb.release.files import Mend, ReleaseFiles
from kb.release.guarded_store import GuardedStore
from kb.release.identity import FORMAT
from kb.release.intact import IntactFolder
from kb.release.rows import Row
from kb.release.sealing import MANIFEST, is_data_alone
from kb.release.side_index import FILE, SideIndex

if TYPE_CHECKING:
    from pyoxigraph import Store

    from kb.release.catalogue import Catalogue
    from kb.release.reader import Reader

OF_ENDPOINT = "endpoint.sha256"
BUILD_HINT = "run 'python -m kb build' to make one"
PUBLISH_HINT = "publish one with 'python -m kb publish --to URL'"


@dataclass(frozen=True)
class Release:
    """One release: where it was published, what it says of itself, and its files.

    Made by hand of a folder and a manifest it takes the files of the folder as they are.
    """

    path: Path
    manifest: dict[str, Any]
    published: ReleaseFiles | None = field(default=None, kw_only=True, repr=False, compare=False)
    is_elsewhere: ClassVar[bool] = False

    @cached_property
    def files(self) -> ReleaseFiles:
        """Its files, each handed out only if it is what was published."""
        return self.published or ReleaseFiles(self.path, IntactFolder(self.path))

    @cached_property
    def store(self) -> Any:
        """The store, with the methods of the engine's that the program uses."""
        return GuardedStore(self.files, self.id)

    def local_store(self) -> Store:
        """The engine's own store in this process with the quads of the release; UnavailableError if it cannot be opened."""
        opened: Store = self.store.opened()
        return opened

    @cached_property
    def reader(self) -> Reader:
        """What comparisons read: the side index if it can be read and belongs to this release, else the graph."""
        if self.files.has(FILE):
            with contextlib.suppress(sqlite3.Error):
                index = SideIndex(self.files)
                if index.release_id == self.id:
                    return index
        from kb.release.graph_reader import GraphReader

        return GraphReader(self)

    def database(self, name: str) -> sqlite3.Connection:
        """An SQLite file of the release, opened for reading."""
        return self.files.database(name)

    def publication(self, name: str) -> tuple[Path, int, int]:
        """Where a file of the release is, with its number and its time; DamagedError if it is missing."""
        return self.files.publication(name)

    def data(self) -> Path:
        """The data as a file, compared with their hash."""
        return self.files.data()

    @cached_property
    def catalogue(self) -> Catalogue:
        """All entities, their ties and dates."""
        from kb.release.catalogue import Catalogue

        return Catalogue(self)

    @cached_property
    def facts(self) -> dict[str, str]:
        """The facts files that the release was built from, with their SHA-256."""
        return self.files.mapping("facts.json")

    @property
    def id(self) -> str:
        """Identifier derived from the data of the release."""
        return str(self.manifest["id"])

    def rows(self, query: str, **parameters: str) -> Iterator[Row]:
        """Rows of a stored query, every value as text, unbound as None."""
        from kb.sparql.answers import read_all
        from kb.sparql.stored import stored_query

        names, solutions = read_all(self.store.query(stored_query(query).with_values(parameters)))
        rows = (zip(names, solution, strict=True) for solution in solutions)
        return ({name: term.value if term is not None else None for name, term in row} for row in rows)


def home_folder(home: str | Path | None = None) -> Path:
    """Where releases live: the argument, else KB_HOME, else ``build/`` in the checkout or ``~/.policykb``."""
    return Path(home or os.environ.get("KB_HOME") or releases_folder())


def open_local(folder: Path, mend: Mend | None = None) -> Release:
    """Open the release in one folder after a look at its list of files, its manifest, and whether all files are there.

    Every other file is compared with its hash when it is read; ``mend`` gives those that take the place of damaged ones.
    Raises DamagedError, or UnderivedError for a release of another format.
    """
    if is_data_alone(folder):
        raise UnderivedError(f"of release {folder.name} only the data are kept")
    files = IntactFolder.listed(folder)
    manifest = manifest_of(files)
    if (found := manifest["format"]) != FORMAT:
        raise UnderivedError(f"release {folder.name} has format {found}, this program reads format {FORMAT}; {BUILD_HINT}")
    files.look()
    return Release(folder, manifest, published=ReleaseFiles(folder, files, mend))


def manifest_of(files: IntactFolder) -> dict[str, Any]:
    """What a release says of itself; DamagedError if it was changed."""
    manifest = files.mapping(MANIFEST)
    if not {"id", "format", "data_sha256", "quads"} <= manifest.keys():
        raise DamagedError(files.folder, MANIFEST, f"{MANIFEST} does not say what it has to")
    return manifest


def is_whole(folder: Path) -> bool:
    """Whether every file of a release, read from beginning to end, is what was published."""
    try:
        return not any(IntactFolder.listed(folder).damage())
    except UnavailableError:
        return False
