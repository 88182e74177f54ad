"""What an author pastes to show this comparison elsewhere, live or frozen, and how to cite it."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlsplit

import streamlit as st

from kb.embedding.address import snippets
from kb.embedding.frame_size import frame_height
from kb.tables.formed import laid_out
from kb.tables.seals import content_hash
from kb.tables.sources import cite_table
from kb.ui.words import t
from kb.values.form import PLAIN, Form
from kb.values.model import Comparison

WIDTH = 960


def show_embed(comparison: Comparison, form: Form = PLAIN) -> None:
    """The button with its snippets, which ask for a form."""
    height = frame_height(laid_out(comparison, form=replace(form, style=None)), WIDTH)
    with st.popover(t("embed.button"), icon=":material/code:", help=t("embed.help")):
        for name, text in snippets(comparison, _origin(), form, height).items():
            st.markdown(f"**{t(f'embed.{name}')}.** {t(f'embed.{name}-how')}")
            st.code(text, language="html", wrap_lines=True)
        st.markdown(f"**{t('embed.cite')}**")
        st.code(cite_table(comparison, content_hash(comparison)), language=None, wrap_lines=True)


def _origin() -> str:
    """Scheme and host of the app as the browser sees it."""
    parts = urlsplit(st.context.url or "http://127.0.0.1:8501")
    return f"{parts.scheme}://{parts.netloc}"
