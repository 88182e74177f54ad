"""Links from one page to another, by the page's name in the address; the language goes along."""

from __future__ import annotations

from typing import Any

import streamlit as st

from kb.naming import iris
from kb.ui.frame import url_state
from kb.ui.words import FIRST, language

HOME = "home"
KNOWN = "known-pages"


def register(pages: list[Any]) -> None:
    """Make the pages of this run known by their address."""
    st.session_state[KNOWN] = {page.url_path or HOME: page for page in pages}


def link(page: str, label: str, icon: str | None = None, place: Any = None, help_text: str | None = None, **state: str) -> None:
    """A link to a page with its state in the address; nothing where the page stands alone, as in its test."""
    if target := st.session_state.get(KNOWN, {}).get(page):
        (place or st).page_link(target, label=label, icon=icon, help=help_text, query_params=_with_language(state))


def entity_link(iri: str, label: str, icon: str | None = ":material/arrow_forward:", place: Any = None) -> None:
    """A link to the page of an entity."""
    link("entity", label, icon, place, e=iri.removeprefix(iris.ID))


def go(page: str, **state: str) -> None:
    """Leave for another page; nothing happens where the page stands alone."""
    if target := st.session_state.get(KNOWN, {}).get(page):
        url_state.leave()
        st.switch_page(target, query_params=_with_language(state))


def _with_language(state: dict[str, str]) -> dict[str, str]:
    spoken = {"lang": language()} if language() != FIRST else {}
    return {name: value for name, value in (state | spoken).items() if value}
