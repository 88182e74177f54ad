"""What nearly is a marker, and tables of ours outside any: nobody looks at either unless it is told.

A slip of the hand (a space after the brace, no colon, capital letters, dashes that an editor made longer, the comment of
another kind of report) leaves the words of a marker in the report as they stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kb.embedding.findings import Change
from kb.embedding.places import MARKS, VIEWS, Place, next_code

KNOWN = "|".join((*VIEWS, "value", "end"))
CELL = r"[a-z]{2,}(?:-[a-z]+)*\s+[a-z]+-[a-z-]+\b"
DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
BRACED = rf"\{{\s*kb(?:\s*[:：;]\s*|\s+(?=(?:{KNOWN})\b|{CELL}))(?P<in_braces>[^{{}}]{{2,400}})\}}"
BEGINS = rf"<\s*!?\s*[{DASHES}]+|&lt;!--|\{{/\*|/\*|^[ \t]*(?:%+|//|\.\.)"
COMMENT = rf"(?:{BEGINS})\s*kb\s*[:：;.=_-]?\s*(?P<in_comment>(?:{KNOWN})\b[^\n]*)"
NEAR = re.compile(f"{BRACED}|{COMMENT}", re.IGNORECASE | re.MULTILINE)
ENDS = re.compile(rf"\s*(?:[{DASHES}]+\s*(?:>|&gt;)|\*/\}}?).*$")
OUR_COMMENT = re.compile(r"\s*(?:<!--|\{/\*|/\*|%+)\s*kb\b", re.IGNORECASE)
SEALED = re.compile(r"\bkb:seal \{\"|\bdata-kb-seal=[\"'](?!none)")
COMMENTS = {"tex": "% {}", "adoc": "// {}", "typ": "// {}", "rst": ".. {}", "mdx": "{{/* {} */}}", "docx": "{{{}}}"}
NO_MARKER = "this is no marker, so nothing is filled or checked here; write {}"
OUTSIDE = "a table of ours stands here outside any marker, so it is not checked: put markers around it, or take it out"


def near_misses(kind: str, text: str) -> Iterator[tuple[int, str]]:
    """Where a text has what nearly is a marker, and what to write there."""
    for found in NEAR.finditer(text):
        yield found.start(), NO_MARKER.format(_meant(kind, found))


def unlooked(kind: str, text: str, found: list[Place]) -> Iterator[Change]:
    """What of a report looks like ours and was not looked at: near misses, and sealed tables outside its places.

    One sealed table in a report without a marker is no fault: that is an exported file.
    """
    own = _own_words(kind, text, found)
    told = list(near_misses(kind, own))
    sealed = [one.start() for one in SEALED.finditer(own)]
    told += [(at, OUTSIDE) for at in sealed] if found or len(sealed) > 1 else []
    yield from (Change(text.count("\n", 0, at) + 1, (said,)) for at, said in sorted(told))


def _meant(kind: str, found: re.Match[str]) -> str:
    """The marker that was meant, as this kind of report writes it."""
    asks = " ".join(ENDS.sub("", found["in_braces"] or found["in_comment"]).split())
    view, _, rest = asks.partition(" ")
    if view.lower() not in KNOWN.split("|"):
        return f"{{kb: {asks}}}"
    return COMMENTS.get(kind, "<!-- {} -->").format(" ".join(filter(None, (f"kb:{view.lower()}", rest))))


def _own_words(kind: str, text: str, found: list[Place]) -> str:
    """The report with its places, its markers, and what code or a comment only shows blotted out."""
    for place in found:
        text = _blotted(text, place.start, place.end)
    text = MARKS[kind].sub(lambda one: re.sub(r"[^\n]", "\0", one.group()), text)
    at = 0
    while code := next_code(kind, text, at):
        if not OUR_COMMENT.match(text, code.start()):
            text = _blotted(text, code.start(), len(text) if code["unclosed"] else code.end())
        at = code.end()
    return text


def _blotted(text: str, start: int, end: int) -> str:
    return text[:start] + re.sub(r"[^\n]", "\0", text[start:end]) + text[end:]
