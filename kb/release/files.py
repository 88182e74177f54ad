"""The files of one release as its readers get them: intact, or made anew from its data and then intact."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from kb.errors import DamagedError
from kb.release.identity import named_by
from kb.release.intact import IntactFolder, sha256_of
from kb.release.sealing import DATA

Found = TypeVar("Found")
Mend = Callable[[Path, DamagedError], IntactFolder]


class ReleaseFiles:
    """Hands out files of a release; ``mend`` gives a folder in place of one in which a file is damaged."""

    def __init__(self, published: Path, folder: IntactFolder, mend: Mend | None = None) -> None:
        self._published, self._folder, self._mend = published, folder, mend

    def has(self, name: str) -> bool:
        """Whether the release has a file of that name."""
        return self._folder.has(name)

    def readable(self, name: str) -> bytes | Path:
        """The content of a small file, or where a large one is."""
        return self._taken(lambda folder: folder.readable(name))

    def mapping(self, name: str) -> dict[str, Any]:
        """A file that holds one JSON mapping."""
        return self._taken(lambda folder: folder.mapping(name))

    def database(self, name: str) -> sqlite3.Connection:
        """An SQLite file, opened for reading; a small one is held in memory as it was found to be intact."""
        found = self.readable(name)
        if isinstance(found, Path):
            return sqlite3.connect(read_only(found), uri=True, check_same_thread=False)
        connection = sqlite3.connect(":memory:", check_same_thread=False)
        connection.deserialize(found)
        return connection

    def publication(self, name: str) -> tuple[Path, int, int]:
        """Where a file is, with its number and its time: what was read of another publication of it is not this one."""

        def told(folder: IntactFolder) -> tuple[Path, int, int]:
            path = folder.folder / name
            try:
                stat = path.stat()
            except FileNotFoundError:
                if folder.recorded is None:
                    raise
                raise DamagedError(folder.folder, name, f"{name} is missing") from None
            return path, stat.st_ino, stat.st_mtime_ns

        return self._taken(told)

    def store(self) -> tuple[Path, str]:
        """Where the store is, and the state of its files in which they were found to be intact."""
        return self._taken(lambda folder: folder.store())

    def suspected(self) -> DamagedError | None:
        """What is damaged in a store that could not be read, mended by now; DamagedError if it cannot be."""
        damage = self._folder.suspected()
        if damage:
            self._mended(damage)
        return damage

    def data(self) -> Path:
        """Where the data are as this program reads them; where nothing had to be changed in them, as they were published."""
        if self._folder.has(DATA):
            return self._taken(lambda folder: folder.path(DATA))
        path = self._published / DATA
        if named_by(self._published.name, sha256_of(path)) is None:
            raise DamagedError(self._published, DATA, f"{DATA} was changed")
        return path

    def _taken(self, take: Callable[[IntactFolder], Found]) -> Found:
        """What is taken from the folder; if a file of it is damaged, from the one that was or is made in its place."""
        for _ in range(2):
            try:
                return take(self._folder)
            except DamagedError as damage:
                self._mended(damage)
        return take(self._folder)

    def _mended(self, damage: DamagedError) -> None:
        if self._mend is None:
            raise damage
        self._folder = self._mend(self._published, damage)


def read_only(path: Path) -> str:
    """Address under which SQLite opens a file for reading only, whatever characters its path has."""
    return f"{path.resolve().as_uri()}?mode=ro&immutable=1"
