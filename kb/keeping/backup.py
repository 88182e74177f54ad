"""Every kept release in one tar file, compared with its hashes on the way out and once more in the file."""

from __future__ import annotations

import hashlib
import io
import os
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from kb.building.holding import HELD
from kb.errors import UnavailableError, UsageError
from kb.keeping.inspection import inspect
from kb.keeping.kept import PINS, kept_releases
from kb.opening.given_out import FOLDER as GIVEN_OUT
from kb.release.current_link import CURRENT, RELEASES, leads_to
from kb.release.intact import sha256_of
from kb.release.sealing import DATA_ALONE
from kb.release.store_state import VOLATILE

BLOCK = 1 << 20
PACKED_WELL = 6  # of 9: half the time for 2 more bytes in a hundred


@dataclass(frozen=True)
class BackedUp:
    """What a backup holds: whole releases, those of which the data alone are whole, and what could not be taken, with why."""

    whole: tuple[str, ...]
    data_alone: tuple[str, ...]
    left_out: tuple[str, ...]
    bytes: int


def back_up(home: Path, file: Path, data_alone: bool = False) -> BackedUp:
    """Write the releases below a home, what is pinned, and which is current into a tar file, whole or not at all.

    Of a release in which something is damaged the data are taken, if they are whole; the rest is made anew when it is read.
    """
    kept = kept_releases(home)
    if not kept:
        raise UnavailableError(f"no release in {home}, so there is nothing to back up")
    looks = {one.folder: inspect(one.folder) for one in kept}
    taken = {folder: look for folder, look in looks.items() if look.has_data}
    names = [
        *_notes(home),
        *(name for folder, look in taken.items() for name in _files(folder, look.is_whole and not data_alone)),
    ]
    partial = file.with_name(f".{file.name}.{os.getpid()}.part")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        _write(home, names, partial, is_packed=file.suffix in (".gz", ".tgz"))
        partial.replace(file)
    except OSError as error:
        raise UsageError(f"{file} cannot be written: {error.strerror or error}") from None
    finally:
        partial.unlink(missing_ok=True)
    return BackedUp(
        tuple(look.release for look in taken.values() if look.is_whole),
        tuple(f"{look.release}: {'; '.join(look.damage)}" for look in taken.values() if not look.is_whole),
        tuple(f"{look.release}: {'; '.join(look.damage)}" for look in looks.values() if not look.has_data),
        file.stat().st_size,
    )


def _notes(home: Path) -> Iterator[Path]:
    """What is kept beside the releases."""
    yield from (path for name in (CURRENT, PINS, HELD) if (path := home / name).exists())
    yield from sorted((home / GIVEN_OUT).glob("*"))


def _files(folder: Path, is_whole: bool) -> Iterator[Path]:
    """The files of one release."""
    for path in sorted(folder.rglob("*")):
        is_wanted = not path.name.startswith(VOLATILE) if is_whole else path.name in DATA_ALONE and path.parent == folder
        if path.is_file() and is_wanted:
            yield path


def _write(home: Path, paths: list[Path], target: Path, *, is_packed: bool) -> None:
    """Write a tar, have it reach the disk, and compare what is in it with what was put in."""
    expected = {path.relative_to(home).as_posix(): sha256_of(path) for path in paths if path != home / CURRENT}
    with tarfile.open(target, "w:gz", compresslevel=PACKED_WELL) if is_packed else tarfile.open(target, "w") as archive:
        for path in paths:
            if path == home / CURRENT:
                _add_link(archive, home)
            else:
                archive.add(path, path.relative_to(home).as_posix(), recursive=False)
    with target.open("rb") as written:
        os.fsync(written.fileno())
    with tarfile.open(target) as archive:
        found = {one.name: _sha256(archive.extractfile(one)) for one in archive if one.isfile()}
    if found != expected:
        raise OSError("what was written is not what was read; the disk is damaged, or somebody builds meanwhile")


def _add_link(archive: tarfile.TarFile, home: Path) -> None:
    """The link to the current release as a note that no unpacking can be led astray by."""
    note = tarfile.TarInfo(CURRENT)
    content = f"{RELEASES}/{leads_to(home).name}".encode()
    note.type, note.linkname = tarfile.SYMTYPE, content.decode()
    archive.addfile(note, io.BytesIO())


def _sha256(file: IO[bytes] | None) -> str:
    digest = hashlib.sha256()
    while file and (block := file.read(BLOCK)):
        digest.update(block)
    return digest.hexdigest()
