"""What an import that was interrupted had read of several files, kept below KB_HOME until the data set is imported.

A file is taken from there only if it, the mapping, what the facts know and the program are what they were. Deleting the
folder costs nothing but time.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from kb.importing.reading import Asked, Mapped, sha256_of_file
from kb.loaders.imports.csvw import places_of
from kb.saving import save

FOLDER = "imports-begun"


class Begun:
    """The files of one data set that were read before."""

    def __init__(self, home: Path, asked: Asked) -> None:
        from kb.building.build_cache import program

        self._folder, self._asked = home / FOLDER / asked.mapping.id, asked
        self._meaning = json.dumps([program(), asked.plain()], sort_keys=True).encode()

    def taken(self, path: Path) -> Mapped | None:
        """A file as it was mapped, if it was read before."""
        try:
            return Mapped(**json.loads(self._kept(path).read_bytes()))
        except (OSError, ValueError, TypeError):
            return None

    def keep(self, path: Path, mapped: Mapped) -> None:
        """Keep what a file gave."""
        kept = self._kept(path)
        kept.parent.mkdir(parents=True, exist_ok=True)
        save(kept, json.dumps(asdict(mapped), ensure_ascii=False).encode())

    def drop(self) -> None:
        """Forget the files: the data set is whole."""
        shutil.rmtree(self._folder, ignore_errors=True)

    def _kept(self, path: Path) -> Path:
        digest = hashlib.sha256(self._meaning)
        for one in (path, *places_of(path), *self._beside()):
            digest.update(f"{one.name} {sha256_of_file(one)}".encode())
        return self._folder / f"{digest.hexdigest()}.json"

    def _beside(self) -> Iterator[Path]:
        """The files beside the mapping that it reads by."""
        read = self._asked.mapping.read
        yield from (self._asked.folder / name for name in (read.query, *read.contexts.values()) if name)
