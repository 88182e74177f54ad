"""Words explained by the glossary, as HTML: those of one page in a fold, and all on a page of their own."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from kb.naming.glossary import Term
from kb.profiles.html import boxed, folded
from kb.ui.frame.html import way
from kb.ui.words import glossary, t


def words_of_page(*used: str) -> str:
    """What some words mean, by their keys in the glossary, folded below a page, and the way to all others."""
    known = {term.key: term for part in glossary() for term in part.terms}
    here = definitions(known[key] for key in used if key in known)
    return folded(t("glossary.here"), here + way("glossary", t("glossary.all"), ":material/menu_book:"))


def signs(shown: str) -> str:
    """What the signs of a legend mean, a line for each, folded; a sign that the glossary does not know is left out."""
    marked = {term.mark: term for part in glossary() for term in part.terms if term.mark}
    return folded(t("cell.signs"), definitions(marked[one[0]] for one in shown.split(" · ") if one[0] in marked))


def definitions(terms: Iterable[Term], anchor: str = "") -> str:
    """Words with their meanings as a list; with an anchor each is found by it and its key."""
    lines = (f"<div{_named(anchor, term)}><dt>{_name(term)}</dt><dd>{escape(term.sentence)}</dd></div>" for term in terms)
    return boxed("words", f"<dl>{''.join(lines)}</dl>")


def _named(anchor: str, term: Term) -> str:
    return f' id="{escape(anchor + term.key)}"' if anchor else ""


def _name(term: Term) -> str:
    """The word behind its mark, and before what files and commands call it."""
    mark = f"<span>{escape(term.mark)}</span> " if term.mark else ""
    in_files = f" <code>{escape(term.in_files)}</code>" if term.in_files else ""
    return f"{mark}{escape(term.name)}{in_files}"
