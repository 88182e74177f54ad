"""What the columns of a result hold, as far as views need to know: numbers, days, entities of a kind; and the choice of one."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

import pandas as pd
import streamlit as st

from kb.asking.rows import QueryResult
from kb.naming import iris
from kb.release.release import Release
from kb.ui.frame import url_state
from kb.ui.words import t

DAY = re.compile(r"-?\d{4}(-\d\d(-\d\d)?)?$")
NUMBER = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?$")
YEAR = re.compile(r"(1[6-9]|20)\d\d$")
NONE = "-"


@dataclass(frozen=True)
class Columns:
    """Names of columns by what they hold."""

    numbers: list[str]
    days: list[str]
    links: list[str]
    jurisdictions: list[str]
    texts: list[str]


@dataclass(frozen=True)
class Shown:
    """A result as the views need it; ``spec`` has the columns that are asked for, ``picked`` those that are shown."""

    release: Release
    result: QueryResult
    frame: pd.DataFrame
    columns: Columns
    key: str
    spec: dict[str, str]
    is_from_address: bool = False
    picked: dict[str, str] = field(default_factory=dict)


def columns_of(frame: pd.DataFrame) -> Columns:
    """Look at every value of every column."""
    kinds = {name: _kind([value for value in frame[name] if isinstance(value, str) and value]) for name in frame.columns}
    links = [name for name, kind in kinds.items() if kind in ("link", "jurisdiction")]
    return Columns(
        numbers=[name for name, kind in kinds.items() if kind == "number"],
        days=[name for name, kind in kinds.items() if kind in ("day", "year")],
        links=links,
        jurisdictions=[name for name, kind in kinds.items() if kind == "jurisdiction"],
        texts=[name for name, kind in kinds.items() if kind in ("text", "year")],
    )


def _kind(values: list[str]) -> str:
    if not values:
        return "empty"
    if all(value.startswith(("http://", "https://")) for value in values):
        return "jurisdiction" if all(iris.kind(value) == "jurisdiction" for value in values) else "link"
    if all(YEAR.match(value) for value in values):
        return "year"
    if all(NUMBER.match(value) for value in values):
        return "number"
    return "day" if all(DAY.match(value) for value in values) else "text"


def pick_column(
    shown: Shown,
    field: str,
    label: str,
    options: list[str],
    default: str | None = None,
    name: Callable[[str], str] = str,
    width: int = 220,
) -> str:
    """A control for one field of a view, begun with what the view asks for if there is one such, else with the default, else
    with the first; what is picked is noted for the address."""
    key = f"{shown.key}-{field}"
    asked = shown.spec.get(field)
    if asked is not None and asked not in options and shown.is_from_address:
        url_state.refuse("view", [asked])
    first = asked if asked in options else default if default in options else options[0]
    url_state.forget_unknown(key, options)
    url_state.begin(key, lambda: first)
    picked = str(st.selectbox(t(f"sparql.{label}"), options, format_func=name, key=key, width=width))
    shown.picked[field] = picked
    return picked
