"""Files of a release, handed out only if they are what was published; whoever reads one comes through here.

What is small is read at once, compared with its hash, and used as it was read: what happens to the disk afterwards does
not matter. What is large is compared once for each state of the file (its number, size and times) and anew after some
minutes. The blocks of a large store are compared by the engine, which keeps a checksum with each.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from kb.errors import DamagedError
from kb.release.sealing import LIST, STORE, List, Recorded, read_list
from kb.release.store_state import VOLATILE, file_state, state_of

WHOLE, STORE_WHOLE = 16 << 20, 64 << 20
TRUSTED_SECONDS = 600.0
BLOCK = 1 << 20
_seen: dict[str, tuple[str, float]] = {}


class IntactFolder:
    """One folder with files of a release. Without a list of them nothing is known of any, and each is taken as it is."""

    def __init__(self, folder: Path, recorded: List | None = None) -> None:
        self.folder, self.recorded = folder, recorded

    @classmethod
    def listed(cls, folder: Path) -> IntactFolder:
        """A folder by its sealed list; DamagedError or UnderivedError if that is not to be had."""
        return cls(folder, read_list(folder))

    def has(self, name: str) -> bool:
        """Whether the release has a file of that name."""
        return (self.folder / name).is_file() if self.recorded is None else name in self.recorded

    def look(self) -> None:
        """Whether every file is there and as large as it was; DamagedError names the first that is not."""
        for name, recorded in (self.recorded or {}).items():
            self._sized(name, recorded)

    def readable(self, name: str) -> bytes | Path:
        """The content of a small file, or where a large one is, compared with its hash; DamagedError if it was changed."""
        path = self.folder / name
        try:
            if path.stat().st_size > WHOLE:
                return self.path(name)
            content = path.read_bytes()
        except OSError as error:
            if self.recorded is None:
                raise
            raise self._unreadable(name, error) from None
        if self.recorded is not None and hashlib.sha256(content).hexdigest() != self._expected(name).sha256:
            raise self._changed(name)
        return content

    def mapping(self, name: str) -> dict[str, Any]:
        """A small file that holds one JSON mapping; DamagedError if it was changed."""
        content = self.readable(name)
        try:
            found: Any = json.loads(content) if isinstance(content, bytes) else None
        except ValueError:
            found = None
        if not isinstance(found, dict):
            raise self._changed(name)
        return found

    def path(self, name: str) -> Path:
        """Where a file is, compared with its hash if that is not known of its present state; DamagedError if it was changed."""
        path = self.folder / name
        if self.recorded is not None:
            state = self._sized(name, self._expected(name))
            if not _is_known(path, state):
                self._compare(name)
                _seen[str(path)] = (state, time.monotonic())
        return path

    def store(self) -> tuple[Path, str]:
        """Where the store is, and the state of its files in which they were compared; DamagedError if one was changed."""
        folder = self.folder / STORE
        state = state_of(folder)
        if self.recorded is not None and not _is_known(folder, state):
            self._compare_store()
            if state_of(folder) != state:
                raise DamagedError(self.folder, STORE, f"{STORE} changes while it is read")
            _seen[str(folder)] = (state, time.monotonic())
        return folder, state

    def suspected(self) -> DamagedError | None:
        """What is damaged in a store that could not be read, with every file of it read once for each state of them."""
        folder = self.folder / STORE
        suspicion, state = folder / "suspected", state_of(folder)
        if _is_known(suspicion, state):
            return None
        found = next(self.damage(f"{STORE}/"), None)
        if found is None:
            _seen[str(suspicion)] = (state, time.monotonic())
        return found

    def damage(self, within: str = "") -> Iterator[DamagedError]:
        """Everything that differs from the list, with every file read whose name begins so."""
        for name in self.recorded or {}:
            try:
                if name.startswith(within):
                    self._compare(name)
            except DamagedError as error:
                yield error
        yield from self._strangers()

    def _compare_store(self) -> None:
        """Files of the store with their hashes; of a large one those without checksums of the engine's."""
        parts = {name: one for name, one in (self.recorded or {}).items() if name.startswith(f"{STORE}/")}
        is_large = sum(one.bytes for one in parts.values()) > STORE_WHOLE
        for error in self._strangers():
            raise error
        for name, recorded in parts.items():
            if is_large and name.endswith(".sst"):
                self._sized(name, recorded)
            else:
                self._compare(name)

    def _strangers(self) -> Iterator[DamagedError]:
        """Files in the store that the list does not name: the engine would read them."""
        for path in store_files(self.folder / STORE):
            name = f"{STORE}/{path.name}"
            if self.recorded is not None and name not in self.recorded:
                yield DamagedError(self.folder, name, f"{name} is not in {LIST}")

    def _compare(self, name: str) -> None:
        recorded = self._expected(name)
        self._sized(name, recorded)
        try:
            found = sha256_of(self.folder / name)
        except OSError as error:
            raise self._unreadable(name, error) from None
        if found != recorded.sha256:
            raise self._changed(name)

    def _expected(self, name: str) -> Recorded:
        try:
            return (self.recorded or {})[name]
        except KeyError:
            raise DamagedError(self.folder, name, f"{name} is not in {LIST}") from None

    def _sized(self, name: str, recorded: Recorded) -> str:
        """The state of a file of the right size."""
        try:
            stat = (self.folder / name).stat()
        except OSError as error:
            raise self._unreadable(name, error) from None
        if stat.st_size != recorded.bytes:
            raise DamagedError(self.folder, name, f"{name} has {stat.st_size} bytes, not {recorded.bytes}")
        return file_state(name, stat)

    def _changed(self, name: str) -> DamagedError:
        return DamagedError(self.folder, name, f"{name} was changed")

    def _unreadable(self, name: str, error: OSError) -> DamagedError:
        missing = isinstance(error, FileNotFoundError | NotADirectoryError)
        reason = f"{name} is missing" if missing else f"{name} cannot be read: {error.strerror}"
        return DamagedError(self.folder, name, reason)


def sha256_of(path: Path) -> str:
    """SHA-256 of a file's bytes, in hexadecimal."""
    digest = hashlib.sha256()
    with path.open("rb", buffering=0) as file:
        while block := file.read(BLOCK):
            digest.update(block)
    return digest.hexdigest()


def store_files(folder: Path) -> list[Path]:
    """The files of a store, but for those that the engine writes while it reads; none if there is no store."""
    found: Iterable[Path] = folder.iterdir() if folder.is_dir() else ()
    return sorted(path for path in found if not path.name.startswith(VOLATILE))


def _is_known(path: Path, state: str) -> bool:
    known, when = _seen.get(str(path), ("", 0.0))
    return known == state and time.monotonic() - when < TRUSTED_SECONDS
