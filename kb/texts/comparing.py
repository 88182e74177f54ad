"""Our sentence beside the passage it tells: figures, bounds, quotations and duties that the passage does not bear out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from kb.texts.bounds import opposed_bounds
from kb.texts.figures import DATE, DURATION, NUMBER, Figure, base_of, figures_of, is_year, iso_of, plain
from kb.texts.references import without_references

SMALLEST_WORD = 13  # smaller numbers in words count parts of a list more often than anything in it
SAME_LENGTH = {("month", 12): ("year", 1), ("hour", 24): ("day", 1), ("day", 7): ("week", 1), ("year", 1): ("month", 12)}
QUOTED = re.compile(r"[\"“„«]([^\"”“»]{3,200})[\"”“»]|(?<!\w)'([^']{8,200})'(?!\w)")
DUTY = re.compile(r"\b(must|shall|has to|have to|is obliged|are obliged|is required|are required)\b")
LEAVE = re.compile(r"\b(may|can|could|is empowered|power to|discretion|authori[sz]ed)\b")
BINDING = re.compile(
    r"\b(must|shall|required?s?|obliged|obligation|duty|duties|mandatory|is to|are to|prohibited|unlawful|may not|comply)\b"
)


@dataclass(frozen=True)
class Finding:
    """Something of our sentence that the passage does not bear out: what kind of thing, our words, what stands there instead."""

    kind: str
    ours: str
    theirs: tuple[str, ...] = ()

    @property
    def message(self) -> str:
        """One line that says what differs."""
        there = f"the passage has {', '.join(self.theirs)}" if self.theirs else "the passage has none of that kind"
        return f"{self.kind}: we say '{self.ours}'; {there}"


@dataclass(frozen=True)
class Passage:
    """The words of law that a sentence tells, in their language (BCP 47), and the days that its file has for it."""

    words: str
    language: str
    days: tuple[str, ...] = ()


def findings(sentence: str, passage: Passage, quote: str | None = None) -> list[Finding]:
    """Everything of a sentence, and of the quotation beside it, that a passage does not bear out."""
    if not passage.words:
        return []
    ours, theirs = without_references(plain(sentence)), plain(passage.words)
    found = [*_figures(ours, theirs, passage), *_bounds(ours, theirs, passage.language)]
    found += _quotations(sentence, quote, theirs, passage.language)
    if base_of(passage.language) == "en":
        found += _duties(ours, theirs)
    return list(dict.fromkeys(found))


def _figures(ours: str, theirs: str, passage: Passage) -> Iterator[Finding]:
    there = figures_of(theirs, passage.language)
    held = {one.meaning for one in there} | {same for one in there if (same := _same_length(one))}
    values = {one.value for one in there}
    is_english = base_of(passage.language) == "en"
    for one in figures_of(ours, "en", with_loose=False):
        is_held = one.value in values if one.kind == NUMBER or not is_english else False
        if not _counts(one) or one.meaning in held or is_held:
            continue
        if one.kind == DATE and _is_known_day(iso_of(one), passage.days, there):
            continue
        alike = (other.written.strip() for other in there if other.kind == one.kind)
        yield Finding(one.kind, one.written.strip(), tuple(dict.fromkeys(alike))[:6])


def _counts(one: Figure) -> bool:
    """Whether a number says something of the law: small ones in words count parts of a list, a bare year nothing."""
    return not (one.kind == NUMBER and (is_year(one) or (one.in_words and one.value < SMALLEST_WORD)))


def _same_length(one: Figure) -> tuple[str, Decimal, str] | None:
    if one.kind != DURATION or one.value != int(one.value):
        return None
    for (unit, count), (other, value) in SAME_LENGTH.items():
        if one.unit == unit and one.value % count == 0:
            return DURATION, one.value // count * value, other
    return None


def _is_known_day(day: str, days: Iterable[str], there: Sequence[Figure]) -> bool:
    """Whether a day is one of the file's events, or one of them and a length of time that the passage has."""
    lengths = [int(one.value) for one in there if one.kind == DURATION and one.unit == "day" and one.value < 4000]
    months = [
        int(one.value) * (12 if one.unit == "year" else 1) for one in there if one.unit in ("month", "year") and one.value < 400
    ]
    for known in days:
        if known.startswith(day) or day.startswith(known):
            return True
        if len(known) == len(day) == 10:
            start = date.fromisoformat(known)
            counted = {(start + timedelta(count + more)).isoformat() for count in lengths for more in (-1, 0, 1)}
            if day in counted | {_months_later(start, count) for count in months}:
                return True
    return False


def _months_later(start: date, months: int) -> str:
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return f"{year:04}-{month + 1:02}-{start.day:02}"


def _bounds(ours: str, theirs: str, language: str) -> Iterator[Finding]:
    """The same number, but more than it where the law says at least, or at most where it says at least."""
    for said, given, written in opposed_bounds(ours, theirs, language):
        yield Finding("bound", f"{said} {written}", tuple(f"{bound} {written}" for bound in given))


def _quotations(sentence: str, quote: str | None, theirs: str, language: str) -> Iterator[Finding]:
    """Words between quotation marks must stand in the passage; those in another language than it cannot be compared."""
    quoted = [next(filter(None, found.groups())) for found in QUOTED.finditer(sentence)] + ([quote] if quote else [])
    for words in quoted:
        if base_of(language) != "en" and words.isascii():
            continue
        parts = [part.strip(" .,;:") for part in re.split(r"\[[^\]]*\]|\.\.\.|…", plain(words))]
        if any(part and _bare(part) not in _bare(theirs) for part in parts):
            yield Finding("quotation", words)


def _bare(text: str) -> str:
    return re.sub(r"[\W_]+", " ", text).strip()


def _duties(ours: str, theirs: str) -> Iterator[Finding]:
    """We say must where the passage only lets somebody do something, or may where it only binds."""
    if (duty := DUTY.search(ours)) and LEAVE.search(theirs) and not BINDING.search(theirs):
        yield Finding("duty", duty.group(), ("may",))
