"""What stands in a text of law: days with what may happen on them, numbers with units, identifiers, defined terms."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kb.loaders.words import identifier_patterns
from kb.texts.figures import DATE, DURATION, NUMBER, PERCENTAGE, Figure, figures_of, is_year, iso_of, plain
from kb.texts.references import without_references

AROUND = 70
LARGE = 1000
# what an event may be, by words near its day; the first that fits
EVENTS = (
    ("applies", r"shall apply (?:from|as of)|applies from|applicable from"),
    ("in-force", r"enters? into force|comes? into (?:force|operation)|takes? effect|effective (?:date|on)|commence"),
    ("repealed", r"repealed with effect|is repealed|shall be repealed"),
    ("expired", r"expires?|ceases? to have effect"),
    ("adopted", r"^done at|adopted on|made on|dated"),
    ("signed", r"approved|signed"),
)
TERM = re.compile(
    r"[‘“\"']([^’”\"']{3,60})[’”\"'],? (?:in relation to [^,]{3,60},? )?(?:means|includes|has the meaning|refers to)"
)
TERM_OF = re.compile(r"[Tt]he term [‘“\"']([^’”\"']{3,60})[’”\"']")
MONEY = re.compile(r"(?:USD|US\$|EUR|€|£|GBP|S\$|\$|RMB|CAD|AUD|INR|VND) ?$", re.IGNORECASE)
LINE_OF_IDENTIFIERS = 3000
SYSTEMS = (
    "celex",
    "eli",
    "eu-procedure",
    "us-public-law",
    "us-statutes-at-large",
    "us-federal-register",
    "sg-subsidiary-legislation",
)
REGULATION = re.compile(r"\b(Regulation|Directive|Decision) \((?:EU|EC)\) (?:No )?(\d{4})/(\d{1,4})\b")


@dataclass(frozen=True)
class Finding:
    """Something found in a provision: what it is, its value, and the words around it."""

    kind: str
    value: str
    pinpoint: str
    words: str


def days_in(pinpoint: str, text: str, language: str) -> Iterator[Finding]:
    """Whole days with the event that the words around name, or ``open``."""
    shown = plain(text)
    for one in figures_of(shown, language):
        if one.kind == DATE and len(iso_of(one)) == len("2025-01-01"):
            around = _around(shown, one.start, one.end)
            what = next((name for name, words in EVENTS if re.search(words, around)), "open")
            yield Finding(what, iso_of(one), pinpoint, around)


def numbers_in(pinpoint: str, text: str, language: str) -> Iterator[Finding]:
    """Percentages, lengths of time, sums of money and large numbers, each once a provision."""
    shown = plain(text)
    bare = without_references(shown)
    seen = set()
    for one in figures_of(bare, language, with_loose=False):
        is_money = MONEY.search(bare[max(0, one.start - 4) : one.start]) is not None
        counts = one.kind in (PERCENTAGE, DURATION) or (one.kind == NUMBER and (is_money or _is_large(one)))
        if counts and one.meaning not in seen:
            seen.add(one.meaning)
            yield Finding("money" if is_money else one.kind, one.written.strip(), pinpoint, _around(shown, one.start, one.end))


def _is_large(one: Figure) -> bool:
    return not one.in_words and one.value >= LARGE and not is_year(one)


def terms_in(pinpoint: str, text: str) -> Iterator[Finding]:
    """Terms that a provision defines."""
    folded = " ".join(text.split())
    for pattern in (TERM, TERM_OF):
        for found in pattern.finditer(folded):
            yield Finding("term", found[1], pinpoint, _around(folded, *found.span()))


def identifiers_in(text: str) -> Iterator[Finding]:
    """Official identifiers at the head of a text, by the patterns of the base; a regulation's CELEX from its number."""
    head = " ".join(text.split())[:LINE_OF_IDENTIFIERS]
    for system in SYSTEMS:
        bare = identifier_patterns()[system][0].strip("^$").replace("(, .+)?", "").replace(".*", "")
        if found := re.search(rf"(?<![\w./-])(?:{bare})(?![\w/-])", head):
            yield Finding(system, found[0], "", "")
    if found := REGULATION.search(head):
        yield Finding("celex", f"3{found[2]}{found[1][0].upper()}{int(found[3]):04}", "", "")


def _around(text: str, start: int, end: int) -> str:
    first, last = max(0, start - AROUND), min(len(text), end + AROUND)
    return ("…" if first else "") + text[first:last].strip() + ("…" if last < len(text) else "")
