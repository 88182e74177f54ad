"""Glossary: what the words and the marks of the pages mean, all of them or those that somebody looks for."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from kb.naming.glossary import Part, Term
from kb.release.release import Release
from kb.ui.frame import url_state
from kb.ui.frame.explained import definitions
from kb.ui.frame.html import heading
from kb.ui.frame.shared import current_release, page_note, plain
from kb.ui.taking.take_away import take_away
from kb.ui.words import glossary, t
from kb.values.folding import folded

LONGEST = 80
ANCHOR = "word-"


def show() -> None:
    """The page."""
    release = current_release()
    st.title(t("pages.glossary.title"))
    st.markdown(t("glossary.lead"))
    url_state.begin("word", lambda: url_state.text("q", LONGEST))
    words = st.text_input(
        t("glossary.box"), key="word", placeholder=t("glossary.placeholder"), icon=":material/search:", live=True, width=480
    )
    url_state.write({"q": words})
    shown = [found for part in glossary() if (found := _with(part, words.strip())).terms]
    if shown:
        st.html("".join(heading(part.heading) + definitions(part.terms, ANCHOR) for part in shown))
        with st.container(horizontal=True):
            _take_away(release, shown)
    else:
        st.info(t("glossary.nothing", words=plain(words)))
    page_note(release, has_statements=False)


def _take_away(release: Release, shown: Sequence[Part]) -> None:
    """The words as files; the query behind lists the base's own: its questions with their answers."""
    columns = t("glossary.column-word"), t("glossary.column-means"), t("glossary.column-mark")
    rows = [dict(zip(columns, (one.name, one.sentence, one.mark), strict=True)) for part in shown for one in part.terms]
    take_away(release, t("pages.glossary.title"), "", lambda: rows, "glossary", ("questions-and-answers", {}))


def _with(part: Part, words: str) -> Part:
    """A part with those of its words that have what is looked for."""
    return Part(part.heading, tuple(term for term in part.terms if has(term, words)))


def has(term: Term, words: str) -> bool:
    """Whether a mark, a name or a meaning has the words that are looked for; any has none."""
    sought = folded(words)
    if not sought:
        return not words or words == term.mark
    return sought in folded(f"{term.name} {term.in_files} {term.means}")
