"""The top of the page of one thing: its state today in a line, the sentences that follow, and what each rests on."""

from __future__ import annotations

import streamlit as st

from kb.profiles.clause import Clause
from kb.profiles.html import folded
from kb.profiles.profile import Profile
from kb.ui.frame.html import paragraph, quiet, way, words
from kb.ui.frame.shared import current_release, plain
from kb.ui.frame.spoken import said
from kb.ui.words import t

MOST_LINKS = 6


def show_state(found: Profile) -> None:
    """The line on top, the rest below it, and the ways to what they rest on."""
    if not found.state.clauses:
        return
    st.markdown("\n\n".join(_told(one, is_first=number == 0) for number, one in enumerate(found.state.clauses)))
    st.caption(plain(found.state.dates))
    with st.container(key="behind"):
        st.html(folded(said(found.why), "".join(map(_behind, found.state.clauses))))


def _told(one: Clause, is_first: bool) -> str:
    text = f"**{plain(one.text)}**" if is_first else f"- {plain(one.text)}"
    return text + (f"  \n:small[:gray[{plain(one.caution)}]]" if one.caution else "")


def _behind(one: Clause) -> str:
    """A sentence with links to the cells and statements behind it, where they are few; the others are counted."""
    reader, things = current_release().reader, current_release().catalogue.entities
    names, heads = reader.jurisdictions(), reader.questions()
    ways = []
    for place, question in one.cells[:MOST_LINKS]:
        label = f"{said(names[place])}: {said(heads[question].text)}"
        ways.append(way("compare", label, ":material/table:", cell=f"{place}.{question}", j=place, q=question))
    keys = one.things[: MOST_LINKS - len(ways)]
    ways += [way("entity", things[key].label if key in things else key, e=key) for key in keys]
    rest = len(one.cells) + len(one.things) - MOST_LINKS
    return paragraph(words(one.text)) + paragraph(" ".join(ways)) + (quiet(t("entity.more-behind", n=rest)) if rest > 0 else "")
