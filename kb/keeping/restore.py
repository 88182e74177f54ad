"""Bring the releases of a backup back: each is looked through before it takes its place, and nothing whole is replaced."""

from __future__ import annotations

import json
import re
import shutil
import tarfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kb.building.build import only_builder
from kb.building.holding import HELD, held_of, make_current
from kb.errors import UnavailableError, UsageError
from kb.keeping.inspection import inspect
from kb.keeping.kept import PINS, pin, pins_of
from kb.keeping.using import choose
from kb.naming.names import RELEASE
from kb.opening.given_out import FOLDER as GIVEN_OUT
from kb.release.current_link import CURRENT, RELEASES, is_there, leads_to

PLACES = re.compile(
    rf"{CURRENT}|{re.escape(PINS)}|{re.escape(HELD)}|{GIVEN_OUT}/{RELEASE}|{RELEASES}/{RELEASE}/(store/)?[A-Za-z0-9._-]+"
)


@dataclass(frozen=True)
class Restored:
    """What a restore did: releases that came, those that were here already, what is damaged, the current one, how it is held."""

    restored: tuple[str, ...]
    here: tuple[str, ...]
    damaged: tuple[str, ...]
    current: str
    held: str


def restore(file: Path, home: Path, takes_current: bool = False) -> Restored:
    """Bring back what a backup holds. Its current release becomes the current one if there is none, or if that is wanted; then it
    stays so over builds and starts, and so does one that was held where the backup was made.
    A release that is here and whole stays; one that is damaged here is replaced. UsageError for a file that is no backup.
    """
    home.mkdir(parents=True, exist_ok=True)
    with only_builder(home):
        unpacked = home / ".restore"
        shutil.rmtree(unpacked, ignore_errors=True)
        try:
            current = _unpack(file, unpacked)
            return _taken_over(unpacked, home, current, f"restored from {file.name}" if takes_current else "")
        except OSError as error:
            raise UnavailableError(f"the backup could not be restored below {home}: {error}") from None
        finally:
            shutil.rmtree(unpacked, ignore_errors=True)


def kept_in_place() -> dict[str, Any]:
    """What makes an archive unpack nothing outside of its folder, where Python knows it: from 3.11.4 on."""
    return {"filter": "data"} if hasattr(tarfile, "data_filter") else {}


def _unpack(file: Path, folder: Path) -> str:
    """Unpack a backup into a folder of its own; the release that was current in it."""
    try:
        with tarfile.open(file) as archive:
            members = archive.getmembers()
            if strange := next((one.name for one in members if not PLACES.fullmatch(one.name)), ""):
                raise UsageError(f"{file} is no backup of 'kb backup': it holds {strange[:80]!r}")
            archive.extractall(folder, [one for one in members if one.isfile()], **kept_in_place())
            links = [one.linkname for one in members if one.name == CURRENT and one.issym()]
    except (tarfile.TarError, EOFError, ValueError) as error:
        raise UsageError(f"{file} cannot be read as a backup: {error}") from None
    except FileNotFoundError as error:
        raise UsageError(f"{file} cannot be read: {error.strerror}") from None
    if not (folder / RELEASES).is_dir():
        raise UsageError(f"{file} is no backup of 'kb backup': it holds no release")
    return links[0].rpartition("/")[2] if links else ""


def _taken_over(unpacked: Path, home: Path, current: str, because: str) -> Restored:
    """Put every release that can be read into its place; ``because`` says why what is current in the backup is to be so here."""
    (home / RELEASES).mkdir(exist_ok=True)
    restored, here, damaged = [], [], []
    for folder in sorted((unpacked / RELEASES).iterdir()):
        look = inspect(folder)
        if look.damage:
            damaged.append(f"{folder.name}: {'; '.join(look.damage)}")
        if not look.has_data:
            continue
        target = home / RELEASES / folder.name
        if target.is_dir() and inspect(target).is_whole:
            here.append(folder.name)
            continue
        if target.exists():
            target.rename(unpacked / f"replaced-{folder.name}")
        folder.rename(target)
        restored.append(folder.name)
    _take_notes(unpacked, home)
    if current in {*restored, *here}:
        _make_current(unpacked, home, current, because)
    now = _current(home)
    held = held_of(home)
    return Restored(tuple(restored), tuple(here), tuple(damaged), now, held.said if held and held.release == now else "")


def _current(home: Path) -> str:
    """The release that is current here, empty if none is."""
    return leads_to(home).name if is_there(home) and leads_to(home).exists() else ""


def _make_current(unpacked: Path, home: Path, release: str, because: str) -> None:
    """Make the release current that was so where the backup was made, if that is wanted or none is current here."""
    try:
        held = held_of(unpacked)
    except UnavailableError:
        held = None
    if because or (held and not _current(home)):
        choose(home, release, held.because if held else because)
    elif not _current(home):
        make_current(home, release)


def _take_notes(unpacked: Path, home: Path) -> None:
    """What was pinned and given out, beside what is known here of that."""
    pins = pins_of(home)
    for release, because in _pins(unpacked):
        if release not in pins:
            pin(home, release, because)
    for mark in (unpacked / GIVEN_OUT).glob("*"):
        (home / GIVEN_OUT).mkdir(exist_ok=True)
        (home / GIVEN_OUT / mark.name).touch()


def _pins(unpacked: Path) -> Iterator[tuple[str, str]]:
    with suppress(OSError, ValueError, AttributeError):
        yield from ((str(name), str(why)) for name, why in json.loads((unpacked / PINS).read_bytes()).items())
