"""Disputes: what is contested today by weight, what lies open before courts, and folded what is said and refuted."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from kb.profiles.html import boxed, folded
from kb.profiles.of_disputes import Contested, Disputed, disputed
from kb.release.release import Release
from kb.ui.cells.dispute_table import everything, show_disputes
from kb.ui.frame import url_state
from kb.ui.frame.html import paragraph, way
from kb.ui.frame.shared import cached, current_release, page_note, plain, written_note
from kb.ui.words import language, t

MOST_SHOWN = 12
WORDS = ("disputed", "equal-sources", "policy", "source", "open-matter")


def show() -> None:
    """The page."""
    release = current_release()
    st.title(t("pages.disputes.title"))
    found: Disputed = cached(release, _found, language())
    st.markdown(f"**{plain(found.line.text)}**")
    written_note()
    url_state.write({})
    for heading, told, none in (("answers", found.answers, "no-answers"), ("cases", found.cases, "no-cases")):
        st.header(t(f"disputes.{heading}", n=len(told)))
        _listed(told)
        if not told:
            st.markdown(t(f"disputes.{none}"))
    with st.expander(t("disputes.quiet", n=len(found.quiet)), icon=":material/volume_off:"):
        st.html(boxed("ways", "".join(paragraph(_way(one)) for one in found.quiet)))
    show_disputes(release)
    page_note(release, *WORDS, has_statements=False)


def _found(release: Release, lang: str) -> Disputed:
    return disputed(release, cached(release, everything), lang)


def _listed(told: Sequence[Contested]) -> None:
    """Each with a way to its answer or its text; of many the first ones, the others folded below them."""
    lines = [paragraph(_way(one)) for one in told]
    rest = folded(t("disputes.more", n=len(lines) - MOST_SHOWN), "".join(lines[MOST_SHOWN:])) if lines[MOST_SHOWN:] else ""
    st.html(boxed("ways", "".join(lines[:MOST_SHOWN]) + rest))


def _way(one: Contested) -> str:
    if one.dossier:
        return way("entity", one.text, ":material/balance:", e=one.dossier)
    place, question = one.cells[0]
    return way("compare", one.text, ":material/help:", j=place, q=question, p=one.platform, cell=f"{place}.{question}")
