"""Links from one page to another, by the page's name in the address."""

from __future__ import annotations

from typing import Any

import streamlit as st

_PAGES: dict[str, Any] = {}


def register(pages: list[Any]) -> None:
    """Make the pages of this run known by their address."""
    _PAGES.update({page.url_path or "compare": page for page in pages})


def link(page: str, label: str, icon: str, **state: str) -> None:
    """A link to a page with its state in the address; nothing where the page stands alone, as in its test."""
    if page in _PAGES:
        st.page_link(_PAGES[page], label=label, icon=icon, query_params=state)
