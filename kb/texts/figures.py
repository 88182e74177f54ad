"""Days, percentages, lengths of time and other numbers in a sentence or a passage, whatever the language writes them like."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from kb.language.number_words import HUNDREDS, LOOSE_RHYTHMS, MONTHS, PERCENT, RHYTHMS, SCALES, TENS, UNITS, WORDS
from kb.loaders.texts.numerals import chinese_number

DATE, PERCENTAGE, DURATION, NUMBER = "date", "percent", "duration", "number"
DIGITS = r"\d{1,3}(?:[.,' ]\d{3})+(?![\d])(?:[.,]\d+)?|\d+(?:[.,]\d+)?"
YEAR = re.compile(r"(?:19|20)\d\d")
ISO = re.compile(r"\b(\d{4})-(\d{2})(?:-(\d{2}))?\b")
DOTTED = re.compile(r"\b(\d{1,2})[./](\d{1,2})[./](\d{4})\b")
EAST = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
VIETNAMESE = re.compile(r"ngày (\d{1,2}) tháng (\d{1,2}) năm (\d{4})")


@dataclass(frozen=True)
class Figure:
    """One number: its kind, its value (a day: the digits of its ISO form), the unit of a length of time, where it stands."""

    kind: str
    value: Decimal
    unit: str
    written: str
    start: int
    end: int
    in_words: bool = False

    @property
    def meaning(self) -> tuple[str, Decimal, str]:
        """What two ways to write it have alike."""
        return self.kind, self.value, self.unit


def plain(text: str) -> str:
    """A text as it is compared: composed characters, one kind of space and dash, small letters."""
    composed = " ".join(unicodedata.normalize("NFKC", text).split()).casefold()
    return re.sub(r"[‐‑‒–—−]", "-", composed).replace("’", "'").replace("ß", "ss")


def figures_of(text: str, language: str, with_loose: bool = True) -> list[Figure]:
    """All figures of a plain text, in its order; a day is no number besides.

    ``with_loose`` takes words such as ``monthly`` for a length of time as well.
    """
    found = list(_days(text, language))
    rest = list(text)
    for one in found:
        rest[one.start : one.end] = "\0" * (one.end - one.start)
    bare = "".join(rest)
    found += _numbers(bare, language)
    found += (Figure(DURATION, Decimal(count), unit, word, bare.index(word), bare.index(word) + len(word))
              for word, (count, unit) in (RHYTHMS | (LOOSE_RHYTHMS if with_loose else {})).items() if word in bare)  # fmt: skip
    return sorted(found, key=lambda one: one.start)


def iso_of(figure: Figure) -> str:
    """The day of a figure in ISO form: 2025-01-19, or 2025-01 where only the month is written."""
    digits = str(figure.value)
    return "-".join(part for part in (digits[:4], digits[4:6], digits[6:8]) if part)


def is_year(figure: Figure) -> bool:
    """Whether a number is a bare year, which counts nothing."""
    return YEAR.fullmatch(figure.written.strip()) is not None


def _days(text: str, language: str) -> Iterator[Figure]:
    for pattern, order in ((ISO, (1, 2, 3)), (DOTTED, (3, 2, 1)), (EAST, (1, 2, 3)), (VIETNAMESE, (3, 2, 1)), *_spelt(language)):
        for found in pattern.finditer(text):
            year, month, day = (found[index] if index else None for index in order)
            number = _month(month, language)
            if year and number and (day is None or 1 <= int(day) <= 31):
                digits = f"{year}{number:02}" + (f"{int(day):02}" if day else "")
                yield Figure(DATE, Decimal(digits), "", found.group(), *found.span())


@cache
def _spelt(language: str) -> tuple[tuple[re.Pattern[str], tuple[int, int, int]], ...]:
    """Patterns of days with the name of the month, each with the places of year, month and day."""
    names = "|".join(_months(language))
    return (
        (re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th|º|\.)? (?:de |of )?({names})(?:,)? (?:de )?(\d{{4}})"), (3, 2, 1)),
        (re.compile(rf"\b({names}) (\d{{1,2}})(?:st|nd|rd|th)?,? (\d{{4}})"), (3, 1, 2)),
        (re.compile(rf"(?<!\d )(?<!\d\d )\b({names}) (\d{{4}})\b"), (2, 1, 0)),
    )


@cache
def _months(language: str) -> dict[str, int]:
    names = (MONTHS.get(base_of(language), "") + " " + MONTHS["en"]).split()
    return {plain(name): number % 12 + 1 for number, name in enumerate(names)}


def base_of(language: str) -> str:
    """The language of a tag, without script and region."""
    return language.partition("-")[0].lower()


def _month(given: str | None, language: str) -> int:
    if given is None:
        return 0
    number = int(given) if given.isdigit() else _months(language)[given]
    return number if 1 <= number <= 12 else 0


def _numbers(text: str, language: str) -> Iterator[Figure]:
    pattern, percent, units = _number(base_of(language)), _percent(), _units()
    for found in pattern.finditer(text):
        value = _value(found["digits"], found["words"], found["hanzi"], base_of(language))
        if value is None:
            continue
        value *= _scale(found["scale"])
        after = text[found.end() : found.end() + 40]
        in_words = found["digits"] is None
        sign = percent.match(after)
        if sign or text[max(0, found.start() - 3) : found.start()] == "百分之":
            written = found.group() + (sign.group() if sign else "")
            yield Figure(PERCENTAGE, value, "", written, *found.span(), in_words)
        elif unit := units.match(after):
            yield Figure(DURATION, value, _unit_of(unit[1]), found.group() + unit.group(), *found.span(), in_words)
        else:
            yield Figure(NUMBER, value, "", found.group(), *found.span(), in_words)


@cache
def _number(language: str) -> re.Pattern[str]:
    words = "|".join(sorted({**WORDS["en"], **WORDS.get(language, {}), **HUNDREDS, **TENS}, key=len, reverse=True))
    scales = "|".join(sorted(SCALES, key=len, reverse=True))
    one = rf"(?<![a-zà-ỹ0-9.])(?P<digits>{DIGITS})(?![\d/])|(?<!\w)(?P<words>(?:{words})(?:(?:[ -]| and )(?:{words}))*)(?![a-z])"
    hanzi = r"(?P<hanzi>(?!百分之)[一二三四五六七八九十百千万亿两零〇]+)"
    return re.compile(rf"(?:{one})(?:[ -]?(?P<scale>{scales})(?![a-z]))?|{hanzi}")


@cache
def _percent() -> re.Pattern[str]:
    return re.compile(r"\s?(?:\([^)]{1,40}\)\s?)?(?:" + "|".join(map(re.escape, PERCENT)) + ")")


@cache
def _units() -> re.Pattern[str]:
    names = "|".join(sorted((re.escape(name) for group in UNITS.values() for name in group), key=len, reverse=True))
    return re.compile(
        rf"[\s-]?(?:\([^)]{{1,40}}\)\s?)?(?:(?:consecutive|calendar|full|whole|successive|financial|fiscal|preceding|last) )*"
        rf"({names})(?!ly)"
    )


def _unit_of(name: str) -> str:
    return next(unit for unit, names in UNITS.items() if name in names)


def _value(digits: str | None, words: str | None, hanzi: str | None, language: str) -> Decimal | None:
    if digits:
        return _read_digits(digits)
    if hanzi:
        return Decimal(chinese_number(hanzi))
    return Decimal(_read_words(re.split(r"[ -]", (words or "").replace(" and ", " ")), language))


def _read_digits(digits: str) -> Decimal:
    """Points and commas between groups of three divide thousands, else the decimals: 3.000.000, 5,000, 2.5."""
    if re.fullmatch(r"\d{1,3}(?:[.,' ]\d{3})+", digits):
        return Decimal(re.sub(r"\D", "", digits))
    whole, mark, part = re.match(r"(.*?)(?:([.,])(\d+))?$", digits).groups("")  # type: ignore[union-attr]
    return Decimal(re.sub(r"\D", "", whole) + (f".{part}" if mark else ""))


def _read_words(words: list[str], language: str) -> int:
    known, total = {**WORDS["en"], **WORDS.get(language, {})}, 0
    for word in words:
        if word in HUNDREDS:
            total = (total or 1) * HUNDREDS[word]
        elif word in TENS:
            total = total + 10 if word == "belas" else (total or 1) * TENS[word]
        else:
            total += known.get(word, 0)
    return total


def _scale(scale: str | None) -> int:
    return SCALES[scale] if scale else 1
