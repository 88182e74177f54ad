"""The top of the page of one thing: its state today in a line, the sentences that follow, and below each what it rests on."""

from __future__ import annotations

import streamlit as st

from kb.profiles.clause import Clause
from kb.profiles.html import DAY
from kb.profiles.profile import Profile
from kb.ui.frame.html import address
from kb.ui.frame.resting import sentence
from kb.ui.frame.shared import current_release, plain
from kb.ui.frame.spoken import said
from kb.ui.words import t

MOST_LINKS = 3


def show_state(found: Profile) -> None:
    """The line on top and the rest below it, each with the ways to what it rests on."""
    for number, one in enumerate(found.state.clauses):
        left = len(one.cells) + len(one.things) - MOST_LINKS
        rest = t("entity.more-behind", n=left) if left > 0 else ""
        text = f"**{plain(one.text)}**" if number == 0 else f"- {plain(one.text)}"
        sentence(text, one.caution, _ways(one), rest)
    if found.state.clauses:
        st.caption(plain(found.state.dates))


def _ways(one: Clause) -> list[tuple[str, str]]:
    """The first cells and statements behind a sentence, each with the address of its page."""
    release = current_release()
    names, heads, entities = release.reader.jurisdictions(), release.reader.questions(), release.catalogue.entities
    cells = [
        (
            f"{said(names[place])}: {said(heads[question].text)}",
            address("compare", cell=f"{place}.{question}", j=place, q=question),
        )
        for place, question in one.cells[:MOST_LINKS]
    ]
    things = one.things[: MOST_LINKS - len(cells)]
    return cells + [(said(entities[key].label) if key in entities else _entry(key), address("entity", e=key)) for key in things]


def _entry(key: str) -> str:
    """What a dated statement is called in a link: its day."""
    day = DAY.search(key.rpartition("/")[2])
    return t("entity.entry", day=day[0]) if day else t("entity.entry-without-day")
