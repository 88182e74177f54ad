"""The button that saves a drawing of the page as vectors (SVG); the page's own script does it, nothing is asked of a server."""

from __future__ import annotations

from html import escape

import streamlit as st

from kb.ui.words import t


def svg_button(container: str, stem: str) -> None:
    """Offer the chart inside the container of that key as ``stem.svg``."""
    label = escape(t("format.svg"))
    st.html(
        f'<button type="button" class="save" data-save-svg="{escape(container)}" data-name="{escape(stem)}.svg">{label}</button>'
    )
