"""A feed of a release in a process of its own, for the routes that give it."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from kb.due.items import due
from kb.due.written import Asked, write_due
from kb.feeds.entries import entries
from kb.feeds.written import Head, write_atom, write_json
from kb.opening.current import open_folder
from kb.release.release import Release
from kb.values.view import View

WRITERS = {"atom": write_atom, "json": write_json}


def fed(folder: Path, view: View, since: str | None, format_name: str, address: str, origin: str) -> bytes:
    """What happened of what a view asks, as a feed in one of WRITERS."""
    release = _open(folder)
    return WRITERS[format_name](
        entries(release, view, since), Head(title_of(release, view), address, origin, release.reader.base().terms.line)
    )


def title_of(release: Release, view: View) -> str:
    """What a feed is about, in words."""
    names = release.reader.jurisdictions()
    about = [", ".join(names.get(slug, slug) for slug in view.jurisdictions), ", ".join([*view.dimensions, *view.questions])]
    return ": ".join(["Policy comparison", *filter(None, about)])


def calendar(folder: Path, view: View) -> bytes:
    """What is to be read again in the jurisdictions of a view, as a calendar."""
    release = _open(folder)
    items = due(release, view.jurisdictions)
    written = write_due(items, Asked.on(release.id, None, None, view.jurisdictions), "ics")
    return written.encode("utf-8") if isinstance(written, str) else written


@lru_cache(maxsize=2)
def _open(folder: Path) -> Release:
    return open_folder(folder)
