"""What the pages share: the release of this run, cached answers that know their release, and the line under every page."""

from __future__ import annotations

import datetime
import pickle
import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import streamlit as st

from kb.cells.comparison import compare
from kb.clocks.changes import Changes, Point, find_changes
from kb.graph.network import entities
from kb.language.spoken_names import names_in
from kb.opening.current import open_folder, open_release
from kb.release.catalogue import Entity
from kb.release.release import Release
from kb.release.sealing import MANIFEST
from kb.running.byte_cache import ByteCache
from kb.ui.frame.explained import words_of_page
from kb.ui.frame.spoken import said, speak
from kb.ui.words import FIRST, grouped, speak_of, spoken_language, t
from kb.values.model import Comparison
from kb.values.view import View

Opened = tuple[Path, int]
MOST_BYTES, UNKNOWN_SIZE, SMALLEST = 200_000_000, 1_000_000, 1_000
IN_MEMORY = 4  # bytes of Python's values for one of them written down
LIST = re.compile(r"^(\s*\d*)([-+.)])(?=\s)", re.MULTILINE)  # what would begin a list


def current_release() -> Release:
    """The current release, checked at each call and opened once for as long as it stays the same.

    Raises UnavailableError if there is none or it was damaged.
    """
    try:
        release = _open(_identity(open_release()))
    except FileNotFoundError:  # replaced by another one between the two looks
        release = _open(_identity(open_release()))
    speak_of(release.reader.base().pages, bool(release.reader.platforms()))
    if (language := spoken_language()) != FIRST:
        speak(cached(release, names_in, language))
    return release


def _identity(release: Release) -> Opened:
    """Folder and time of publication: a release that was built again in the same folder is another one to open."""
    return release.path, _published(release.path)


def _published(folder: Path) -> int:
    manifest = folder / MANIFEST
    return (manifest if manifest.is_file() else folder).stat().st_mtime_ns


@lru_cache(maxsize=2)
def _open(opened: Opened) -> Release:
    return open_folder(opened[0])


def cached(release: Release, read: Callable[..., Any], *arguments: Any) -> Any:
    """What a function reads from a release, read once a day for that release and those (hashable) arguments.

    The day counts because a day that is left out is today. What was read longest ago goes when there is too much of it.
    """
    opened = _identity(release)
    key = opened, datetime.date.today(), read, arguments
    return _answers.made(key, lambda: read(_open(opened), *arguments))


def _size_of(value: Any) -> int:
    """About how many bytes a value takes: some times as many as it does written down."""
    try:
        return IN_MEMORY * len(pickle.dumps(value)) + SMALLEST
    except (TypeError, AttributeError, pickle.PicklingError):
        return UNKNOWN_SIZE


_answers: ByteCache[Any] = ByteCache(MOST_BYTES, _size_of)


def _compared(release: Release, view: View) -> Comparison:
    return compare(release.reader, view)


def cached_comparison(release: Release, view: View) -> Comparison:
    """A comparison, computed once for its release and what is asked."""
    found: Comparison = cached(release, _compared, view)
    return found


def _changed(release: Release, view: View, start: Point, end: Point, most: int | None) -> Changes:
    return find_changes(release.reader, view, start, end, most=most)


def cached_changes(release: Release, view: View, start: Point, end: Point, most: int | None = None) -> Changes:
    """What changed between two points, found once for its release; see :func:`kb.clocks.changes.find_changes`."""
    found: Changes = cached(release, _changed, view, start, end, most)
    return found


def cached_entities(release: Release) -> Mapping[str, Entity]:
    """All entities that can be drawn, by short key."""
    found: Mapping[str, Entity] = cached(release, entities)
    return found


def plain(text: str) -> str:
    """Text that Streamlit's Markdown shows as it is, in the language of the page where it is a name or a computed sentence."""
    text = said(text)
    for mark in "\\`*_[]<>#:$~|!{}":
        text = text.replace(mark, "\\" + mark)
    return LIST.sub(r"\1\\\2", text)


def written_note() -> None:
    """In another language than that of the statements, which one they are written in."""
    if spoken_language() != FIRST:
        st.caption(t("app.written-in"))


def page_note(release: Release, *used: str, has_statements: bool = True) -> None:
    """What stands under every page: what words mean that it uses, by their keys in the glossary, and which release this is.

    A page with statements of the base says in another language than theirs which one they are written in.
    """
    if has_statements:
        written_note()
    if used:
        st.html(words_of_page(*used))
    st.caption(t("app.release", id=release.id, quads=grouped(release.manifest["quads"])))
