"""Is a release what was published, to the last byte of every file, and who signed it?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kb.errors import DamagedError, UnavailableError, UnderivedError
from kb.keeping.signing import Signature, signature_of
from kb.opening.mending import derived_folder
from kb.release.data import sha256_of_data
from kb.release.identity import named_by
from kb.release.intact import IntactFolder
from kb.release.release import manifest_of
from kb.release.sealing import DATA, LIST, MANIFEST, SIGNATURE, data_files, is_data_alone, read_earlier_list
from kb.release.store_state import VOLATILE


@dataclass(frozen=True)
class Inspected:
    """A release that was read from beginning to end: what is damaged, whether its data are whole, and by whom it is signed."""

    release: str
    damage: tuple[str, ...]
    has_data: bool
    files: int
    bytes: int
    signature: Signature

    @property
    def is_whole(self) -> bool:
        """Whether nothing is damaged."""
        return not self.damage


def inspect(folder: Path, signers: Path | None = None) -> Inspected:
    """Read every file of a release, and of what is derived from it for this program."""
    has_data = any(_has_name(path) for path in data_files(folder))
    damage = [*_own(folder), *_derived(folder)]
    if not has_data and not any(reason.startswith(DATA) for reason in damage):
        damage.append(f"{DATA} is missing" if not data_files(folder) else f"{DATA} was changed")
    signature = signature_of(folder, signers)
    if signature.is_broken:
        damage.append(f"{SIGNATURE} is no signature of this release")
    sizes = [path.stat().st_size for path in folder.rglob("*") if path.is_file() and not path.name.startswith(VOLATILE)]
    return Inspected(folder.name, tuple(damage), has_data, len(sizes), sum(sizes), signature)


def _own(folder: Path) -> Iterator[str]:
    """What is damaged in the folder of the release itself."""
    try:
        files = _listed(folder)
        if is_data_alone(folder):
            kept = (MANIFEST, *(path.name for path in data_files(folder)))
            files = IntactFolder(folder, {name: one for name, one in (files.recorded or {}).items() if name in kept})
        yield from (error.reason for error in files.damage())
        said = manifest_of(files)
        if named_by(folder.name, str(said["data_sha256"])) is None or said["id"] != folder.name:
            yield f"{MANIFEST} is one of release {said['id']}"
    except DamagedError as error:
        yield error.reason


def _listed(folder: Path) -> IntactFolder:
    """The folder by its list; one of an earlier format has a list without a seal."""
    try:
        return IntactFolder.listed(folder)
    except UnderivedError:
        return IntactFolder(folder, read_earlier_list(folder))


def _derived(folder: Path) -> Iterator[str]:
    place = derived_folder(folder)
    if not (place / LIST).is_file():
        return
    try:
        found = [error.reason for error in IntactFolder.listed(place).damage()]
    except UnavailableError as error:
        found = [str(getattr(error, "reason", error))]
    yield from (f"{place.relative_to(folder.parents[1]).as_posix()}/{reason}" for reason in found)


def _has_name(path: Path) -> bool:
    try:
        return named_by(path.parent.name, sha256_of_data(path)) is not None
    except DamagedError:
        return False
