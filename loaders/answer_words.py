"""An answer as one text of the base, in parts and in words: ``required``, ``block+fine``, ``24-hours``, ``20000000-eur``."""

from __future__ import annotations

from collections.abc import Mapping

BOTH, MONEY = "+", "currency"
GROUPED = 4  # digits from which on thousands are set apart


def members_of(answer: str) -> tuple[str, ...]:
    """The members of a set; of any other answer itself."""
    return tuple(answer.split(BOTH))


def said(value: str, unit: str, words: Mapping[str, str]) -> str:
    """A number in words, its unit by the words for it; a unit without words is a currency.

    >>> said("24", "hours", {"hours": "hours"}), said("7.5", "percent", {"percent": "%"}), said("20000000", "eur", {})
    ('24 hours', '7.5 %', 'EUR 20,000,000')
    """
    whole, point, rest = value.partition(".")
    digits = (f"{int(whole):,}" if len(whole) > GROUPED else whole) + point + rest
    return f"{digits} {words[unit]}" if unit in words else f"{unit.upper()} {digits}"
