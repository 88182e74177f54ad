"""The marks of a table and the words they stand for, in English and German; what they mean says the glossary.

They stand here and not in its list, since every table needs them and few need more of the glossary.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Mark(NamedTuple):
    """A mark and what it stands for in each language, as a legend has it: a name, or a name with more behind a colon."""

    sign: str
    en: str
    de: str

    def said(self, language: str) -> str:
        """The words of a legend, without the mark.

        >>> MARKS["none-found"].said("en")
        'none found after a search'
        """
        words: str = getattr(self, language)
        return words

    def marked(self, language: str) -> str:
        """The mark with its words, as a legend has them."""
        return f"{self.sign} {self.said(language)}"

    def name(self, language: str) -> str:
        """What the glossary calls it.

        >>> MARKS["last-known"].name("en")
        'Last known'
        """
        name = self.said(language).partition(": ")[0]
        return name[:1].upper() + name[1:]


# by the key of its word in the glossary
MARKS = {
    "answered": Mark("●", "an answer", "eine Antwort"),
    "none-found": Mark("∅", "none found after a search", "nach einer Suche nichts gefunden"),
    "not-applicable": Mark("—", "not applicable", "nicht anwendbar"),
    "silent": Mark("…", "the text is silent", "der Text schweigt"),
    "withheld": Mark("▮", "withheld", "zurückgehalten"),
    "not-researched": Mark("?", "not researched", "nicht erforscht"),
    "otherwise": Mark("◆", "otherwise for a named platform", "anders für eine benannte Plattform"),
    "equal-sources": Mark("⚠", "sources of equal weight disagree", "gleich gewichtige Quellen widersprechen sich"),
    "unconfirmed": Mark("◇", "not confirmed in a source, or from memory", "in keiner Quelle bestätigt oder aus dem Gedächtnis"),
    "secondary": Mark("○", "known from reports only", "nur aus Berichten bekannt"),
    "anonymous": Mark(
        "△",
        "read only in a copy or text that names no publisher",
        "nur in einer Abschrift oder einem Text gelesen, die keinen Herausgeber nennen",
    ),
    "beside": Mark("⊕", "applies beside it", "steht daneben"),
    "with-care": Mark("≠", "compare the row with care", "die Zeile mit Vorsicht vergleichen"),
    "last-known": Mark("◷", "last known: the evidence ends earlier", "zuletzt bekannt: die Belege enden früher"),
}
BY_SIGN: Mapping[str, Mark] = {mark.sign: mark for mark in MARKS.values()}
