"""Days of theirs as numbers of days, and how long an observation holds."""

from __future__ import annotations

import datetime

import numpy as np

from kb.importing.codes import Numbers
from kb.loaders.imports.mapping_records import FORMS

MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec"
ORDERS = {"DD.MM.YYYY": (6, 3, 0), "DD/MM/YYYY": (6, 3, 0), "MM/DD/YYYY": (6, 0, 3)}
OPEN = datetime.date.max.toordinal()


def day_of(text: str, form: str) -> int | None:
    """The first day that a text of a form names, as its number; None if it names none.

    >>> datetime.date.fromordinal(day_of("202002", "YYYYMM")).isoformat()
    '2020-02-01'
    """
    text = text.strip()
    if form == "YYYY-MM-DD" and len(text) == 19 and text[10] in "T ":
        text = text[:10]
    digits = text.replace("-", "") if "-" in form else text
    if len(text) != FORMS[form]:
        return None
    if form == "DDMonYYYY":
        month = MONTHS.find(text[2:5].title()) // 3 + 1
        digits = f"{text[5:]}{month:02}{text[:2]}"
    if form in ORDERS:
        year, month, day = ORDERS[form]
        digits = text[year : year + 4] + text[month : month + 2] + text[day : day + 2]
    try:
        parts = int(digits[:4]), int(digits[4:6] or 1), int(digits[6:8] or 1)
        return datetime.date(*parts).toordinal() if digits.isascii() and digits.isdigit() and parts[0] >= 1700 else None
    except ValueError:
        return None


def ends_of(starts: Numbers, step: str) -> Numbers:
    """The first day after each observation, by how long one holds: a day, a month or a year; 0 for no day."""
    if step == "day":
        return starts + (starts > 0)
    distinct, places = np.unique(starts, return_inverse=True)
    after = [_next(datetime.date.fromordinal(int(one)), step) if one > 0 else 0 for one in distinct]
    return np.array(after, np.int32)[places]


def iso(number: int) -> str:
    """A day as ISO text."""
    return datetime.date.fromordinal(number).isoformat()


def _next(day: datetime.date, step: str) -> int:
    year, month = (day.year + 1, 1) if step == "year" else (day.year + day.month // 12, day.month % 12 + 1)
    return datetime.date(year, month, 1).toordinal() if year <= datetime.MAXYEAR else OPEN
