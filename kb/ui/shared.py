"""What the pages share: the release of this run, cached answers that know their release, and links between pages."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import streamlit as st

from kb.comparison import compare
from kb.model import Comparison
from kb.network import Entity, entities
from kb.release import CURRENT, Release, home_folder, open_folder


def current_release() -> Release:
    """The current release; opened once for as long as it stays current."""
    return open_once((home_folder() / CURRENT).resolve())


@lru_cache(maxsize=2)
def open_once(folder: Path) -> Release:
    """A release by its folder, opened once."""
    return open_folder(folder)


@lru_cache(maxsize=128)
def _compare(folder: Path, jurisdictions: tuple[str, ...], options: tuple[tuple[str, Any], ...]) -> Comparison:
    return compare(open_once(folder).reader, jurisdictions, **dict(options))


def cached_comparison(release: Release, jurisdictions: tuple[str, ...], **options: Any) -> Comparison:
    """A comparison, computed once for its release and options."""
    return _compare(release.path, jurisdictions, tuple(sorted(options.items())))


@lru_cache(maxsize=2)
def _entities(folder: Path) -> dict[str, Entity]:
    return entities(open_once(folder))


def cached_entities(release: Release) -> dict[str, Entity]:
    """All entities that can be drawn, by short key."""
    return _entities(release.path)


def plain(text: str) -> str:
    """Text that Streamlit's Markdown shows as it is."""
    for mark in "\\`*_[]<>#:$~|!{}":
        text = text.replace(mark, "\\" + mark)
    return text


def page_note(release: Release) -> None:
    """The line under every page: which release this is."""
    st.caption(f"Release {release.id} · {release.manifest['quads']} statements · facts in the folder facts/, one file a graph")
