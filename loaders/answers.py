"""What a claim answers, as a file writes it: one answer of a closed list, several of them, or a number with its unit.

Within the base an answer is one text: ``required``; the members of a set in order, ``block+fine``; a number as its question has
it, ``24-hours`` or ``20000000-eur``. A number is digits and perhaps a point, exact, of at most 15 digits, never a float.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator

from kb.loaders.answer_words import BOTH, MONEY, members_of
from kb.loaders.fields import SLUG
from kb.loaders.problems import one_of

DIGITS = 15
NUMBER = re.compile(r"(0|[1-9][0-9]*)(\.[0-9]+)?")
CURRENCY = re.compile(r"[A-Z]{3}")
HOW = "write digits, with a point before decimals and no other mark, such as 24 or 7.5"
Range = tuple[str, str]


@dataclass(frozen=True)
class Amount:
    """A number as a file writes it: digits, and the unit where it names one."""

    value: str
    unit: str

    def slug(self, units: frozenset[str]) -> str:
        """Its name among the answers of a question that has these units."""
        (only,) = units if len(units) == 1 else ("",)
        return f"{self.value}-{(self.unit or only).lower()}"


def _joined(given: Any) -> Any:
    """The members of a list in order, as one text; anything else as it is."""
    if not isinstance(given, list):
        return given
    if not given or not all(isinstance(member, str) for member in given):
        raise ValueError("list the answers that are true together, at least one, as [one, another]")
    if len(set(given)) != len(given) or any(BOTH in member for member in given):
        raise ValueError("name each answer once, as the codebook does")
    return BOTH.join(sorted(given))


def _checked(text: str) -> str:
    if amount := amount_of(text):
        return f"{amount.value} {amount.unit}".strip()
    if re.match(r"[-+.]?\d", text) and not SLUG.fullmatch(text):
        raise ValueError(f"is no number; {HOW}")
    if not all(SLUG.fullmatch(member) for member in text.split(BOTH)):
        raise ValueError("write lower case letters, digits and single hyphens")
    return text


Answered = Annotated[str, BeforeValidator(_joined), AfterValidator(_checked)]


def amount_of(text: str) -> Amount | None:
    """A number with the unit behind it, if any, without needless noughts; None for another text."""
    value, _, unit = text.partition(" ")
    if not NUMBER.fullmatch(value) or (unit and not (SLUG.fullmatch(unit) or CURRENCY.fullmatch(unit))):
        return None
    return Amount(value.rstrip("0").rstrip(".") if "." in value else value, unit)


@dataclass(frozen=True)
class Measure:
    """What a number may be: the units of its question, and the ends of its range where it has one."""

    units: frozenset[str]
    ends: Range | None = None

    def mistake(self, answer: str) -> str | None:
        """What is wrong with an answer as a number of this question; None if nothing is."""
        amount = amount_of(answer)
        if amount is None:
            return f"'{answer}' is no number, and this question asks for one; {HOW}"
        if len(amount.value.replace(".", "")) > DIGITS:
            return f"'{amount.value}' has more than {DIGITS} digits; leave out what cannot be known so exactly"
        return self._of_unit(amount) or self._of_range(amount)

    def _of_unit(self, amount: Amount) -> str | None:
        if self.units == {MONEY}:
            wrong = not CURRENCY.fullmatch(amount.unit)
            return f"name the currency after the number, as in '{amount.value} EUR'" if wrong else None
        if len(self.units) > 1:
            units = one_of(amount.unit, sorted(self.units)) if amount.unit not in self.units else ""
            return f"name the unit after the number, one of the question's: {units}" if units else None
        (unit,) = self.units
        if not amount.unit:
            return None
        if amount.unit == unit:
            return f"write {amount.value} alone; the question says that it counts {unit}"
        return f"'{amount.unit}' is not the unit of this question, which counts {unit}"

    def _of_range(self, amount: Amount) -> str | None:
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


def slugs_of(answer: str, units: frozenset[str] | None) -> Iterator[str]:
    """The names of all that an answer says, each one of its question's: of a number, if ``units`` are given, its own."""
    amount = amount_of(answer) if units else None
    yield from (amount.slug(units),) if amount and units else members_of(answer)
