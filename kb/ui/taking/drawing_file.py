"""The button that saves a drawing of the page as vectors (SVG); the page's own script does it, nothing is asked of a server."""

from __future__ import annotations

from html import escape

import streamlit as st

from kb.ui.words import t


def svg_button(container: str, stem: str) -> None:
    """Offer the chart inside the container of that key as ``stem.svg``."""
    said = {"type": "button", "class": "save", "data-save-svg": container, "data-name": f"{stem}.svg"}
    attributes = "".join(f' {name}="{escape(value)}"' for name, value in said.items())
    st.html(f"<button{attributes}>{escape(t('format.svg'))}</button>")
