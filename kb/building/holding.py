"""Which release is current below a home: what was built last, unless an operator holds another one.

A release that is held stays current over every build and every start, which build before they begin; what is built lies
beside it until it is used or the other is let go. One that cannot be read any more is held no longer.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from kb.building.release_writing import sync_folder
from kb.errors import UnavailableError
from kb.release.current_link import RELEASES, lead_to
from kb.release.data import whole_data
from kb.release.sealing import json_text
from kb.saving import save
from kb.upgrading.steps import way_from

HELD = "held.json"


@dataclass(frozen=True)
class Held:
    """The release that is held, the day since when and why, and the one that was built last, empty if none was."""

    release: str
    since: str
    because: str
    built: str

    @property
    def said(self) -> str:
        """In words, to stand after its name."""
        return f"held current since {self.since} ({self.because})"


def held_of(home: Path) -> Held | None:
    """The release that is held; UnavailableError if that cannot be read."""
    try:
        found = json.loads((home / HELD).read_bytes())
        return Held(*(str(found[name]) for name in ("release", "since", "because", "built")))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError):
        raise UnavailableError(
            f"{home / HELD} cannot be read, so nobody knows which release is held; delete it, then say it anew with "
            "'python -m kb releases use RELEASE'"
        ) from None


def hold(home: Path, held: Held) -> None:
    """Make a release current and hold it. Where this ends between the two, the next build makes it current."""
    save(home / HELD, json_text(asdict(held)))
    make_current(home, held.release)


def let_go(home: Path, release: str) -> None:
    """Hold nothing any more, and make a release current."""
    (home / HELD).unlink(missing_ok=True)
    make_current(home, release)


def make_current(home: Path, release: str) -> None:
    """Point ``current`` at a release in one atomic step."""
    lead_to(home, release)
    sync_folder(home)


def take_place(home: Path, built: str) -> str:
    """Make what was built current, or leave it beside the one that is held; in words what became of that, if there is one."""
    held = held_of(home)
    if held is None:
        make_current(home, built)
        return ""
    if not _can_be_read(home / RELEASES / held.release):
        let_go(home, built)
        return f"release {held.release} was {held.said}, but cannot be read any more: {built} is current, and nothing is held"
    hold(home, replace(held, built=built))
    if built == held.release:
        return f"release {built} is {held.said}; 'python -m kb releases use --newest' lets it go"
    return (
        f"release {held.release} is {held.said}: what was built stays beside it; 'python -m kb releases use {built}' "
        "or 'use --newest' makes it current and lets the other go"
    )


def _can_be_read(folder: Path) -> bool:
    """Whether the data are whole, and of a format that this program reads."""
    try:
        whole = whole_data(folder)
        return whole is not None and way_from(whole[2]) is not None
    except UnavailableError:
        return False
