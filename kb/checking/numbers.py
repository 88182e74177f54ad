"""Numbers with their units in a sentence, in digits or in words, and whether two are the same: 2 hours, two hours."""

from __future__ import annotations

import math
import re

from kb.language.number_words import WORDS

Number = tuple[str, float]  # a unit (percent, age, hours, months, years, users, a currency) and how many of it

VALUES = {word: value for word, value in WORDS["en"].items() if value}
ONES, TEENS, TENS = (
    "|".join(word for word, value in VALUES.items() if value in within)
    for within in (range(1, 10), range(10, 20), range(20, 100))
)
BELOW_HUNDRED = rf"(?:(?:{TENS})(?:[\s-](?:{ONES}))?|{TEENS}|{ONES})"
IN_WORDS = re.compile(rf"\b(?:(?:(?:a|{ONES})\s+)?hundred(?:(?:\s+and)?\s+{BELOW_HUNDRED})?|{BELOW_HUNDRED})\b")
TIME = r"(?:hour|day|week|month|year)"
WHICH_DAYS = r"(?:(?:working|calendar|business|full|consecutive)\s+)?"
COUNTED = re.compile(rf"[\s-]+(?:{WHICH_DAYS}{TIME}s?\b|percent|per cent|million|billion|users)|\s*%")
JUST_ONE = re.compile(rf"(^|\b(?:within|after|for|in|of)\s+)an?(?=\s+{WHICH_DAYS}{TIME}\b)")
RANGE = re.compile(rf"\b(\d+)(\s+(?:to|or|and)\s+|\s?[-–]\s?)(?=\d+[\s-]*({TIME}s?|percent|%))")
LASTS = re.compile(rf"\b(\d+(?:\.\d+)?)[\s-]+{WHICH_DAYS}({TIME})s?\b")
PERCENT = re.compile(r"(\d+(?:\.\d+)?)\s*(?:%|percent|per cent)")
OF_AGE = r"\b(?:under|below|aged?|until|younger than|age of)[\s-]+(?:the age of\s+)?"
AGE = re.compile(
    rf"{OF_AGE}(\d{{1,2}})(?:s\b|\b)(?![,.]\d)(?![\s-]*(?:%|percent|per cent|million|billion|u\.s\.|usc|{WHICH_DAYS}{TIME}))"
)
AGE_IN_YEARS = re.compile(rf"(?:{OF_AGE}|\b(?:child|children|persons?|minors?|users?|those) of\s+)(\d{{1,2}})[\s-]years?\b")
SOMEBODY = re.compile(r"\b\d{1,2}[\s-]years?[\s-]olds?\b")  # of one age, which is no limit and no time
AGED_IN_WORDS = re.compile(OF_AGE + r"$")
USERS = re.compile(r"\b(\d[\d,.]*)\s*(million|billion)?\s+(?:\w+\s+){0,2}users\b")
AMOUNT = re.compile(r"(?:(?<!\d )\b([A-Z]{3})|([€£$]))\s?(\d[\d,.]*)\s*(million|billion)?")
SIGNS = {"€": "eur", "£": "gbp", "$": "usd"}
TIMES = {"million": 1e6, "billion": 1e9, "": 1}
UNITS = {"hour": ("hours", 1), "day": ("hours", 24), "week": ("hours", 168), "month": ("months", 1), "year": ("years", 1)}
NO_FIGURE = re.compile(r"\d{4}-\d\d-\d\d|\b(?:art|arts|s|ss|sec|section|article|rule|recital)\b\.?\s*\d+\w*|\b(?:19|20)\d\d\b")
FIGURE = re.compile(r"(?<![\w./(-])\d+(?:\.\d+)?(?![\w/(-])")
DAYS_OF = {"hours": 1 / 24, "months": 365 / 12, "years": 365}
LEEWAY = 6 / 365  # a month of 30 days and a year of 360 are a month and a year


def in_digits(text: str) -> str:
    """A text with its numbers in digits: ``thirty-six hours`` as ``36 hours``, ``within a day`` as ``within 1 day``."""
    digits = IN_WORDS.sub(lambda found: _value(text, found), text)
    return RANGE.sub(r"\1 \3\2", JUST_ONE.sub(r"\g<1>1", digits))


def numbers_of(digits: str, written: str) -> frozenset[Number]:
    """The numbers with a unit of a text in small letters and digits; ``written`` is it as it was, for currencies."""
    found: list[Number] = [("percent", float(one)) for one in PERCENT.findall(digits)]
    found += [("age", float(one)) for one in AGE.findall(digits)]
    found += [("age", float(one)) for one in AGE_IN_YEARS.findall(digits)]
    found += [
        (UNITS[unit][0], float(number) * UNITS[unit][1])
        for number, unit in LASTS.findall(SOMEBODY.sub(" ", AGE_IN_YEARS.sub(" ", digits)))
    ]
    found += [("users", number) for one, times in USERS.findall(digits) if (number := _amount(one, times))]
    for code, sign, one, times in AMOUNT.findall(written):
        if number := _amount(one, times):
            found.append((SIGNS.get(sign, code.lower()), number))
    return frozenset(found)


def figures_of(digits: str) -> frozenset[float]:
    """All numbers of a text in digits, whatever their unit; no days, years of a calendar, articles or sections."""
    return frozenset(map(float, FIGURE.findall(NO_FIGURE.sub(" ", digits))))


def of_answer(value: float, unit: str, is_age: bool) -> Number:
    """The number that an answer gives, with its unit as sentences have it; years may be those of an age."""
    if "percent" in unit:
        return "percent", value
    kind, times = UNITS.get(unit.lower().removesuffix("s"), (unit.lower(), 1))
    return "age" if is_age and kind == "years" else kind, value * times


def is_time(number: Number) -> bool:
    """Whether a number is a time that something takes, which many a duty has; an age is none."""
    return number[0] in DAYS_OF


def alike(one: Number, other: Number) -> bool:
    """Whether two numbers are the same: of one unit and value, or days that make up months or years."""
    if one[0] == other[0]:
        return math.isclose(one[1], other[1], rel_tol=1e-4)
    if not (is_time(one) and is_time(other)):
        return False
    return math.isclose(one[1] * DAYS_OF[one[0]], other[1] * DAYS_OF[other[0]], rel_tol=LEEWAY)


def is_of_kind(one: Number, other: Number) -> bool:
    """Whether two numbers can be compared: of one unit, or both times."""
    return one[0] == other[0] or (is_time(one) and is_time(other))


def shown(number: Number) -> str:
    """A number in words of a reader: ``36 hours``, ``10 days``, ``6 months``, ``16 years``, ``6 percent``, ``EUR 2,000``."""
    unit, value = number
    if unit == "hours" and value >= 72 and value % 24 == 0:
        unit, value = "days", value / 24
    unit = "years" if unit == "age" else unit
    digits = f"{value:,.0f}" if value.is_integer() else f"{value:g}"
    if unit in ("percent", "days", "users") or unit in DAYS_OF:
        return f"{digits} {unit.removesuffix('s') if value == 1 else unit}"
    return f"{unit.upper()} {digits}"


def _value(text: str, found: re.Match[str]) -> str:
    """A number in words as digits; ``one`` that counts nothing stays a word."""
    parts = [part for part in re.split(r"[\s-]+", found[0]) if part != "and"]
    if parts == ["one"] and not (COUNTED.match(text, found.end()) or AGED_IN_WORDS.search(text[: found.start()])):
        return found[0]
    if "hundred" in parts:
        below = parts[parts.index("hundred") + 1 :]
        return str(100 * VALUES.get(parts[0], 1) + sum(VALUES[part] for part in below))
    return str(sum(VALUES[part] for part in parts))


def _amount(digits: str, times: str) -> float | None:
    number = digits.replace(",", "").rstrip(".")
    return float(number) * TIMES[times] if re.fullmatch(r"\d+(?:\.\d+)?", number) else None
