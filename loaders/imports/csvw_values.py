"""Values of CSV on the Web by their datatype: days, numbers and truths as the rest of an import writes them."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from typing import Any

WHOLE = ("integer", "long", "int", "short", "byte", "nonNegativeInteger", "positiveInteger", "unsignedLong", "unsignedInt",
         "unsignedShort", "unsignedByte", "nonPositiveInteger", "negativeInteger")  # fmt: skip
BROKEN = ("decimal", "number", "double", "float")
DIGITS = re.compile(r"[+-]?[0-9]+")
NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?|NaN|-?INF")
PARTS = {"yyyy": r"(?P<y>[0-9]{4})", "MM": r"(?P<m>[0-9]{2})", "M": r"(?P<m>[0-9]{1,2})", "dd": r"(?P<d>[0-9]{2})",
         "d": r"(?P<d>[0-9]{1,2})"}  # fmt: skip


class UnreadError(ValueError):
    """A value that is not of its datatype, or a datatype that cannot be read."""


def reader_of(datatype: Any) -> Callable[[str], str] | None:
    """What gives our text for a text of a datatype, raising UnreadError for one that is none; None where any text will do."""
    said = datatype if isinstance(datatype, dict) else {"base": datatype}
    base, form = str(said.get("base", "string")), said.get("format")
    if base == "date":
        return _days(str(form or "yyyy-MM-dd"))
    if base in (*WHOLE, *BROKEN):
        return _numbers(base, form)
    if base == "boolean":
        return _truths(str(form or "true|false"))
    return None


def _days(form: str) -> Callable[[str], str]:
    found = re.split(r"(yyyy|MM?|dd?)", form)
    pattern = "".join(PARTS.get(one, re.escape(one)) for one in found)
    if sorted(one[:1] for one in found[1::2]) != ["M", "d", "y"] or re.search("[A-Za-z]", "".join(found[::2])):
        raise UnreadError(f"with days of the format '{form[:40]}', which is not read")
    compiled = re.compile(pattern)

    def read(text: str) -> str:
        match = compiled.fullmatch(text)
        try:
            return datetime.date(*(int(match[part]) for part in "ymd")).isoformat() if match else _refuse(text, f"day '{form}'")
        except ValueError:
            return _refuse(text, f"day '{form}'")

    return read


def _numbers(base: str, form: Any) -> Callable[[str], str]:
    marks = form if isinstance(form, dict) else {}
    if isinstance(form, str) and re.sub("[#0,.]", "", form):
        raise UnreadError(f"with numbers of the format '{form[:40]}', which is not read")
    point, group = str(marks.get("decimalChar", ".")), str(marks.get("groupChar", "," if form else ""))
    pattern = DIGITS if base in WHOLE else NUMBER

    def read(text: str) -> str:
        plain = (text.replace(group, "") if group else text).replace(point, ".")
        return plain if pattern.fullmatch(plain) else _refuse(text, base)

    return read


def _truths(form: str) -> Callable[[str], str]:
    yes, _, no = form.partition("|")
    words = {yes: "true", no: "false"} | ({"1": "true", "0": "false"} if form == "true|false" else {})
    return lambda text: words[text] if text in words else _refuse(text, f"truth '{form}'")


def _refuse(text: str, what: str) -> str:
    raise UnreadError(f"'{text[:60]}' is no {what}")
