"""Disputes: what is contested today by weight, what lies open before courts, and quietly what is said and contradicted."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from kb.profiles.html import boxed
from kb.profiles.of_disputes import Contested, Disputed, disputed
from kb.release.release import Release
from kb.ui.cells.dispute_table import everything, show_disputes
from kb.ui.frame import url_state
from kb.ui.frame.html import paragraph, quiet, way
from kb.ui.frame.links import link
from kb.ui.frame.shared import cached, current_release, page_note, plain
from kb.ui.words import language, t

MOST_SHOWN = 12
WORDS = ("disputed", "equal-sources", "policy", "source", "open-matter")


def show() -> None:
    """The page."""
    release = current_release()
    st.title(t("pages.disputes.title"))
    found: Disputed = cached(release, _found, language())
    st.markdown(f"**{plain(found.line.text)}**")
    url_state.write({})
    for heading, told in (("answers", found.answers), ("cases", found.cases)):
        st.header(t(f"disputes.{heading}", n=len(told)))
        _listed(told)
        if not told:
            st.markdown(t("coverage.no-disputes"))
    with st.expander(t("disputes.quiet", n=len(found.quiet)), icon=":material/volume_off:"):
        st.html(boxed("quiet", "".join(quiet(one.text) for one in found.quiet)))
    show_disputes(release)
    page_note(release, *WORDS)


def _found(release: Release, lang: str) -> Disputed:
    return disputed(release, everything(release).comparison, lang)


def _listed(told: Sequence[Contested]) -> None:
    """Each with a way to its cell or its text; of many the first ones."""
    st.html(boxed("ways", "".join(paragraph(_way(one)) for one in told[:MOST_SHOWN])))
    if len(told) > MOST_SHOWN:
        link("due", t("disputes.more", n=len(told) - MOST_SHOWN), ":material/pending_actions:")


def _way(one: Contested) -> str:
    if one.dossier:
        return way("entity", one.text, ":material/balance:", e=one.dossier)
    place, question = one.cells[0]
    return way("compare", one.text, ":material/help:", j=place, q=question, cell=f"{place}.{question}")
