"""Controls that pages share, each begun from the address: one or several of a list, a day."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping
from typing import Any

import streamlit as st

from kb.ui.frame import url_state
from kb.ui.frame.spoken import said
from kb.ui.words import meaning, t
from kb.values.view_fields import both_days

Calendar = tuple[Any, str, str]

DRAWERS = {
    "places": ":material/public:",
    "topics": ":material/checklist:",
    "rule": ":material/gavel:",
    "platform": ":material/devices:",
    "day": ":material/event:",
    "measure": ":material/straighten:",
}


def choices() -> Any:
    """The line of choices of a page, which stays above what it chooses."""
    return st.container(horizontal=True, vertical_alignment="center", key="choices")


def drawer(name: str) -> Any:
    """One choice of the line, which opens over the page; what is in it is drawn when it is opened."""
    return st.popover(t(f"compare.choose-{name}"), icon=DRAWERS[name], key=f"choose-{name}")


def pick_one(place: Any, label: str, name: str, options: Mapping[str, str], default: str, help_text: str | None = None) -> str:
    """One identifier of those named, begun with the default if it exists, else with the first."""
    first = default if default in options else next(iter(options))
    url_state.forget_unknown(name, options)
    url_state.begin(name, lambda: url_state.chosen(name, options, first))
    named = list(options)
    return str(place.selectbox(label, named, format_func=lambda slug: said(options[slug]), key=name, help=help_text))


def pick_several(
    place: Any,
    label: str,
    name: str,
    options: Mapping[str, str],
    default: list[str],
    empty: str,
    meant: url_state.Meant | None = None,
) -> list[str]:
    """Any of the identifiers named; ``empty`` is what the control says when it holds none.

    ``meant`` says which of them another word of the address stands for.
    """
    begin_list(name, options, default, meant)
    picked: list[str] = place.multiselect(
        label, list(options), format_func=lambda slug: said(options[slug]), key=name, placeholder=empty
    )
    return picked


def begin_list(name: str, allowed: Collection[str], default: list[str], meant: url_state.Meant | None = None) -> None:
    """Begin a control that holds several identifiers; the first three that exist if there is a default of which none does."""
    present = [slug for slug in default if slug in allowed] or (list(allowed)[:3] if default else [])
    url_state.forget_unknown(name, allowed)
    url_state.begin(name, lambda: url_state.listed(name, allowed, present, meant))


def pick_day(place: Any, label: str, name: str, default: datetime.date | None = None) -> str:
    """A day picked from a calendar, begun from the address, else with the default (today), as text."""
    url_state.begin(name, lambda: url_state.day(name, default))
    return _calendar(place, label, name)


def pick_days(law: Calendar, record: Calendar) -> tuple[str, str]:
    """The day of the law and that of the record, as text; each is asked by its place, its label and its key.

    While the day of the law stands where :func:`both_days` puts it, it moves with that of the record. A form has no callbacks, so
    what was drawn before is remembered.
    """
    key, other, drawn = law[-1], record[-1], f"drawn-{record[-1]}"
    is_new = not {key, other} <= st.session_state.keys() or url_state.came_from_outside()
    url_state.begin(other, lambda: url_state.day(other))
    url_state.begin(key, lambda: url_state.day(key, _law_of(other)))
    if not is_new and st.session_state[key] == _law_of(drawn):
        st.session_state[key] = _law_of(other)
    st.session_state[drawn] = st.session_state[other]
    known = f"{meaning('known-on')} {t('compare.known-on-help')}"
    return _calendar(*law, help_text=meaning("as-of")), _calendar(*record, help_text=known)


def _law_of(record: str) -> datetime.date:
    """The day of the law where only that of the record is picked."""
    return both_days(None, st.session_state[record])[0]


def _calendar(place: Any, label: str, name: str, help_text: str | None = None) -> str:
    first, last = url_state.EARLIEST_DAY, url_state.LATEST_DAY
    return str(place.date_input(t(label), key=name, min_value=first, max_value=last, help=help_text).isoformat())
