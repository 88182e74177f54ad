"""Places chosen by the group that they belong to: all members of ASEAN, the OECD ... that the base has."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import streamlit as st

from kb.cells.place_names import MEMBERS, GroupHere, group_here, place_called
from kb.naming.groups import groups
from kb.release.reader import Reader
from kb.ui.frame import url_state
from kb.ui.frame.shared import plain
from kb.ui.frame.spoken import said
from kb.ui.words import language, t

KEY = "group"


def pick_group(place: Any, reader: Reader, key: str, day: str | None = None) -> None:
    """A choice of the groups of which the base has a member; what is picked is added to the places held under a key."""
    today = day or datetime.date.today().isoformat()
    found = {slug: here for slug in groups() if (here := group_here(reader, f"{MEMBERS}:{slug}", today)) and here.there}
    if found:
        named = {slug: _named(slug, here) for slug, here in found.items()}
        place.selectbox(
            t("compare.group"),
            list(found),
            index=None,
            format_func=lambda slug: named.get(slug, slug),
            key=KEY,
            placeholder=t("compare.group-none"),
            on_change=_add,
            args=(key, {slug: here.there for slug, here in found.items()}),
        )


def places_meant(reader: Reader) -> Callable[[str], list[str]]:
    """What a word of an address stands for where it names no place by its short name: the members of a group on the day of the
    address, which is said with those that the base lacks, or the place of a code or another name."""

    def meant(word: str) -> list[str]:
        here = group_here(reader, word, _day_asked())
        if here is None:
            place = place_called(reader, word)
            return [place] if place else []
        if here.there:
            st.info(_members_told(here))
        return list(here.there)

    return meant


def _day_asked() -> str:
    try:
        return datetime.date.fromisoformat(url_state.given("v") or "").isoformat()
    except ValueError:
        return datetime.date.today().isoformat()


def _members_told(here: GroupHere) -> str:
    """Which members of a group are shown, and which the base lacks."""
    number = len(here.there) + len(here.lacking)
    told = t("compare.group-here", name=said(here.name), here=len(here.there), of=number, day=here.day)
    lacking = t("compare.group-lacking", names=", ".join(said(one) for one in here.lacking)) if here.lacking else ""
    return plain(f"{told} {lacking}".strip())


def _named(slug: str, here: GroupHere) -> str:
    name, counts = groups()[slug].names.get(language(), here.name), (len(here.there), len(here.there) + len(here.lacking))
    return t("compare.group-of", short=_short(slug), name=name, here=counts[0], of=counts[1])


def _short(slug: str) -> str:
    """The short name of a group, by which most know it: its initials in capitals; words, such as African Union, stay words."""
    return slug.upper() if "-" not in slug else slug.replace("-", " ").title()


def _add(key: str, members: dict[str, tuple[str, ...]]) -> None:
    chosen = st.session_state.get(KEY)
    if chosen in members:
        st.session_state[key] = list(dict.fromkeys([*st.session_state.get(key, []), *members[chosen]]))
    st.session_state[KEY] = None
