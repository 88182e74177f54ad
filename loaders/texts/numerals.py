"""Numerals that are not written in Arabic digits."""

from __future__ import annotations

CHINESE = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
SCALES = {"十": 10, "百": 100, "千": 1000}
LARGE = {"万": 10_000, "亿": 100_000_000}


def chinese_number(text: str) -> int:
    """The value of a Chinese numeral, or of digits; ValueError for a character that is none.

    >>> chinese_number("三十七"), chinese_number("五百万"), chinese_number("12")
    (37, 5000000, 12)
    """
    if text.isascii():
        return int(text)
    total, section, digit = 0, 0, 0
    for character in text:
        if character in CHINESE:
            digit = digit * 10 + CHINESE[character] if digit and section == 0 else CHINESE[character]
        elif character in SCALES:
            section, digit = section + (digit or 1) * SCALES[character], 0
        elif character in LARGE:
            total, section, digit = (total + (section + digit)) * LARGE[character], 0, 0
        else:
            raise ValueError(f"{character} is no Chinese numeral")
    return total + section + digit
