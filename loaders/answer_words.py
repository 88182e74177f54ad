"""What a claim answers as one text, in parts and in words: an answer of a closed list, several of them, or a number and its unit.

A file writes ``required``, ``[block, fine]``, ``24`` or ``20000000 EUR``; within the base these are ``required``, ``block+fine``,
``24-hours`` and ``20000000-eur``. A number is digits and perhaps a point, exact, never a float.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

BOTH, MONEY, SET, DIGITS = "+", "currency", "set", 15
HOW_A_NUMBER = "write digits, with a point before decimals and no other mark, such as 24 or 7.5"
NUMBER = re.compile(r"(0|[1-9][0-9]*)(\.[0-9]+)?")
CURRENCY, UNIT = re.compile(r"[A-Z]{3}"), re.compile(r"[a-z]+(-[a-z]+)*")
GROUPED = 4  # digits from which on thousands are set apart


class WrittenNumber(NamedTuple):
    """A number as a file writes it: digits, and the unit where it names one."""

    value: str
    unit: str

    def slug(self, units: frozenset[str]) -> str:
        """Its name among the answers of a question that has these units."""
        (only,) = units if len(units) == 1 else ("",)
        return f"{self.value}-{(self.unit or only).lower()}"


class Measure(NamedTuple):
    """What a number may be: the units of its question, and the ends of its range where it has one."""

    units: frozenset[str]
    ends: tuple[str, str] | None = None

    def mistake(self, answer: str) -> str | None:
        """What is wrong with an answer as a number of this question; None if nothing is."""
        amount = amount_of(answer)
        if amount is None:
            return f"'{answer}' is no number, and this question asks for one; {HOW_A_NUMBER}"
        if len(amount.value.replace(".", "")) > DIGITS:
            return f"'{amount.value}' has more than {DIGITS} digits; leave out what cannot be known so exactly"
        return self._of_unit(amount) or self._of_range(amount)

    def _of_unit(self, amount: WrittenNumber) -> str | None:
        if self.units == {MONEY}:
            wrong = not CURRENCY.fullmatch(amount.unit)
            return f"name the currency after the number, as in '{amount.value} EUR'" if wrong else None
        if len(self.units) > 1:
            from kb.loaders.problems import one_of  # needed where files are checked, not where cells are told

            units = one_of(amount.unit, sorted(self.units)) if amount.unit not in self.units else ""
            return f"name the unit after the number, one of the question's: {units}" if units else None
        (unit,) = self.units
        if not amount.unit:
            return None
        if amount.unit == unit:
            return f"write {amount.value} alone; the question says that it counts {unit}"
        return f"'{amount.unit}' is not the unit of this question, which counts {unit}"

    def _of_range(self, amount: WrittenNumber) -> str | None:
        from decimal import Decimal

        if self.ends is None or Decimal(self.ends[0]) <= Decimal(amount.value) <= Decimal(self.ends[1]):
            return None
        return f"{amount.value} is outside {self.ends[0]} to {self.ends[1]}, the range of this question in the codebook"

    def plain(self) -> Mapping[str, frozenset[str]]:
        """As names by kind, which is how files are told of each other."""
        ends = {"least": frozenset({self.ends[0]}), "most": frozenset({self.ends[1]})} if self.ends else {}
        return {"units": self.units, **ends}

    @classmethod
    def of_plain(cls, plain: Mapping[str, frozenset[str]]) -> Measure:
        """From what :meth:`plain` gave."""
        ends = [next(iter(plain[name])) for name in ("least", "most") if name in plain]
        return cls(plain["units"], (ends[0], ends[1]) if ends else None)


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
