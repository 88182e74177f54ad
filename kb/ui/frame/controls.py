"""Controls that pages share, each begun from the address: one or several of a list, a day."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping
from typing import Any

import streamlit as st

from kb.ui.frame import url_state
from kb.ui.frame.spoken import said
from kb.ui.words import t

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


def pick_one(place: Any, label: str, name: str, options: Mapping[str, str], default: str) -> str:
    """One identifier of those named, begun with the default if it exists, else with the first."""
    first = default if default in options else next(iter(options))
    url_state.forget_unknown(name, options)
    url_state.begin(name, lambda: url_state.chosen(name, options, first))
    return str(place.selectbox(label, list(options), format_func=lambda slug: said(options[slug]), key=name))


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
    picked = place.date_input(t(label), key=name, min_value=url_state.EARLIEST_DAY, max_value=url_state.LATEST_DAY)
    return str(picked.isoformat())
