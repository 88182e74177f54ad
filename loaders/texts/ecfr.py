"""XML of the Electronic Code of Federal Regulations: sections by number; their paragraphs are flat and are cut out by label."""

from __future__ import annotations

from typing import Any

from kb.loaders.texts.hardened import local_name
from kb.loaders.texts.law_text import LawText, first_day
from kb.loaders.texts.tree_walk import Unit, bare_number, descendant_words, first_words, provisions_of

BLOCKS = frozenset({"P", "HEAD", "FP", "DIV8", "DIV5", "DIV6", "EXTRACT", "NOTE"})
ROOTS = ("DLPSTEXTCLASS", "ECFR", "ECFRBRWS", *(f"DIV{level}" for level in range(1, 10)))
KINDS = {"SECTION": "sec.", "PART": "Part", "APPENDIX": "app."}


def recognises(root: Any) -> bool:
    """Whether a document is of the electronic Code of Federal Regulations."""
    return local_name(root) in ROOTS


def read(root: Any) -> LawText:
    """A part, title or section of the electronic Code as a text of law."""
    dated = first_day(descendant_words(root, "AMDDATE") or descendant_words(root, "DATE"))
    return LawText(provisions_of(root, _unit, BLOCKS), title=descendant_words(root, "HEAD"), language="en", dated=dated)


def _unit(element: Any) -> Unit | None:
    if not local_name(element).startswith("DIV") or element.get("TYPE") not in KINDS:
        return None
    return Unit(KINDS[element.get("TYPE")], bare_number(element.get("N")), first_words(element, "HEAD"))
