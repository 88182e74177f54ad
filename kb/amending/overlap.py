"""Statements that a changed one would meet: of its text, on its question, for the same persons, at the same time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType

from kb.amending.wanted import Wish, as_text
from kb.loaders.record.statements import Statement
from kb.values.model import OPEN

SAME: Mapping[str, str] = MappingProxyType({})  # nothing is changed
WHOM = ("platform", "party", "jurisdiction")
BOTH, REPLACES = "both", "replaces"  # what somebody may decide of such a meeting


def met_by(stated: Iterable[Statement], one: Statement, values: Mapping[str, str]) -> tuple[Statement, ...]:
    """The claims that would hold at the same time as a claim with new values by key, where neither says that it stands beside."""
    if one.kind != "claim" or _said(one, "beside", values):
        return ()
    return tuple(other for other in stated if other.id != one.id and _meets(other, one, values))


def decided(wish: Wish, one: Statement, met: Iterable[Statement], choice: str) -> Wish:
    """A wish with what was chosen of the statements that it meets: that BOTH apply at once, or that it REPLACES them."""
    if choice == BOTH:
        own = one.file.removesuffix(".yaml").partition("/")[2]
        return replace(wish, values={**wish.values, "beside": own})
    return replace(wish, instead={other.id: _left(other, one, wish.values) for other in met})


def _meets(other: Statement, one: Statement, values: Mapping[str, str]) -> bool:
    is_alike = (other.kind, other.question) == (one.kind, one.question) and not other.withdrawn_on
    if not is_alike or other.meaning.get("beside") or any(_said(other, name) != _said(one, name, values) for name in WHOM):
        return False
    start, end = _days(one, values)
    begins, ends = _days(other)
    return start < ends and begins < end


def _left(other: Statement, one: Statement, values: Mapping[str, str]) -> dict[str, str]:
    """What a statement keeps beside one that replaces it: the days before, else those after; nothing, and it is withdrawn."""
    start, end = _days(one, values)
    begins, ends = _days(other)
    if begins < start:
        return {"until": start}
    return {"from": end} if end < ends else {}


def _days(one: Statement, values: Mapping[str, str] = SAME) -> tuple[str, str]:
    return _said(one, "from", values), _said(one, "until", values) or OPEN


def _said(one: Statement, name: str, values: Mapping[str, str] = SAME) -> str:
    return values.get(name, as_text(one.meaning.get(name)))
