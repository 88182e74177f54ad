"""What things of a release are called in another language than English."""

from __future__ import annotations

import re
from collections.abc import Mapping

from kb.release.release import Release

Names = Mapping[str, str]
TITLED = ("instrument", "case", "source")
# a number as English writes it: ``53.088`` is one that was set apart in German already
DIGITS_OF = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.(?!\d{3}(?!\d))\d+)?"
NUMBER = re.compile(rf"(?P<currency>[A-Z]{{3}} )?(?P<digits>{DIGITS_OF})(?: (?P<unit>\D.*))?")
SMALL = "alle|aus|bei|bis|durch|für|in|kein|keine|mit|nach|nicht|noch|nur|ohne|unter|von|vor"
NO_NOUN = re.compile(rf"\w+ [A-ZÄÖÜ]|(?i:\w+(?:lich|ig|isch)|{SMALL}) ")
DIGITS = str.maketrans(",.", ".,")


def names_in(release: Release, language: str) -> Names:
    """What things of a release are called in a language (a code such as ``de``), by their English names.

    The first thing of a name decides; a name of several words also stands with a small letter, as in the middle of a sentence,
    unless it begins with a noun, which keeps its capital in German. Texts, cases and sources keep their own titles.
    """
    found: dict[str, str] = {}
    for row in release.rows("names_in_language", language=language):
        found.setdefault(row["label"] or "", row["name"] or "")
    if not found:
        return found
    titles = {one.label: one.label for one in release.catalogue.entities.values() if one.kind in TITLED}
    small = {label[:1].lower() + label[1:]: in_a_sentence(name) for label, name in found.items() if " " in label}
    return titles | found | small


def in_a_sentence(name: str) -> str:
    """A German name as it stands in a sentence: with a small letter unless its first word is a noun.

    >>> [in_a_sentence(one) for one in ("In Kraft", "Einstweilige Maßnahme", "Noch nicht anwendbar", "Durchsetzung ausgesetzt")]
    ['in Kraft', 'einstweilige Maßnahme', 'noch nicht anwendbar', 'Durchsetzung ausgesetzt']
    """
    return name[:1].lower() + name[1:] if NO_NOUN.match(name) else name


def name_of(names: Names, text: str) -> str | None:
    """What something is called by its English name, also a number with its currency or unit; None if it has no name.

    Digits are set apart as German does it, the one language besides English so far.

    >>> [name_of({"years": "Jahre"}, one) for one in ("16 years", "7.5 %", "USD 53,088", "2 apples")]
    ['16 Jahre', '7,5 %', 'USD 53.088', None]
    >>> [name_of({"years": "Jahre"}, one) for one in ("7,5 %", "USD 53.088", "SGD 1.000.000")]  # said in German already
    [None, None, None]
    """
    if text in names or not names:
        return names.get(text)
    if (found := NUMBER.fullmatch(text)) is None:
        return None
    currency, digits, unit = found["currency"] or "", found["digits"].translate(DIGITS), found["unit"]
    if unit is None:
        return f"{currency}{digits}" if currency else None
    said = unit if unit == "%" else names.get(unit)
    return f"{digits} {said}" if said and not currency else None
