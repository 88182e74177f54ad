"""Set up the page, make sure that there is a release, and show the page that was asked for."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from kb.errors import UnavailableError
from kb.release import home_folder, open_release
from kb.ui.first_build import build_with_progress
from kb.ui.pages import article, compare, graph, sparql

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
    st.navigation(PAGES, position=position).run()


STYLE = """<style>.stMainBlockContainer { padding-top: 4.2rem; } h1 { font-size: 2rem; } h2 { font-size: 1.45rem; }
h4 { font-size: 1.05rem; }</style>"""

PAGES = [
    st.Page(compare.show, title="Compare", icon=":material/table:", url_path="compare", default=True),
    st.Page(article.show, title="The article", icon=":material/fact_check:", url_path="article"),
    st.Page(graph.show, title="Graph", icon=":material/hub:", url_path="graph"),
    st.Page(sparql.show, title="SPARQL", icon=":material/database:", url_path="sparql-page"),
]
