"""Acts as EUR-Lex prints them in HTML, old and new: a heading for each article, recitals in tables or by identifier."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from kb.loaders.texts.law_text import LawText, Provision, first_day
from kb.loaders.texts.tree_walk import bare_number, words_of

ARTICLE = frozenset({"oj-ti-art", "ti-art", "title-article-norm", "eli-title-article"})
HEADING = frozenset({"oj-sti-art", "sti-art", "stitle-article-norm"})
TITLE = frozenset({"oj-doc-ti", "doc-ti", "title-doc-first"})
ENDS = frozenset({"oj-signatory", "signatory", "oj-final", "final", "oj-note", "note"})
ANNEX = re.compile(r"^ANNEX\s*([IVXLC0-9]+)?$")
RECITAL = re.compile(r"^\((\d+)\)\s+(?=\w)")
LINES = frozenset({"p", "tr", "div", "li", "h1", "h2", "h3"})
OUTSIDE = ""


def recognises(content: bytes) -> bool:
    """Whether a page is an act as EUR-Lex prints it."""
    head = content[:400_000]
    return any(f'"{name}'.encode() in head or f" {name}".encode() in head for name in (*ARTICLE, "eli-subdivision"))


def read(root: Any) -> LawText:
    """An act on a page of EUR-Lex as a text of law."""
    lines = list(_lines(root))
    title = " ".join(text for names, text in lines if names & TITLE)
    return LawText(
        _provisions(lines), title=title, language=root.get("lang") or root.get("{*}lang") or "", dated=first_day(title)
    )


def _lines(root: Any) -> Iterator[tuple[frozenset[str], str]]:
    """The lines of a page with the classes of each; a row of a table, such as a point, is one line."""
    for element in root.iter("p", "tr"):
        around = element.getparent()
        in_row = any(one.tag == "tr" for one in element.iterancestors())
        if in_row or (element.tag == "tr" and around is None):
            continue
        if text := words_of(element, LINES if element.tag == "tr" else frozenset()):
            yield frozenset((element.get("class") or "").split()), _joined(text) if element.tag == "tr" else text


def _joined(row: str) -> str:
    """A row as lines: the label of a point stands before its words."""
    return re.sub(r"(?m)^(\(?\w{1,5}[.)])\n", r"\1 ", row)


def _provisions(lines: list[tuple[frozenset[str], str]]) -> tuple[Provision, ...]:
    words: dict[str, list[str]] = {}
    headings: dict[str, str] = {}
    now, is_enacting = OUTSIDE, False
    for names, text in lines:
        annex = ANNEX.match(text)
        if names & ARTICLE or annex:
            now, is_enacting = _begun(text, annex), True
        elif names & HEADING and now:
            headings[now] = text
        elif names & ENDS:
            now = OUTSIDE
        elif not is_enacting:
            found = RECITAL.match(text)
            now = f"recital {found[1]}" if found else now
        if now and not (names & HEADING):
            words.setdefault(now, []).append(text)
    return tuple(Provision(name, "\n".join(text), headings.get(name, "")) for name, text in words.items())


def _begun(text: str, annex: re.Match[str] | None) -> str:
    return f"annex {annex[1] or ''}".strip() if annex else f"art. {bare_number(text)}"
