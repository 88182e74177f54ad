"""The state of a page in its address, by identifiers; what does not exist is named and left out."""

from __future__ import annotations

import datetime
from collections.abc import Collection

import streamlit as st

ALL = "*"


def listed(name: str, allowed: Collection[str], default: list[str]) -> list[str]:
    """Identifiers of a comma-separated parameter that exist; the default if the parameter is absent."""
    if name not in st.query_params:
        return default
    given = [part for part in st.query_params[name].split(",") if part and part != ALL]
    _complain(name, [part for part in given if part not in allowed])
    return [part for part in dict.fromkeys(given) if part in allowed]


def chosen(name: str, allowed: Collection[str], default: str | None) -> str | None:
    """One identifier that exists, else the default."""
    given = st.query_params.get(name)
    if not given:
        return default
    if given not in allowed:
        _complain(name, [given])
        return default
    return given


def day(name: str) -> datetime.date:
    """A day, today if absent or not a day."""
    given = st.query_params.get(name)
    if not given:
        return datetime.date.today()
    try:
        return datetime.date.fromisoformat(given)
    except ValueError:
        _complain(name, [given])
        return datetime.date.today()


def forget_unknown(name: str, allowed: Collection[str]) -> None:
    """Make a control forget what it holds if that does not exist: a new release may be there since it was picked."""
    held = st.session_state.get(name)
    if held is not None and not set([held] if isinstance(held, str) else held) <= set(allowed):
        del st.session_state[name]


def write(values: dict[str, str]) -> None:
    """Put the whole state into the address; empty values are left out."""
    wanted = {name: value for name, value in values.items() if value}
    if dict(st.query_params) != wanted:
        st.query_params.from_dict(wanted)


def _complain(name: str, unknown: list[str]) -> None:
    if unknown:
        shown = ", ".join(f"“{part[:60]}”" for part in unknown[:5])
        st.warning(
            f"The address names something that does not exist ({name}: {shown}); it was left out.", icon=":material/link_off:"
        )
