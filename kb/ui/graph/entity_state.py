"""The top of the page of one thing: its state today in a line, the sentences that follow, and what each rests on."""

from __future__ import annotations

import streamlit as st

from kb.profiles.clause import Clause
from kb.profiles.profile import Profile
from kb.ui.frame.links import link
from kb.ui.frame.shared import current_release, plain
from kb.ui.frame.spoken import said
from kb.ui.words import t

MOST_LINKS = 6


def show_state(found: Profile) -> None:
    """The line on top, the rest below it, and the ways to what they rest on."""
    for number, one in enumerate(found.state.clauses):
        told = f"**{plain(one.text)}**" if number == 0 else f"- {plain(one.text)}"
        st.markdown(told + (f"  \n:small[:gray[{plain(one.caution)}]]" if one.caution else ""))
    if not found.state.clauses:
        return
    st.caption(plain(found.state.dates))
    with st.container(key="behind"), st.expander(plain(found.why), icon=":material/help:"):
        for one in found.state.clauses:
            _behind(one)


def _behind(one: Clause) -> None:
    """A sentence with links to the cells and statements behind it, where they are few; the others are counted."""
    st.markdown(plain(one.text))
    reader = current_release().reader
    names, heads = reader.jurisdictions(), reader.questions()
    with st.container(horizontal=True, gap="small"):
        for place, question in one.cells[:MOST_LINKS]:
            label = f"{said(names[place])}: {said(heads[question].text)}"
            link("compare", plain(label), ":material/table:", cell=f"{place}.{question}", j=place, q=question)
        for key in one.things[: MOST_LINKS - len(one.cells[:MOST_LINKS])]:
            found = current_release().catalogue.entities.get(key)
            link("entity", plain(found.label if found else key), ":material/arrow_forward:", e=key)
    if (rest := len(one.cells) + len(one.things) - MOST_LINKS) > 0:
        st.caption(t("entity.more-behind", n=rest))
