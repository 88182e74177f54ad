"""One value of a report: is it stale, was it edited by hand or did the base change, and what stands there afterwards."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import lru_cache

from kb.cells.comparison import compare
from kb.embedding.blocks import Refreshed, Source
from kb.embedding.edits import differing, same_words
from kb.embedding.marker_options import Request
from kb.errors import UnavailableError, UsageError
from kb.opening.current import set_endpoint
from kb.opening.past_releases import release_called
from kb.release.current_link import RELEASES
from kb.release.release import Release, home_folder
from kb.release.sealing import MANIFEST, read_mapping
from kb.values.model import Cell
from kb.values.words import cell_words, in_prose, with_clauses

MOST_LOOKED_IN = 5
NOT_SAID = "it says '{}' where release {} says '{}'"
NOBODY_SAYS = "no release that is kept here says so: it was edited by hand, or its marker was, or it was filled otherwise"


def refresh_value(source: Source, request: Request, old: str | None, write: Callable[[str], str]) -> Refreshed:
    """One value anew if it is stale; ``old`` is what stands there, None if nothing was written yet."""
    cell = source.compare(request, request.view.release).cells[0]
    new = write(_value(cell, request))
    name = " ".join(request.view.cell())
    if old is not None and same_words(old, new):
        return Refreshed(old, ())
    if old is None:
        return Refreshed(new, (f"{name}: {new}",))
    at = request.view.release or source.current.id
    former = None if request.view.release else _who_said(source, request, old, write)
    if former:
        return Refreshed(new, (f"{name}: {old} -> {new}", f"release {former} -> {at}"))
    said, ours = differing(old.split(), new.split())
    return Refreshed(new, (f"{name}: {NOT_SAID.format(said, at, ours)}", NOBODY_SAYS))


def _value(cell: Cell, request: Request) -> str:
    return in_prose(cell) if request.form.detail == "label" else with_clauses(cell_words(cell))


def _who_said(source: Source, request: Request, old: str, write: Callable[[str], str]) -> str | None:
    """The newest other release that says what stands there: then it is the base that changed."""
    for one in _others(source):
        with suppress(UsageError):
            if same_words(old, write(_value(compare(one.reader, request.view).cells[0], request))):
                return one.id
    return None


@lru_cache(maxsize=1)
def _others(source: Source) -> list[Release]:
    """The newest few of the other releases that are kept here in the format of the current one, which read quickly."""
    folder = home_folder(source.home) / RELEASES
    kept = [] if set_endpoint(source.home) else [one for one in folder.glob("[0-9a-f]*") if one.name != source.current.id]
    found = list[Release]()
    for one in sorted(kept, key=lambda one: one.stat().st_mtime, reverse=True):
        with suppress(UnavailableError):
            is_alike = read_mapping(one, MANIFEST)[1].get("format") == source.current.manifest.get("format")
            found += filter(None, [release_called(one.name, source.home) if is_alike else None])
        if len(found) == MOST_LOOKED_IN:
            break
    return found
