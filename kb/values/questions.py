"""A question of the codebook as tables need it, and what its answers are called."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from kb.loaders.answer_words import MONEY, members_of, said
from kb.values.stored import KEEPS_GOOD

NUMBERED = re.compile(r"[0-9]+(\.[0-9]+)?-[a-z-]+")
Number = int | float  # of at most 15 digits, so that it prints as it was written


@dataclass(frozen=True)
class QuestionHead:
    """A question with its dimension, its answers in order (on an ordinal scale from least to most), and its versions.

    ``versions`` are (in use since, version) of its part of the codebook, the earliest first. ``from_parts`` are (answer of a
    part, answer of the whole): what a federation without a rule of its own answers where the law of a part answers so.
    ``formerly`` are earlier names. A question that asks for a number has no answers but ``units`` (with their words), a
    ``direction`` (which way it grows stricter) and perhaps ``ends``, the least and the most it can be, as digits.
    ``replaced_by`` are the questions asked instead of one that is retired; it stays answerable where it is named.
    ``keeps_good`` are the days for which an answer stands after its evidence, and while a matter is open. ``ones`` are the units
    that are called otherwise behind a 1.
    """

    id: str
    dimension: str
    dimension_title: str
    text: str
    answers: tuple[tuple[str, str], ...]
    scale: str = "nominal"
    versions: tuple[tuple[str, str], ...] = ()
    from_parts: tuple[tuple[str, str], ...] = ()
    formerly: tuple[str, ...] = ()
    units: tuple[tuple[str, str], ...] = ()
    direction: str | None = None
    ends: tuple[str, ...] = ()
    keeps_good: tuple[int, int] = KEEPS_GOOD
    replaced_by: tuple[str, ...] = ()
    ones: tuple[tuple[str, str], ...] = ()

    def version(self, coded_on: str) -> str | None:
        """Version of the codebook that was in use on a day of coding; the first one before that."""
        begun = [version for since, version in self.versions if since <= coded_on]
        return begun[-1] if begun else next((version for _, version in self.versions), None)

    def label(self, answer: str) -> str:
        """Label of one of its answers, of several that are true together, or of a number."""
        if self.scale == "number":
            digits, unit = _parted(answer)
            words = (*self.units, *(self.ones if digits == "1" else ()))
            return said(digits, unit, {slug: called for slug, called in words if slug != MONEY})
        return "; ".join(self._labels[member] for member in self.members(answer))

    def knows(self, answer: str) -> bool:
        """Whether this is an answer of the question as it is today; one that was written earlier may be none."""
        if self.scale == "number":
            return NUMBERED.fullmatch(answer) is not None
        return set(members_of(answer)) <= set(self._labels)

    def members(self, answer: str) -> tuple[str, ...]:
        """The answers of its list that an answer gives, in the order of the list; of a number itself."""
        members = members_of(answer)
        return members if len(members) == 1 else tuple(sorted(members, key=list(self._labels).index))

    def number(self, answer: str | None) -> tuple[Number, str] | None:
        """Value and unit of an answer, where the question asks for a number and has one."""
        if self.scale != "number" or not answer or not NUMBERED.fullmatch(answer):
            return None
        digits, unit = _parted(answer)
        value = float(digits)
        return int(digits) if value.is_integer() else value, unit if unit in dict(self.units) else unit.upper()

    @cached_property
    def _labels(self) -> dict[str, str]:
        return dict(self.answers)


def _parted(answer: str) -> tuple[str, str]:
    """Digits and unit of a number: ``24-hours``."""
    digits, _, unit = answer.partition("-")
    return digits, unit
