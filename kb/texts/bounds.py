"""Bounds beside numbers: more than, at least, less than, at most; in the languages of the texts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kb.texts.figures import Figure, figures_of

BOUNDS = {
    "more than": r"more than|over|above|exceeding|exceeds?|greater than|in excess of|"
    r"lebih dari|mehr als|superior a|hơn|超过|более",
    "at least": r"at least|not less than|no less than|no fewer than|not fewer than|minimum of|"
    r"equal to or (?:(?:higher|greater|more) than|above|over|exceeding)|"
    r"mindestens|no mínimo|paling sedikit|ít nhất|不少于|не менее",
    "less than": r"less than|under|below|fewer than|not attained|younger than|dưới|低于|不满|不足|менее",
    "at most": r"at most|up to|not exceeding|not exceed|no more than|not more than|not later than|no later than|within|"
    r"maximum of|höchstens|paling lama|paling banyak|không quá|até|不超过|не более",
}
AFTER = {
    "at least": r"or more|or over|or above|or older|and over|or greater|trở lên|以上|ou mais",
    "at most": r"or less|or fewer|以下|以内",
}
OPPOSED = {("at least", "at most"), ("at most", "at least"), ("more than", "less than"), ("less than", "more than"),
           ("more than", "at least"), ("at least", "more than"), ("less than", "at most"), ("at most", "less than")}  # fmt: skip
BEFORE_SPAN, AFTER_SPAN = 32, 24


def opposed_bounds(ours: str, theirs: str, language: str) -> Iterator[tuple[str, tuple[str, ...], str]]:
    """(our bound, theirs, the number as we write it) wherever the same number has another bound in every place of the passage."""
    there = figures_of(theirs, language)
    for one in figures_of(ours, "en"):
        said = _bound(ours, one)
        alike = [other for other in there if other.meaning == one.meaning]
        given = {bound for other in alike if (bound := _bound(theirs, other))}
        if said and given and all((said, bound) in OPPOSED for bound in given):
            yield said, tuple(sorted(given)), one.written.strip()


def _bound(text: str, figure: Figure) -> str:
    """The bound that stands beside a number; nothing if none does, or two."""
    before = text[max(0, figure.start - BEFORE_SPAN) : figure.start]
    after = text[figure.end : figure.end + AFTER_SPAN]
    following = [bound for bound, words in AFTER.items() if re.match(rf"[^.;,]{{0,18}}?(?:{words})", after)]
    if following:
        return following[0]
    nearest = ("", -1, -1)
    for bound, words in BOUNDS.items():
        for found in re.finditer(rf"(?:{words})(?=[^.;,0-9()]{{0,16}}$)", before):
            if (found.end(), -found.start()) > (nearest[2], -nearest[1]):
                nearest = (bound, found.start(), found.end())
    return nearest[0]
