"""After the program was replaced: derive beforehand what it reads of every kept release, so that nobody waits for it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kb.errors import UnavailableError
from kb.keeping.kept import kept_releases
from kb.keeping.pruning import drop_derived_for_others
from kb.opening.current import open_folder


def upgrade(home: Path) -> Iterator[tuple[str, str]]:
    """Open every release once; of each its identifier and what is wrong with it, nothing if it can be read."""
    for kept in kept_releases(home):
        try:
            release = open_folder(kept.folder.resolve())
            release.reader.questions()
            yield kept.id, "" if release.id == kept.id else f"it says that it is {release.id}"
        except UnavailableError as error:
            yield kept.id, str(error)
    drop_derived_for_others(home)
