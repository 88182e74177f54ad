"""The top of the page of one thing: its state today in a line, the sentences that follow, and below each what it rests on."""

from __future__ import annotations

import re

import streamlit as st

from kb.profiles.clause import Clause
from kb.profiles.html import DAY
from kb.profiles.profile import Profile
from kb.ui.frame.html import address
from kb.ui.frame.resting import Behind, sentence, ways_behind
from kb.ui.frame.shared import current_release, plain
from kb.ui.frame.spoken import said
from kb.ui.words import has, t

LONG = 300  # letters of a line that stands out as a whole
ENDS = re.compile(r"(?<=[^\s.]{4}\.) (?=[A-ZÄÖÜ0-9„“])")  # a full stop that is not that of "v." or "Inc."


def show_line(found: Profile) -> None:
    """The line on top, with the ways to what it rests on: its first sentence stands out."""
    for one in found.state.clauses[:1]:
        first, *rest = ENDS.split(one.text, maxsplit=1) if len(one.text) > LONG else [one.text]
        sentence(f"**{plain(first)}** {plain(''.join(rest))}".strip(), one.caution, _behind(one))


def show_rest(found: Profile) -> None:
    """The sentences below the line, and of which days all are."""
    for one in found.state.clauses[1:]:
        sentence(f"- {plain(one.text)}", one.caution, _behind(one))
    if found.state.clauses:
        st.caption(plain(found.state.dates))


def _behind(one: Clause) -> Behind:
    """The cells and statements behind a clause."""
    release = current_release()
    entities = release.catalogue.entities
    things = {said(entities[key].label) if key in entities else _entry(key): address("entity", e=key) for key in one.things}
    return ways_behind(release.reader, one.cells, others=list(things.items()))


def _entry(key: str) -> str:
    """What a dated statement is called in a link: what it dates, and its day."""
    before, _, name = key.rpartition("/")
    day, what = DAY.search(name), f"entity.entry-{before.rpartition('/')[2]}"
    if day and has(what):
        return t(what, day=day[0])
    return t("entity.entry", day=day[0]) if day else t("entity.entry-without-day")
