"""Set up the page, make sure that there is a release, and show the page that was asked for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import streamlit as st

from kb.errors import UnavailableError
from kb.release import home_folder, open_release
from kb.ui import links
from kb.ui.first_build import build_with_progress
from kb.ui.pages import article, compare, graph, on_that_day, similarity, sparql

ICON = Path(__file__).resolve().parent / "icon.svg"


def render() -> None:
    """One run of the script."""
    st.set_page_config(page_title="Policy comparison", page_icon=str(ICON), layout="wide")
    try:
        open_release()
    except UnavailableError as error:
        build_with_progress(home_folder(), str(error))
    st.html(STYLE)
    position = "hidden" if st.context.is_embedded else "top"
    pages = _pages()
    links.register(pages)
    st.navigation(pages, position=position).run()


STYLE = """<style>.stMainBlockContainer { padding-top: 4.2rem; } h1 { font-size: 1.9rem !important; }
h2 { font-size: 1.35rem !important; } h3 { font-size: 1.2rem !important; } h4 { font-size: 1.05rem !important; }</style>"""


def _pages() -> list[Any]:
    return [
        st.Page(compare.show, title="Compare", icon=":material/table:", url_path="compare", default=True),
        st.Page(similarity.show, title="Similarity", icon=":material/scatter_plot:", url_path="similarity"),
        st.Page(on_that_day.show, title="On that day", icon=":material/event:", url_path="on-that-day"),
        st.Page(article.show, title="The article", icon=":material/fact_check:", url_path="article"),
        st.Page(graph.show, title="Graph", icon=":material/hub:", url_path="graph"),
        st.Page(sparql.show, title="SPARQL", icon=":material/database:", url_path="sparql-page"),
    ]
