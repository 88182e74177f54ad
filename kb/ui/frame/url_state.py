"""The state of a page in its address, by identifiers; what does not exist is named and left out.

A page begins each control with :func:`begin` and ends by writing its whole state with :func:`write`. The address wins when it
is not what the page wrote last: at the first visit, after a link, after back or forward. Otherwise the control wins.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Collection

import streamlit as st

from kb.ui.frame.shared import plain
from kb.ui.words import FIRST, LANGUAGES, language, t

ALL, FORM, BROKEN = "*", "p.", ":material/link_off:"
WRITTEN, KEPT = "written-address", "kept-addresses"
LONGEST_SHOWN, MOST_SHOWN = 60, 5
Meant = Callable[[str], list[str]]
EARLIEST_DAY, LATEST_DAY = datetime.date(1990, 1, 1), datetime.date(2035, 12, 31)


def begin(key: str, from_address: Callable[[], object]) -> None:
    """Make the control ``key`` hold what the address says, if the address is new to this page or the control is."""
    if key not in st.session_state or came_from_outside():
        st.session_state[key] = from_address()


def came_from_outside() -> bool:
    """Whether the address is not what a page wrote last: a link, back, forward or a hand changed it."""
    return dict(st.query_params) != st.session_state.get(WRITTEN)


def given(name: str) -> str | None:
    """What the address says under a name; what it said when this page was left, if it is bare now."""
    return _state().get(name)


def put(name: str, value: str) -> None:
    """Change one part of the state in the address and leave the others; an empty value is left out."""
    state = _state() | {name: value}
    st.query_params.from_dict({name: said for name, said in state.items() if said})


def _state() -> dict[str, str]:
    bare = not set(st.query_params) - {"lang"}
    return dict(st.session_state.get(KEPT, {}).get(st.context.url, {}) if bare else st.query_params)


def listed(name: str, allowed: Collection[str], default: list[str], meant: Meant | None = None) -> list[str]:
    """Identifiers of a comma-separated parameter that exist; the default if the parameter is absent.

    ``meant`` says which identifiers another word stands for.
    """
    said = given(name)
    if said is None:
        return default
    parts = [part for part in said.split(",") if part and part != ALL]
    if meant:
        parts = [one for part in parts for one in ([part] if part in allowed else meant(part) or [part])]
    refuse(name, [part for part in parts if part not in allowed])
    return [part for part in dict.fromkeys(parts) if part in allowed]


def chosen(name: str, allowed: Collection[str], default: str | None) -> str | None:
    """One identifier that exists, else the default."""
    said = given(name)
    if not said:
        return default
    if said not in allowed:
        refuse(name, [said])
        return default
    return said


def day(name: str, default: datetime.date | None = None) -> datetime.date:
    """A day within what calendars show; the default (today) if absent or not a day."""
    said, otherwise = given(name), default or datetime.date.today()
    if not said:
        return otherwise
    try:
        asked = datetime.date.fromisoformat(said)
    except ValueError:
        refuse(name, [said])
        return otherwise
    found = min(max(asked, EARLIEST_DAY), LATEST_DAY)
    if found != asked:
        st.warning(t("address.far-day", name=name, day=asked), icon=BROKEN)
    return found


def text(name: str, longest: int) -> str:
    """A text as it stands, cut where it is longer than what can be read, and without what no text holds."""
    said = (given(name) or "").replace("\0", "")
    if len(said) > longest:
        st.warning(t("address.too-long", name=name), icon=BROKEN)
    return said[:longest]


def pair(name: str, allowed: Collection[str]) -> tuple[str, str] | None:
    """Two identifiers with a full stop between them; None if there are not two that exist."""
    said = given(name)
    if not said:
        return None
    first, _, second = said.partition(".")
    if first in allowed and second in allowed:
        return first, second
    refuse(name, [said])
    return None


def forget_unknown(name: str, allowed: Collection[str]) -> None:
    """Make a control forget what it holds if that does not exist: a new release may be there since it was picked."""
    held = st.session_state.get(name)
    if held is not None and not set([held] if isinstance(held, str) else held) <= set(allowed):
        del st.session_state[name]


def write(values: dict[str, str]) -> None:
    """Put the whole state into the address, with the language unless it is English; empty values are left out.

    Only the first address of a session is completed at once. One that a link, back or forward led to stays as it is until a
    control is used: writing to it would put a step into the browser's history that back cannot get past.
    """
    if came_from_outside():
        _refuse_unknown(values)
    wanted = {name: value for name, value in values.items() if value}
    if language() != FIRST:
        wanted["lang"] = language()
    st.session_state.setdefault(KEPT, {})[st.context.url] = wanted
    if WRITTEN in st.session_state and came_from_outside():
        wanted = dict(st.query_params)
    elif dict(st.query_params) != wanted:
        st.query_params.from_dict(wanted)
    st.session_state[WRITTEN] = wanted


def _refuse_unknown(values: dict[str, str]) -> None:
    """Name the parameters of the address that this page does not have, and a language that there is not."""
    unknown = [name for name in st.query_params if name not in values and name != "lang" and not name.startswith(FORM)]
    if unknown:
        st.warning(t("address.no-parameter", names=_quoted(unknown)), icon=BROKEN)
    asked = st.query_params.get("lang")
    refuse("lang", [asked] if asked and asked not in LANGUAGES else [])


def whole() -> dict[str, str]:
    """The whole state of this page as it was written last, with what is not in the address because a link led here."""
    found: dict[str, str] = st.session_state.get(KEPT, {}).get(st.context.url, {})
    return dict(found)


def leave() -> None:
    """Say that the next page is led to, so that its address stays as it is."""
    st.session_state.setdefault(WRITTEN, {})


def refuse(name: str, unknown: list[str]) -> None:
    """Name what an address asks for and what does not exist; nothing is said of nothing."""
    if unknown:
        st.warning(t("address.unknown", name=name, values=_quoted(unknown)), icon=BROKEN)


def _quoted(parts: list[str]) -> str:
    return ", ".join(t("address.quoted", part=_shown(part)) for part in parts[:MOST_SHOWN])


def _shown(part: str) -> str:
    """The beginning of what was asked for, as text and nothing else."""
    return plain("".join(sign if sign.isprintable() else "�" for sign in part[:LONGEST_SHOWN]))
