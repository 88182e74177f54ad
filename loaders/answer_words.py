"""What a claim answers as one text, in parts and in words: an answer of a closed list, several of them, or a number and its unit.

A file writes ``required``, ``[block, fine]``, ``24`` or ``20000000 EUR``; within the base these are ``required``, ``block+fine``,
``24-hours`` and ``20000000-eur``. A number is digits and perhaps a point, exact, never a float.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

BOTH, MONEY = "+", "currency"
NUMBER = re.compile(r"(0|[1-9][0-9]*)(\.[0-9]+)?")
CURRENCY, UNIT = re.compile(r"[A-Z]{3}"), re.compile(r"[a-z]+(-[a-z]+)*")
GROUPED = 4  # digits from which on thousands are set apart


@dataclass(frozen=True)
class WrittenNumber:
    """A number as a file writes it: digits, and the unit where it names one."""

    value: str
    unit: str

    def slug(self, units: frozenset[str]) -> str:
        """Its name among the answers of a question that has these units."""
        (only,) = units if len(units) == 1 else ("",)
        return f"{self.value}-{(self.unit or only).lower()}"


def amount_of(text: str) -> WrittenNumber | None:
    """A number with the unit behind it, if any, without needless noughts; None for another text."""
    value, _, unit = text.partition(" ")
    if not NUMBER.fullmatch(value) or (unit and not (UNIT.fullmatch(unit) or CURRENCY.fullmatch(unit))):
        return None
    return WrittenNumber(value.rstrip("0").rstrip(".") if "." in value else value, unit)


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


def slugs_of(answer: str, units: frozenset[str] | None) -> Iterator[str]:
    """The names of all that an answer says, each one of its question's: of a number, if ``units`` are given, its own."""
    amount = amount_of(answer) if units else None
    yield from (amount.slug(units),) if amount and units else members_of(answer)
