"""Crown Legislation Markup Language, the XML of legislation.gov.uk: sections or regulations, parts, schedules."""

from __future__ import annotations

from typing import Any

from kb.loaders.texts.hardened import local_name
from kb.loaders.texts.law_text import LawText
from kb.loaders.texts.tree_walk import Unit, attribute_of, bare_number, descendant_words, first_words, provisions_of

BLOCKS = frozenset(
    {"P1", "P2", "P3", "P4", "P5", "P1para", "P2para", "P3para", "Text", "Title", "Number", "Part", "Chapter", "Schedule"}
)
INNER = frozenset({"P2", "P3", "P4", "P5"})
LARGER = {"Part": "Part", "Chapter": "ch.", "Schedule": "Sch."}


def recognises(root: Any) -> bool:
    """Whether a document is of legislation.gov.uk."""
    return local_name(root) == "Legislation"


def read(root: Any) -> LawText:
    """A document of legislation.gov.uk as a text of law."""
    title = descendant_words(root, "title")
    kind = _kind(attribute_of(root, "DocumentMainType", "Value"), title)

    def unit(element: Any) -> Unit | None:
        return _unit(element, kind)

    return LawText(
        provisions_of(root, unit, BLOCKS),
        title=title,
        language=descendant_words(root, "language")[:2] or "en",
        dated=(root.get("RestrictStartDate") or descendant_words(root, "valid"))[:10],
        address=root.get("DocumentURI", "").replace("http://", "https://"),
    )


def _kind(document: str, title: str) -> str:
    """How the first level is cited: sections of an act; regulations, articles or rules of an instrument made under one."""
    if "Instrument" not in document:
        return "s."
    return "art." if " Order " in f" {title} " else "rule" if " Rules " in f" {title} " else "reg."


def _unit(element: Any, kind: str) -> Unit | None:
    name = local_name(element)
    if name == "P1":
        in_schedule = any(local_name(one) == "Schedule" for one in element.iterancestors())
        number = bare_number(first_words(element, "Pnumber"))
        return Unit("para." if in_schedule else kind, number, _heading(element))
    if name in INNER:
        return Unit("", bare_number(first_words(element, "Pnumber")))
    if name in LARGER:
        return Unit(LARGER[name], bare_number(first_words(element, "Number")), first_words(element, "Title"))
    return None


def _heading(element: Any) -> str:
    around = element.getparent()
    return first_words(around, "Title") if around is not None and local_name(around) == "P1group" else ""
