"""Markers that pandoc wrapped when it wrote Markdown: in ``{=html}`` a comment is no code that is shown, but itself."""

from __future__ import annotations

import re

from kb.embedding.findings import Change
from kb.embedding.places import MARKS, next_code

KINDS = ("md", "qmd", "rmd", "ipynb")
ATTRIBUTE = "{=html}"
COMMENTS = r"(?:[ \t]*<!--[ \t]*kb:[^\n]*?-->[ \t]*\r?\n?)+"
INLINE = re.compile(rf"(`+)({COMMENTS})\1")
FENCED = re.compile(rf"( {{0,3}}(`{{3,}}|~{{3,}})[ \t]*\{{=html[45]?\}}[ \t\r]*\n)({COMMENTS})( {{0,3}}\2[`~]*[ \t\r]*)")
BEGINS = re.compile(r" {0,3}(?:`{3,}|~{3,})[ \t]*\{=html[45]?\}")
MIXED = "this marker stands in a block of raw HTML beside other things; give it a block of its own"


def unwrapped(kind: str, text: str) -> tuple[str, list[Change]]:
    """A report in which such markers stand bare, each on its line as before; and those that cannot be told apart."""
    pieces, left, done = list[str](), list[Change](), 0
    at = 0
    while kind in KINDS and (code := next_code(kind, text, at)):
        at, said = code.end(), code.group()
        if (found := FENCED.fullmatch(said)) is not None:
            pieces += [text[done : code.start()], _ends_of_lines(found[1]), found[3], _ends_of_lines(found[4])]
            done = at
        elif text.startswith(ATTRIBUTE, at) and (found := INLINE.fullmatch(said)):
            at += len(ATTRIBUTE)
            pieces += [text[done : code.start()], found[2]]
            done = at
        elif BEGINS.match(said) and (marker := MARKS[kind].search(text, code.start(), at)):
            left.append(Change(text.count("\n", 0, marker.start()) + 1, (MIXED,)))
    return "".join([*pieces, text[done:]]), left


def _ends_of_lines(text: str) -> str:
    return re.sub(r"[^\r\n]", "", text)
