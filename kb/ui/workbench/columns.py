"""What the columns of a result hold, as far as views need to know: numbers, days, entities of a kind."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import pandas as pd

from kb import iris

DAY = re.compile(r"-?\d{4}(-\d\d(-\d\d)?)?$")
NUMBER = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?$")
YEAR = re.compile(r"(1[6-9]|20)\d\d$")


@dataclass(frozen=True)
class Columns:
    """Names of columns by what they hold."""

    numbers: list[str]
    days: list[str]
    links: list[str]
    jurisdictions: list[str]
    texts: list[str]


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


def chosen(spec: dict[str, str], key: str, allowed: list[str], default: Any = None) -> str | None:
    """The column that the view asks for under a key if there is one such, else the default, else the first."""
    found = spec.get(key)
    if found in allowed:
        return found
    return default if default in allowed else next(iter(allowed), None)
