"""Which release is current: a symbolic link, or a file with the same words where a system makes no links."""

from __future__ import annotations

import os
from pathlib import Path

CURRENT, RELEASES = "current", "releases"
LONGEST = 200  # characters; a file of another kind is no pointer


def is_there(home: Path) -> bool:
    """Whether a home says which release is current, rightly or not."""
    link = home / CURRENT
    return link.is_symlink() or link.exists()


def leads_to(home: Path) -> Path:
    """The folder that ``current`` below a home leads to, whether or not it is there. OSError if nothing says so."""
    link = home / CURRENT
    if link.is_file() and not link.is_symlink():
        return (home / link.read_text(encoding="utf-8")[:LONGEST].strip()).resolve()
    return link.resolve() if link.is_dir() else (home / link.readlink())


def lead_to(home: Path, release: str) -> None:
    """Point ``current`` below a home at a release in one atomic step."""
    fresh = home / f".{CURRENT}-{os.getpid()}"
    fresh.unlink(missing_ok=True)
    try:
        fresh.symlink_to(Path(RELEASES) / release)
    except (OSError, NotImplementedError):  # a system without links, or one that lets only its administrator make them
        fresh.write_text(f"{RELEASES}/{release}\n", encoding="utf-8")
    fresh.replace(home / CURRENT)
