"""What stands around every page: search and language above it, and a clear message where the base cannot be read."""

from __future__ import annotations

import sqlite3
from html import escape
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from kb.errors import BusyError, KnowledgeBaseError, RateError
from kb.opening.current import set_endpoint
from kb.release.release import home_folder
from kb.ui.frame import links, url_state
from kb.ui.frame.first_build import build_with_progress
from kb.ui.frame.shared import plain
from kb.ui.frame.turn import turn
from kb.ui.words import LANGUAGES, language, t

ASKED = "asked-words"
UNREADABLE = (sqlite3.Error, OSError, RuntimeError)  # of the indexes, of the disk, of the store's engine


def header(with_search: bool) -> Any:
    """The search box, whose words lead to the page with the hits; where the languages stand once the page has its state."""
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="right", key="head"):
        if with_search:
            _search_box()
        place = st.empty()
    if words := st.session_state.pop(ASKED, ""):
        links.go("search", q=words)
    return place


def languages() -> str:
    """A link to this page as it stands for each language, as HTML."""
    state = url_state.whole()
    named = []
    for code, name in LANGUAGES.items():
        spoken = f"?{urlencode(state | {'lang': code}, safe=',*@./')}"
        current = ' aria-current="true"' if code == language() else ""
        named.append(f'<a href="{escape(spoken)}" lang="{code}" title="{name}"{current} data-soft>{code.upper()}</a>')
    return f'<nav class="languages" aria-label="{escape(t("app.language"))}">{"".join(named)}</nav>'


def _search_box() -> None:
    st.text_input(
        t("search.box"),
        key="search-box",
        placeholder=t("search.placeholder"),
        icon=":material/search:",
        label_visibility="collapsed",
        on_change=_ask,
    )


def _ask() -> None:
    st.session_state[ASKED] = st.session_state["search-box"]
    st.session_state["search-box"] = ""


def run(page: Any) -> None:
    """Run a page; while the base answers slowly say so, and where it cannot be read say what to do."""
    try:
        with st.spinner(t("trouble.slow"), show_time=True), turn():
            page.run()
    except (RateError, BusyError) as error:
        st.warning(t("trouble.busy", error=plain(str(error))), icon=":material/hourglass:")
        st.button(t("trouble.again"), key="again", icon=":material/refresh:")
    except KnowledgeBaseError as error:
        _say(str(error))
    except UNREADABLE as error:
        _say(t("trouble.unreadable", error=error))


def no_endpoint(message: str) -> None:
    """Say why the endpoint that is set gives no release, and stop the page; nothing here can be built in its place."""
    st.error(plain(message), icon=":material/error:")
    st.markdown(t("trouble.endpoint"))
    st.button(t("trouble.again"), key="again", icon=":material/refresh:")
    st.stop()


def _say(message: str) -> None:
    """What is wrong, and the two ways out: once more, or a new release from the facts."""
    if set_endpoint(None):
        no_endpoint(message)
    st.error(plain(message), icon=":material/error:")
    st.markdown(t("trouble.what-to-do"))
    with st.container(horizontal=True):
        st.button(t("trouble.again"), key="again", icon=":material/refresh:")
        if st.button(t("trouble.build"), key="build-anew", icon=":material/construction:"):
            build_with_progress(home_folder(), message)
            st.rerun()
