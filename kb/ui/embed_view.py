"""What an author pastes to show this comparison elsewhere, live or frozen, and how to cite it."""

from __future__ import annotations

from urllib.parse import urlsplit

import streamlit as st

from kb.citations.items import cite_table
from kb.embed_address import snippets
from kb.model import Comparison
from kb.seals import content_hash

WHAT = {
    "Web page, live": "Follows the law and the record of the day on which somebody looks.",
    "Web page, frozen": "Keeps these days and this release for good.",
    "Report, live": "In Markdown, Quarto, HTML or a notebook; `kb embed report.md` fills and refreshes it.",
    "Report, frozen": "The same, kept at these days and this release.",
}


def show_embed(comparison: Comparison) -> None:
    """The button with its snippets."""
    with st.popover("Embed", icon=":material/code:", help="Snippets for web pages and reports, and how to cite this table"):
        for name, text in snippets(comparison, _origin()).items():
            st.markdown(f"**{name}.** {WHAT[name]}")
            st.code(text, language="html", wrap_lines=True)
        st.markdown("**Cite this table**")
        st.code(cite_table(comparison, content_hash(comparison)), language=None, wrap_lines=True)


def _origin() -> str:
    """Scheme and host of the app as the browser sees it."""
    parts = urlsplit(st.context.url or "http://127.0.0.1:8501")
    return f"{parts.scheme}://{parts.netloc}"
