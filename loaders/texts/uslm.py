"""United States Legislative Markup: bills, public laws and the Code; sections with subsections, paragraphs and clauses."""

from __future__ import annotations

from typing import Any

from kb.loaders.texts.hardened import local_name
from kb.loaders.texts.law_text import LawText, first_day
from kb.loaders.texts.tree_walk import Unit, bare_number, descendant_words, first_words, provisions_of

ROOTS = ("uslm", "lawDoc", "uscDoc", "pLaw", "bill", "statutesAtLarge", "cfrDoc")
INNER = frozenset({"subsection", "paragraph", "subparagraph", "clause", "subclause", "item", "subitem"})
LARGER = {"title": "title", "chapter": "ch.", "part": "Part", "division": "div."}
BLOCKS = frozenset({*INNER, *LARGER, "section", "heading", "chapeau", "content", "continuation", "p"})


def recognises(root: Any) -> bool:
    """Whether a document is of the markup of Congress or of the Code."""
    namespace = root.tag.partition("}")[0] if isinstance(root.tag, str) else ""
    return local_name(root) in ROOTS and ("uslm" in namespace or local_name(root) in ("lawDoc", "uscDoc", "pLaw"))


def read(root: Any) -> LawText:
    """A document of Congress or of the Code as a text of law."""
    title = descendant_words(root, "docTitle") or descendant_words(root, "officialTitle") or descendant_words(root, "title")
    dated = first_day(
        descendant_words(root, "approvedDate") or descendant_words(root, "created") or descendant_words(root, "date")
    )
    return LawText(provisions_of(root, _unit, BLOCKS), title=title[:300], language="en", dated=dated)


def _unit(element: Any) -> Unit | None:
    name = local_name(element)
    kind = "sec." if name == "section" else LARGER.get(name, "")
    if not kind and name not in INNER:
        return None
    return Unit(kind, _number(element), first_words(element, "heading") if kind else "")


def _number(element: Any) -> str:
    """The number as the attribute says it, else as it is printed."""
    num = next((one for one in element if local_name(one) == "num"), None)
    return "" if num is None else str(num.get("value") or bare_number(first_words(element, "num")))
