"""What a pinpoint means: the units of law that it names, whatever its punctuation and abbreviations.

A locus is a kind (``art``, ``s``, ``recital`` ...), a number, and the groups in brackets after it: ``arts 3(d)-(e)`` names
``("art", "3", "d")`` and ``("art", "3", "e")``. Groups keep their case, since ``(c)`` and ``(C)`` are two levels of one law.
A pinpoint in words of our own, such as ``enforcement``, names none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kb.loaders.texts.numerals import chinese_number

Locus = tuple[str, ...]

KINDS = {
    "art": "art", "arts": "art", "article": "art", "articles": "art", "điều": "art", "pasal": "art", "ст": "art",
    "s": "s", "ss": "s", "sec": "s", "secs": "s", "section": "s", "sections": "s", "§": "s", "§§": "s",
    "cl": "cl", "cls": "cl", "cll": "cl", "clause": "cl", "rule": "rule", "rules": "rule", "r": "rule",
    "reg": "reg", "regs": "reg", "regulation": "reg", "recital": "recital", "recitals": "recital",
    "part": "part", "parts": "part", "ch": "ch", "chs": "ch", "chapter": "ch", "title": "title",
    "sch": "sch", "schs": "sch", "schedule": "sch", "annex": "annex", "app": "app", "div": "div", "para": "para", "paras": "para",
}  # fmt: skip
CODE = re.compile(r"^\d+\s+(?:u\.?\s?s\.?\s?c\.?|cfr|c\.f\.r\.)\s+", re.IGNORECASE)
STATUTES = re.compile(r"^[a-z]+\. (?:stat|code|laws?)\.? ", re.IGNORECASE)
HEAD = re.compile(rf"({'|'.join(sorted(map(re.escape, KINDS), key=len, reverse=True))})\.?\s*(?=[0-9ivxlc])", re.IGNORECASE)
NUMBER = re.compile(r"\d+[a-z]*(?:\.\d+[a-z]*(?:-\d+[a-z]*)?)*|[ivxlc]+\b", re.IGNORECASE)
GROUP = re.compile(r"\s*\((?!(?:19|20)\d\d\))([0-9A-Za-z]{1,6})\)")
SAME = re.compile(r"\(\d{4}\)|\W+")
LINK = re.compile(r"\s*(-|–|,\s*and\b|,|;|\band\b|\bto\b|\bor\b)\s*")
CHINESE = re.compile(r"第([一二三四五六七八九十百零〇]+)条")
NUMBERING = re.compile(r"\(((?:19|20)\d\d)\)\s*$")
LONGEST_RANGE = 60


def loci_of(pinpoint: str) -> tuple[Locus, ...]:
    """All units that a pinpoint names, in its order; none for a pinpoint in words.

    >>> loci_of("s. 48(6), (8)"), loci_of("ss. 45H-45I")
    ((('s', '48', '6'), ('s', '48', '8')), (('s', '45h'), ('s', '45i')))
    """
    return _read(pinpoint)[0]


def numbering_of(pinpoint: str) -> str:
    """The year of the numbering that a pinpoint means, where the act was numbered anew; nothing where it names none.

    >>> numbering_of("art. 23(3) (2025)")
    '2025'
    """
    found = NUMBERING.search(pinpoint)
    return found[1] if found else ""


def has_more(pinpoint: str) -> bool:
    """Whether a pinpoint says more than the units that it names: ``art. 10.6 complaints``."""
    return bool(SAME.sub("", _read(pinpoint)[1]))


def _read(pinpoint: str) -> tuple[tuple[Locus, ...], str]:
    """The units, and what is left of the text."""
    if found := CHINESE.match(pinpoint):
        return (("art", str(chinese_number(found[1]))),), pinpoint[found.end() :]
    text = CODE.sub("s. ", pinpoint.strip())
    text = STATUTES.sub("s. ", text)
    found_loci, around, place = list[Locus](), Locus(), 0
    while place < len(text):
        head = HEAD.match(text, place)
        if head is None:
            break
        loci, place = _after_head(text, KINDS[head[1].lower()], head.end(), around)
        found_loci = [one for one in found_loci if one != around] + loci
        around = loci[0] if loci and loci[0][-2:-1] in (("sch",), ("annex",)) else Locus()
        place = _past_link(text, place)
    return tuple(dict.fromkeys(found_loci)), text[place:]


def _past_link(text: str, place: int) -> int:
    """Where the next head may stand."""
    found = LINK.match(text, place)
    place = found.end() if found else place
    return place + len(text[place:]) - len(text[place:].lstrip())


def _after_head(text: str, kind: str, place: int, around: Locus) -> tuple[list[Locus], int]:
    """The units that follow the name of a kind: numbers with groups, joined by commas, dashes and the like."""
    loci, last, link = list[Locus](), Locus(), ""
    while True:
        number, group = NUMBER.match(text, place), GROUP.match(text, place)
        if number and not (link and not last):
            last_new, place = _with_groups(text, (*around, kind, number.group().lower()), number.end())
        elif group and last:
            depth = _depth_of(last, group[1], len(around) + 2)
            last_new, place = _with_groups(text, last[:depth], place)
        else:
            return loci, place
        loci += list(_between(last, last_new)) if link in ("-", "–", "to") and last else []
        loci.append(last_new)
        last, found = last_new, LINK.match(text, place)
        if not found or not (NUMBER.match(text, found.end()) or GROUP.match(text, found.end())):
            return loci, place
        link, place = found[1], found.end()


def _with_groups(text: str, locus: Locus, place: int) -> tuple[Locus, int]:
    while found := GROUP.match(text, place):
        locus, place = (*locus, found[1]), found.end()
    return locus, place


def _depth_of(last: Locus, group: str, least: int) -> int:
    """How much of the last unit a bare group keeps: it replaces the last group of its own sort (digits or letters)."""
    for depth in range(len(last) - 1, least - 1, -1):
        if last[depth].isdigit() == group.isdigit():
            return depth
    return max(least, len(last) - 1)


def _between(first: Locus, last: Locus) -> Iterator[Locus]:
    """The units between the ends of a range, where they can be counted."""
    if len(first) != len(last) or first[:-1] != last[:-1]:
        return
    start, end = _counted(first[-1]), _counted(last[-1])
    if start and end and start[0] == end[0] and 0 < end[1] - start[1] <= LONGEST_RANGE:
        for value in range(start[1] + 1, end[1]):
            yield (*first[:-1], start[0] + (str(value) if first[-1].isdigit() else chr(value)))


def _counted(part: str) -> tuple[str, int] | None:
    """What stays and what counts up in a number: ``45h`` counts its letter, ``92`` its digits."""
    if part.isdigit():
        return "", int(part)
    if re.fullmatch(r"\d*[A-Za-z]", part):
        return part[:-1], ord(part[-1])
    return None
