"""The line below a sentence that leads to what it rests on: cells, statements, and the sources by their numbers."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

from kb.profiles.html import anchor, boxed, source_list
from kb.ui.frame.shared import plain
from kb.ui.words import t

SOURCE = "source-"  # what the places of the numbered sources are called on a page
MOST_NUMBERS = 6


def with_caution(text: str, caution: str) -> str:
    """Markdown with what must be said of it below, in small letters, if there is anything."""
    return text + (f"  \n:small[:gray[{plain(caution)}]]" if caution else "")


def sentence(text: str, caution: str, ways: Sequence[tuple[str, str]] = (), rest: str = "", notes: Sequence[int] = ()) -> None:
    """A sentence as Markdown, what must be said of it in small letters, and links (label, address) to what it rests on."""
    with st.container(gap=None):
        st.markdown(with_caution(text, caution))
        told = [anchor(*way) for way in ways]
        told += ([escape(rest)] if rest else []) + ([_numbers(notes)] if notes else [])
        if told:
            st.html(boxed("rests", f"{escape(t('brief.rests-on'))}: {' · '.join(told)}"))


def _numbers(notes: Sequence[int]) -> str:
    numbers = ", ".join(anchor(str(n), f"#{SOURCE}{n}") for n in notes[:MOST_NUMBERS])
    left = len(notes) - MOST_NUMBERS
    return t("brief.source-numbers", numbers=numbers if left <= 0 else t("brief.and-sources", numbers=numbers, n=left))


def sources(notes: Sequence[tuple[int, str, str | None]]) -> None:
    """The sources in a list, each (number, citation, address if there is one) where its number leads."""
    st.html(source_list(notes, SOURCE))
