"""Cut a paragraph or point out of the words of a larger unit, by its printed label."""

from __future__ import annotations

import re
from collections.abc import Sequence

BEFORE = r"(?:(?<=\n)|(?<=^)|(?<=[;:.,—–-])|(?<=[;:.,—–-] )|(?<=and )|(?<=or ))[ \t]*"
HANZI = ("零", "一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二", "十三", "十四", "十五")
ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv")


def cut(words: str, groups: Sequence[str]) -> str:
    """The words of a point within a unit: ``("1", "a")`` is point (a) of paragraph 1; nothing if a label is not there."""
    for group in groups:
        words = _cut_one(words, group)
        if not words:
            return ""
    return words


def _cut_one(words: str, group: str) -> str:
    for case in (re.NOFLAG, re.IGNORECASE):
        if first := _label(group, case).search(words):
            return words[first.start() : _end(words, first.start(), group, case)].strip()
    return ""


def _end(words: str, start: int, group: str, case: re.RegexFlag) -> int:
    """Where the point that begins at a place ends: at the first label that may follow it and is printed alike."""
    labels = (_label(following, case).search(words, start + 1) for following in _following(group))
    return min((one.start() for one in labels if one and _alike(words, start, one.start())), default=len(words))


def _label(group: str, case: re.RegexFlag) -> re.Pattern[str]:
    """A label as laws print it: ``(a)``, ``1.``, ``a)``, ``§ 1º``, ``Abs. 1``; at the start of a line or after a stop.

    Where a law prints ``(c)`` and ``(C)`` these are two levels, so that its case counts before any other is tried.
    """
    one = re.escape(group)
    if group.isdigit() and int(group) < len(HANZI):
        one = f"(?:{one}|{HANZI[int(group)]})"
    printed = rf"[(（]\s?{one}\s?[)）]|§\s?{one}[º°o]?\b|{one}[.)](?=\s|$)|第{one}款"
    return re.compile(rf"{BEFORE}(?:{printed})", case)


def _following(group: str) -> list[str]:
    """Labels that may come after this one at the same level."""
    if group.isdigit():
        return [str(int(group) + 1), f"{group}a"]
    lower = group.lower()
    following = [chr(ord(lower[-1]) + 1)] if len(lower) == 1 and lower < "z" else []
    if lower in ROMAN[:-1] and (len(lower) > 1 or lower in ("i", "v", "x")):
        following.append(ROMAN[ROMAN.index(lower) + 1])
    return [one.upper() if group.isupper() else one for one in following]


def _alike(words: str, first: int, second: int) -> bool:
    """Whether two labels are printed alike: both begin a line, or the first does not."""
    return not _begins_line(words, first) or _begins_line(words, second)


def _begins_line(words: str, place: int) -> bool:
    return not words[:place].strip(" \t") or words[:place].rstrip(" \t").endswith("\n")
