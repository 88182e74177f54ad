"""Make room: of old releases only the data stay, packed; or they go for good where nobody was promised them."""

from __future__ import annotations

import gzip
import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from kb.building.build import only_builder
from kb.building.release_writing import sync_folder
from kb.errors import DamagedError
from kb.keeping.backup import PACKED_WELL
from kb.keeping.kept import Kept, kept_releases, size_of
from kb.opening.mending import DERIVED
from kb.release.data import sha256_of_data
from kb.release.identity import FORMAT, named_by
from kb.release.sealing import DATA, LIST, MANIFEST, PACKED, SIGNATURE

PACK, REMOVE, STAY = "pack", "remove", "stay"
DESCRIPTIONS = (LIST, MANIFEST, SIGNATURE, PACKED)
BLOCK = 1 << 20


@dataclass(frozen=True)
class Verdict:
    """What is to happen to one release, and why."""

    kept: Kept
    fate: str
    because: str


def verdicts(home: Path, newest: int, is_final: bool) -> list[Verdict]:
    """What a rule does to every release: the current one stays, and so many of those before it; of others the data, packed.

    What was published after the current one was taken back, and counts as older, unless it waits beside one that is held.
    ``is_final`` removes older ones for good, but never what is pinned or named in addresses: that is packed.
    """
    found, all_kept = [], kept_releases(home)
    staying = _staying(all_kept, newest)
    for kept in all_kept:
        if kept.id in staying:
            found.append(Verdict(kept, STAY, staying[kept.id]))
        elif is_final and not kept.stays:
            found.append(Verdict(kept, REMOVE, "nobody pinned it, and no address that names it was given out here"))
        elif (kept.folder / PACKED).is_file():
            found.append(Verdict(kept, STAY, "only its data are kept already"))
        else:
            found.append(Verdict(kept, PACK, kept.stays or "older"))
    return found


def _staying(kept: Sequence[Kept], newest: int) -> dict[str, str]:
    """Those that stay as they are, with why; they come the newest first."""
    current = next((number for number, one in enumerate(kept) if one.is_current), -1)
    before = {one.id: f"one of the {newest} newest before the current one" for one in kept[current + 1 :][:newest]}
    return before | {one.id: one.held or "current" for one in kept if one.is_current or one.held}


def prune(home: Path, planned: Sequence[Verdict]) -> int:
    """Carry out what was planned, and remove what was derived for other programs; the bytes that became free."""
    with only_builder(home):
        before = size_of(home)
        for verdict in planned:
            if verdict.fate == PACK:
                pack(verdict.kept.folder)
            elif verdict.fate == REMOVE:
                shutil.rmtree(verdict.kept.folder)
            if verdict.fate != STAY:
                shutil.rmtree(home / DERIVED / verdict.kept.id, ignore_errors=True)
        drop_derived_for_others(home)
        return before - size_of(home)


def drop_derived_for_others(home: Path) -> None:
    """Remove what was derived for programs of other formats, and of releases that are no longer kept."""
    kept = {one.id for one in kept_releases(home)}
    for folder in [*(home / DERIVED).glob("*"), *(home / DERIVED).glob("*/*")]:
        is_place = folder.parent.name != DERIVED
        if folder.is_dir() and (folder.name != str(FORMAT) if is_place else folder.name not in kept):
            shutil.rmtree(folder, ignore_errors=True)


def pack(folder: Path) -> None:
    """Keep of a release only its data, packed, with what describes it; DamagedError if the data are not what was published."""
    if not (folder / PACKED).is_file():
        _write_packed(folder)
    for path in folder.iterdir():
        if path.name not in DESCRIPTIONS:
            shutil.rmtree(path) if path.is_dir() else path.unlink()


def _write_packed(folder: Path) -> None:
    """Pack the data; what was packed is unpacked and compared with the name of the release before it takes its place."""
    fresh = folder / f".fresh-{PACKED}"
    with (folder / DATA).open("rb") as plain, gzip.GzipFile(fresh, "wb", PACKED_WELL, mtime=0) as packed:
        shutil.copyfileobj(plain, packed, BLOCK)
    with fresh.open("rb") as file:
        os.fsync(file.fileno())
    whole = fresh.with_name(PACKED)
    fresh.replace(whole)
    if named_by(folder.name, sha256_of_data(whole)) is None:
        whole.unlink()
        raise DamagedError(folder, DATA, f"{DATA} was changed, so nothing was pruned of it")
    sync_folder(folder)
