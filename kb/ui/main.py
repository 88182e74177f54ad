"""Set up the page, make sure that there is a release, and show the page that was asked for."""

from __future__ import annotations

import json
from importlib import import_module
from pathlib import Path
from typing import Any

import streamlit as st

from kb.errors import UnavailableError, UsageError
from kb.opening.current import set_endpoint
from kb.release.release import Release, home_folder
from kb.ui.frame import links
from kb.ui.frame import page as frame
from kb.ui.frame.first_build import build_with_progress
from kb.ui.frame.shared import current_release
from kb.ui.sections import SECTIONS, unlisted
from kb.ui.words import language, settle, t

FOLDER = Path(__file__).resolve().parent
STYLE, SCRIPT = FOLDER / "style.css", FOLDER / "page.js"


def render() -> None:
    """One run of the script."""
    settle()
    st.set_page_config(page_title=t("app.title"), page_icon=str(FOLDER / "icon.svg"), layout="wide")
    st.html(STYLE)
    script = SCRIPT.read_text(encoding="utf-8").replace("LANGUAGE", json.dumps(language()))
    st.html(f"<script>{script}</script>", unsafe_allow_javascript=True)
    try:
        current_release()
    except UsageError as error:
        frame.no_endpoint(str(error))
    except UnavailableError as error:
        if set_endpoint(None):
            frame.no_endpoint(str(error))
        build_with_progress(home_folder(), str(error))
    sections = _sections(current_release())
    links.register([page for pages in sections.values() for page in pages])
    page = st.navigation(sections, position="hidden" if st.context.is_embedded else "top")
    if st.context.is_embedded:
        frame.run(page)
        return
    place = frame.header(with_search=page.url_path != "search")
    frame.run(page)
    place.html(frame.languages(), width="content")


def page_module(name: str) -> Any:
    """The module of a page by the name in its address, imported when it is first asked for."""
    return import_module(f"kb.ui.pages.{name.removesuffix('-page').replace('-', '_')}")


def _sections(release: Release) -> dict[str, list[Any]]:
    """The pages by their section, in the language of the run; in the menu are those for which the base has something."""
    lacking = unlisted(release)
    return {
        t(f"sections.{section}") if section else "": [_page(name, icon, name not in lacking) for name, icon in pages.items()]
        for section, pages in SECTIONS.items()
    }


def _page(name: str, icon: str, is_listed: bool) -> Any:
    return st.Page(
        lambda: page_module(name).show(),
        title=t(f"pages.{name}.title"),
        help=t(f"pages.{name}.help"),
        icon=icon,
        url_path=name,
        default=name == links.HOME,
        visibility="visible" if is_listed else "hidden",
    )
