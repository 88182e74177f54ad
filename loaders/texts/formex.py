"""Formex 4, the XML of the Official Journal of the European Union: articles, paragraphs, points, recitals, annexes."""

from __future__ import annotations

from typing import Any

from kb.loaders.texts.hardened import local_name
from kb.loaders.texts.law_text import LawText
from kb.loaders.texts.tree_walk import Unit, bare_number, descendant_words, first_words, provisions_of

ROOTS = ("ACT", "CONS.ACT", "ANNEX", "GENERAL")
BLOCKS = frozenset(
    {"ARTICLE", "TI.ART", "STI.ART", "PARAG", "ALINEA", "NP", "ITEM", "P", "CONSID", "TITLE", "TI", "STI", "ANNEX"}
)


def recognises(root: Any) -> bool:
    """Whether a document is Formex."""
    return local_name(root) in ROOTS


def read(root: Any) -> LawText:
    """An act in Formex as a text of law."""
    day = _iso(root)
    language = descendant_words(root, "LG.DOC").lower()
    return LawText(provisions_of(root, _unit, BLOCKS), title=descendant_words(root, "TITLE"), language=language, dated=day)


def _unit(element: Any) -> Unit | None:
    name = local_name(element)
    if name == "ARTICLE":
        return Unit("art.", bare_number(first_words(element, "TI.ART")), first_words(element, "STI.ART"))
    if name == "PARAG":
        return Unit("", bare_number(first_words(element, "NO.PARAG")))
    if name == "NP":
        kind = "recital" if _is_in(element, "CONSID") else ""
        return Unit(kind, bare_number(first_words(element, "NO.P")))
    return Unit("annex", bare_number(descendant_words(element, "TI"))) if name == "ANNEX" else None


def _is_in(element: Any, name: str) -> bool:
    around = element.getparent()
    return around is not None and local_name(around) == name


def _iso(root: Any) -> str:
    """The day of the act: the attribute ISO (YYYYMMDD) of its date."""
    day = next((one.get("ISO") for one in root.iter() if local_name(one) == "DATE" and one.get("ISO")), "")
    return f"{day[:4]}-{day[4:6]}-{day[6:8]}" if len(day) == 8 else ""
