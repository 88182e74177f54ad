"""Choose one entity: from a list of all where they are few; where they are many by words, which are looked for in the base."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from kb.release.catalogue import Entity
from kb.release.release import Release
from kb.searching.search import search
from kb.ui.frame.kinds import kind_name
from kb.ui.frame.shared import cached
from kb.ui.words import t

MOST_LISTED, MOST_FOUND = 2000, 50
HITS, BEFORE, MISSED = "-hits", "-before", "-missed"


def pick_entity(place: Any, release: Release, label: str, key: str, empty: str | None = None) -> str | None:
    """Short key of the entity that the control ``key`` holds; ``empty`` is what it says while it holds none, if it may."""
    catalogue = release.catalogue.entities
    many = len(catalogue) > MOST_LISTED
    held = st.session_state.get(key)
    if held in catalogue:
        st.session_state[key + BEFORE] = held
    near = dict.fromkeys([*([held] if held else []), *st.session_state.get(key + HITS, ())])
    options = list(near) if many else cached(release, _by_name)
    how: dict[str, Any] = {"index": None, "placeholder": empty} if empty else {}
    if many:
        how |= {"accept_new_options": True, "on_change": _seek, "args": (release, key), "help": t("search.by-words")}
    picked = place.selectbox(label, options, format_func=_shown(catalogue), key=key, **how)
    if missed := st.session_state.pop(key + MISSED, ""):
        place.caption(t("search.nothing", words=missed[:60]))
    return str(picked) if picked else None


def _by_name(release: Release) -> list[str]:
    catalogue = release.catalogue.entities
    return sorted(catalogue, key=lambda key: catalogue[key].label.lower())


def _shown(catalogue: Mapping[str, Entity]) -> Callable[[str], str]:
    def name(key: str) -> str:
        return f"{catalogue[key].label} ({kind_name(catalogue[key].kind)})" if key in catalogue else key

    return name


def _seek(release: Release, key: str) -> None:
    """Put the best hit in the place of words that were typed, and offer the others."""
    typed, catalogue = st.session_state[key], release.catalogue.entities
    if not typed or typed in catalogue:
        return
    found = [hit.key for hit in search(release, typed, MOST_FOUND) if hit.key in catalogue]
    st.session_state[key + HITS] = found
    st.session_state[key] = found[0] if found else st.session_state.get(key + BEFORE)
    if not found:
        st.session_state[key + MISSED] = typed
