"""Set up the page, make sure that there is a release, and show the page that was asked for."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import streamlit as st

from kb.errors import UnavailableError
from kb.release import home_folder, set_endpoint
from kb.ui import frame, links
from kb.ui.first_build import build_with_progress
from kb.ui.pages import (
    about,
    article,
    changes,
    compare,
    coverage,
    entity,
    graph,
    home,
    on_that_day,
    search,
    similarity,
    sparql,
    timeline,
)
from kb.ui.shared import current_release
from kb.ui.words import language, t

FOLDER = Path(__file__).resolve().parent
STYLE, SCRIPT = FOLDER / "style.css", FOLDER / "page.js"
SECTIONS: dict[str, dict[str, tuple[Any, str]]] = {
    "": {"home": (home, ":material/home:")},
    "compare": {
        "compare": (compare, ":material/table:"),
        "on-that-day": (on_that_day, ":material/event:"),
        "changes": (changes, ":material/difference:"),
        "timeline": (timeline, ":material/timeline:"),
        "similarity": (similarity, ":material/scatter_plot:"),
    },
    "explore": {
        "search": (search, ":material/search:"),
        "entity": (entity, ":material/gavel:"),
        "graph": (graph, ":material/hub:"),
        "article": (article, ":material/fact_check:"),
    },
    "base": {
        "coverage": (coverage, ":material/grid_on:"),
        "sparql-page": (sparql, ":material/database:"),
        "about": (about, ":material/info:"),
    },
}


def render() -> None:
    """One run of the script."""
    st.set_page_config(page_title=t("app.title"), page_icon=str(FOLDER / "icon.svg"), layout="wide")
    st.html(STYLE)
    script = SCRIPT.read_text(encoding="utf-8").replace("LANGUAGE", json.dumps(language()))
    st.html(f"<script>{script}</script>", unsafe_allow_javascript=True)
    try:
        current_release()
    except UnavailableError as error:
        if set_endpoint(None):
            frame.no_endpoint(str(error))
        build_with_progress(home_folder(), str(error))
    sections = _sections()
    links.register([page for pages in sections.values() for page in pages])
    page = st.navigation(sections, position="hidden" if st.context.is_embedded else "top")
    if not st.context.is_embedded:
        frame.header(with_search=page.url_path != "search")
    frame.run(page)


def _sections() -> dict[str, list[Any]]:
    """The pages by their section, in the language of the run."""
    return {
        t(f"sections.{section}") if section else "": [
            st.Page(
                module.show,
                title=t(f"pages.{name}.title"),
                help=t(f"pages.{name}.help"),
                icon=icon,
                url_path=name,
                default=name == links.HOME,
            )
            for name, (module, icon) in pages.items()
        ]
        for section, pages in SECTIONS.items()
    }
