"""Which one datatype all values of a column have, for formats whose columns have types."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

from pyoxigraph import Literal, NamedNode

from kb.naming.namespaces import expand

LARGEST_INTEGER = 2**63
WHOLE, NUMBER, DAY, TRUTH, ADDRESS = (expand(f"xsd:{name}") for name in ("integer", "double", "date", "boolean", "anyURI"))
DECIMAL, TEXT = expand("xsd:decimal"), expand("xsd:string")


def column_types(columns: list[str], rows: Iterator[Any]) -> list[str]:
    """The datatype that every value of each column has, as an IRI (xsd:anyURI for IRIs); xsd:string if there is no one such."""
    found: list[set[str]] = [set() for _ in columns]
    for row in rows:
        for kinds, value in zip(found, row, strict=True):
            if value is not None:
                kinds.add(_kind(value))
    return [next(iter(kinds)) if len(kinds) == 1 else TEXT for kinds in found]


def _kind(value: Any) -> str:
    if isinstance(value, NamedNode):
        return ADDRESS
    if not isinstance(value, Literal):
        return TEXT
    kind = value.datatype.value
    if kind == WHOLE and abs(int(value.value)) >= LARGEST_INTEGER:
        return TEXT
    return kind if kind != DAY or _is_day(value.value) else TEXT


def _is_day(text: str) -> bool:
    """Whether a date has neither a time zone nor a year that calendars of programs do not reach."""
    try:
        datetime.date.fromisoformat(text)
    except ValueError:
        return False
    return True
