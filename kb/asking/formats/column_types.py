"""Which one datatype a column has, for formats whose columns have types: the one declared for it, or that of all its values."""

from __future__ import annotations

import datetime
import decimal
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from pyoxigraph import Literal, NamedNode

from kb.naming.namespaces import expand

LARGEST_INTEGER, MOST_DIGITS = 2**63, 38
WHOLE, NUMBER, DAY, TRUTH, ADDRESS = (expand(f"xsd:{name}") for name in ("integer", "double", "date", "boolean", "anyURI"))
DECIMAL, MOMENT, TEXT = (expand(f"xsd:{name}") for name in ("decimal", "dateTime", "string"))


NONE_DECLARED: Mapping[str, str] = {}


def column_types(columns: list[str], rows: Iterator[Any], declared: Mapping[str, str] = NONE_DECLARED) -> list[str]:
    """The datatype of each column as an IRI (xsd:anyURI for IRIs, xsd:string for what has no other).

    It is that of all values, whole numbers among decimals being decimals. Where a query declares types of columns, by name, a
    column has what is declared for it, else text, whatever rows there are; a value that does not fit makes it text.
    """
    found: list[set[str]] = [set() for _ in columns]
    for row in rows:
        for kinds, value in zip(found, row, strict=True):
            if value is not None:
                kinds.add(_kind(value))
    if declared:
        wanted = (declared.get(name, TEXT) for name in columns)
        return [kind if _common(kinds | {kind}) == kind else TEXT for kinds, kind in zip(found, wanted, strict=True)]
    return [_common(kinds) for kinds in found]


def _common(kinds: set[str]) -> str:
    """The datatype that holds all values of some datatypes without loss; text if there is none."""
    if kinds == {WHOLE, DECIMAL}:
        return DECIMAL
    return next(iter(kinds)) if len(kinds) == 1 else TEXT


def _kind(value: Any) -> str:
    if isinstance(value, NamedNode):
        return ADDRESS
    if not isinstance(value, Literal) or value.language:
        return TEXT
    kind = value.datatype.value
    try:
        READ.get(kind, str)(value.value)
    except (ValueError, decimal.InvalidOperation):
        return TEXT
    return kind


def _whole(text: str) -> None:
    """ValueError for what is no whole number, or one that programs have no room for."""
    if abs(int(text)) >= LARGEST_INTEGER:
        raise ValueError(text)


def _moment(text: str) -> None:
    """ValueError for what is no moment, or one in no time zone, which is a different moment elsewhere."""
    if datetime.datetime.fromisoformat(text).tzinfo is None:
        raise ValueError(text)


def _decimal(text: str) -> None:
    """ValueError for what has more digits than programs have room for."""
    if len(decimal.Decimal(text).as_tuple().digits) > MOST_DIGITS:
        raise ValueError(text)


def _truth(text: str) -> None:
    if text not in ("true", "false", "1", "0"):
        raise ValueError(text)


READ: dict[str, Callable[[str], object]] = {
    WHOLE: _whole,
    NUMBER: float,
    DECIMAL: _decimal,
    MOMENT: _moment,
    TRUTH: _truth,
    DAY: datetime.date.fromisoformat,  # no time zone, and no year that calendars of programs do not reach
}
