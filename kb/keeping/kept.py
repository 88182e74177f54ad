"""The releases below a home: which there are, what they cost, which is current, and which are pinned and why."""

from __future__ import annotations

import datetime
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kb.building.holding import held_of
from kb.errors import UnavailableError, UsageError
from kb.opening.current import current_folder
from kb.opening.given_out import is_given_out
from kb.opening.mending import DERIVED
from kb.release.current_link import RELEASES
from kb.release.sealing import DATA, LIST, MANIFEST, is_data_alone, json_text, read_mapping
from kb.saving import save

PINS = "pins.json"


@dataclass(frozen=True)
class Kept:
    """One release: when it was published, of which format, how large it and what is derived from it are, and why it stays."""

    id: str
    folder: Path
    published: datetime.datetime
    format: int | None
    quads: int | None
    bytes: int
    derived_bytes: int
    is_current: bool
    is_data_alone: bool
    pinned: str
    is_given_out: bool
    held: str = ""

    @property
    def stays(self) -> str:
        """Why nobody may remove it without a word; nothing if anybody may."""
        reasons = [self.held or "current"] if self.is_current else [self.held] if self.held else []
        reasons += [f"pinned: {self.pinned}"] if self.pinned else []
        return "; ".join(reasons + (["an address that names it was given out"] if self.is_given_out else []))


def kept_releases(home: Path) -> list[Kept]:
    """All releases below a home, the newest first."""
    pins, current = pins_of(home), _current(home)
    held = _held(home)
    found = (_kept(home, folder, pins, held, current) for folder in (home / RELEASES).glob("[0-9a-f]*") if folder.is_dir())
    return sorted(found, key=lambda one: (one.published, one.id), reverse=True)


def release_named(home: Path, name: str | None) -> Kept:
    """A kept release by its identifier or the beginning of it, the current one without; UsageError lists those that are kept."""
    kept = kept_releases(home)
    found = [one for one in kept if (one.id.startswith(name) if name else one.is_current)]
    if len(found) != 1 or (name and len(name) < 4):
        listed = ", ".join(one.id for one in kept) or "none"
        wanted = f"no release '{name}', or more than one" if name else f"no current release in {home}"
        raise UsageError(f"{wanted}; kept in {home}: {listed}")
    return found[0]


def pins_of(home: Path) -> dict[str, str]:
    """The releases that somebody pinned, with why."""
    if not (home / PINS).is_file():
        return {}
    try:
        found: Any = json.loads((home / PINS).read_bytes())
        return {str(release): str(because) for release, because in found.items()}
    except (OSError, ValueError, AttributeError):
        raise UnavailableError(
            f"{home / PINS} cannot be read, so nobody knows what is pinned; write it anew or bring it back"
        ) from None


def pin(home: Path, release: str, because: str | None) -> None:
    """Pin a release, or let it go."""
    pins = {name: why for name, why in pins_of(home).items() if name != release}
    save(home / PINS, json_text(pins | ({release: because} if because else {})))


def size_of(folder: Path) -> int:
    """Bytes of all files below a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _kept(home: Path, folder: Path, pins: dict[str, str], held: dict[str, str], current: Path | None) -> Kept:
    said = _said(folder)
    return Kept(
        id=folder.name,
        folder=folder,
        published=datetime.datetime.fromtimestamp(_published(folder), datetime.UTC),
        format=_number(said.get("format")),
        quads=_number(said.get("quads")),
        bytes=size_of(folder),
        derived_bytes=size_of(home / DERIVED / folder.name),
        is_current=folder.resolve() == current,
        is_data_alone=is_data_alone(folder),
        pinned=pins.get(folder.name, ""),
        is_given_out=is_given_out(home, folder.name),
        held=held.get(folder.name, ""),
    )


def _held(home: Path) -> dict[str, str]:
    """Of the release that is held, and of the one that waits beside it, what is to be said."""
    held = held_of(home)
    return {held.built: "built last, waits beside the one that is held", held.release: held.said} if held else {}


def _published(folder: Path) -> float:
    """The time of what is written once, when a release is published."""
    written = (path.stat().st_mtime for name in (LIST, MANIFEST, DATA) if (path := folder / name).is_file())
    return next(written, 0.0)


def _said(folder: Path) -> dict[str, Any]:
    try:
        return read_mapping(folder, MANIFEST)[1]
    except UnavailableError:
        return {}


def _number(found: Any) -> int | None:
    return found if isinstance(found, int) else None


def _current(home: Path) -> Path | None:
    try:
        return current_folder(home)
    except UnavailableError:
        return None
