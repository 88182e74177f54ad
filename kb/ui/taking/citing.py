"""Take a view along: its address with every choice in it, and how to cite what it shows."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from urllib.parse import urlencode

import streamlit as st

from kb.citations.base import cite_comparison
from kb.ui.words import t
from kb.values.model import Comparison


def full_address(state: dict[str, str]) -> str:
    """The address of this page with a state; the bare query where the page does not know its address."""
    return f"{st.context.url or ''}?{urlencode(state, safe=',*:')}"


def cite_popover(state: dict[str, str], cite: Callable[[str, str], str], *, law: str = "", key: str = "cite-popover") -> None:
    """A button that shows the permanent address and the citation, each with a button to copy it.

    ``cite`` makes the citation of the address and of the day on which it is read; ``law`` is that of the text behind one answer.
    """
    with st.popover(t("cite.button"), icon=":material/format_quote:", key=key):
        address = full_address(state)
        if law:
            st.caption(t("cite.law"))
            st.code(law, language=None, wrap_lines=True)
        st.caption(t("cite.address"))
        st.code(address, language=None, wrap_lines=True)
        st.caption(t("cite.citation"))
        st.code(cite(address, datetime.date.today().isoformat()), language=None, wrap_lines=True)


def cite_table(comparison: Comparison, state: dict[str, str]) -> None:
    """The button for a comparison."""
    cite_popover(state, lambda address, day: cite_comparison(comparison, address, day))
