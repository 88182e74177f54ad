"""Akoma Ntoso (OASIS LegalDocML): articles or sections with paragraphs and points, recitals, annexes, parts."""

from __future__ import annotations

from typing import Any

from kb.loaders.texts.hardened import local_name
from kb.loaders.texts.law_text import LawText
from kb.loaders.texts.tree_walk import Unit, attribute_of, bare_number, descendant_words, first_words, provisions_of

KINDS = {
    "article": "art.", "section": "s.", "recital": "recital", "annex": "annex", "part": "Part", "chapter": "ch.",
    "title": "title", "rule": "rule",
}  # fmt: skip
INNER = frozenset({"paragraph", "subparagraph", "subsection", "clause", "subclause", "point", "indent", "item", "list", "alinea"})
BLOCKS = frozenset({*KINDS, *INNER, "p", "heading", "intro", "content", "wrapUp", "blockList"})
LANGUAGES = {"eng": "en", "deu": "de", "ger": "de", "fra": "fr", "ita": "it", "por": "pt", "spa": "es", "nld": "nl", "vie": "vi"}


def recognises(root: Any) -> bool:
    """Whether a document is Akoma Ntoso."""
    return local_name(root) == "akomaNtoso"


def read(root: Any) -> LawText:
    """A document of Akoma Ntoso as a text of law."""
    language = attribute_of(root, "FRBRlanguage", "language")
    return LawText(
        provisions_of(root, _unit, BLOCKS),
        title=descendant_words(root, "docTitle") or attribute_of(root, "FRBRalias", "value"),
        language=LANGUAGES.get(language, language),
        dated=_dated(root),
        address=_address(root),
    )


def _unit(element: Any) -> Unit | None:
    name = local_name(element)
    number = bare_number(first_words(element, "num"))
    if name in KINDS:
        return Unit(KINDS[name], number, first_words(element, "heading"))
    return Unit("", number) if name in INNER else None


def _dated(root: Any) -> str:
    """The day of the expression, else that of the work."""
    for level in ("FRBRExpression", "FRBRWork"):
        found = next((one for one in root.iter() if local_name(one) == level), None)
        if found is not None and (day := attribute_of(found, "FRBRdate", "date")):
            return day[:10]
    return ""


def _address(root: Any) -> str:
    given = attribute_of(root, "FRBRuri", "value")
    return given if given.startswith("https://") else ""
