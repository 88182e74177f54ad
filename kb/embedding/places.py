"""Where the tables and values of a report stand: its markers, except those that code or a comment only shows.

A report is read once from top to bottom. What begins first decides: after code or a comment begins, nothing in it is a
marker; after a marker begins, all up to its kb:end is the program's own and opens or closes no code for what follows.
So what a refresh writes between two markers never turns another marker on or off.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kb.errors import MarkerError

MARKS_IN_COMMENTS = re.compile(
    r"<!--[ \t]*kb:(?P<kind>compare|value|end)\b[ \t]*(?P<asks>[^\n]*?)[ \t]*-->"
    r"|(?P<raw>\{kb:[ \t]*(?P<wants>[^{}\n]*)\})|(?P<broken><!--[ \t]*kb:(?!seal)[^\n]*)"
)
MARKS_IN_LATEX = re.compile(
    r"^[ \t]*%+[ \t]*kb:(?P<kind>compare|end)\b[ \t]*(?P<asks>[^\r\n]*?)[ \t]*\r?$|(?P<raw>\{kb:[ \t]*(?P<wants>[^{}\n]*)\})"
    r"|\\kbvalue\{(?P<value>[^{}\n]*)\}\{(?P<said>(?:[^{}\n\\]|\\.|\{[^{}\n]*\})*)\}"
    r"|(?P<broken>^[ \t]*%+[ \t]*kb:(?!seal)[^\n]*)",
    re.MULTILINE,
)
MARKS = {"md": MARKS_IN_COMMENTS, "html": MARKS_IN_COMMENTS, "tex": MARKS_IN_LATEX}

_COMMENT = r"<!--(?![ \t]*kb:(?!seal))"
_FENCE = r"^ {0,3}(?:`{3,}(?=[^`\n]*$)|~{3,})"
_ELEMENT = r"<(pre|code|script|style|textarea)(?=[\s/>])"
_LISTING = r"\\begin\{(verbatim\*?|Verbatim|lstlisting|minted|comment)\}"
CODE = {
    "md": (
        r"^ {0,3}(`{3,})(?=[^`\n]*$)[^\n]*\n.*?^ {0,3}\1`*[ \t\r]*$",
        r"^ {0,3}(~{3,})[^\n]*\n.*?^ {0,3}\2~*[ \t\r]*$",
        _COMMENT + r"(?:-?>|.*?-->)",
        rf"(?P<unclosed>{_FENCE}|{_COMMENT})",
        r"(?:(?<=\n\n)|(?<=\n\r\n))(?:(?: {4}|\t)[^\n]*\n?)+",
        r"(?<!`)(`+)(?!`)(?:(?!\n[ \t\r]*\n|\n {0,3}(?:<!--|```|~~~)).)+?(?<!`)\4(?!`)",
    ),
    "html": (
        _COMMENT + r"(?:-?>|.*?-->)",
        _ELEMENT + r".*?</\1\s*>",
        rf"(?P<unclosed>{_COMMENT}|{_ELEMENT})",
    ),
    "tex": (
        _LISTING + r".*?\\end\{\1\}",
        rf"(?P<unclosed>{_LISTING})",
        r"\\verb\*?([^\w\s*])[^\n]*?(?:\4|$)",
        r"^[ \t]*%+(?!%*[ \t]*kb:)[^\n]*",
    ),
}
PATTERNS = {kind: re.compile("|".join(parts), re.M | re.S | (re.I if kind == "html" else 0)) for kind, parts in CODE.items()}


@dataclass(frozen=True)
class Place:
    """A place in a report: what is replaced, on which line it stands, what it asks for, what stands there now."""

    start: int
    end: int
    line: int
    asks: str
    old: str | None
    is_table: bool


def places(kind: str, text: str) -> Iterator[Place]:
    """Every table and value of a report, in order; MarkerError for markers that do not pair."""
    at, code = 0, PATTERNS[kind].search(text)
    while found := MARKS[kind].search(text, at):
        if code and code.start() < at:
            code = PATTERNS[kind].search(text, at)
        if code and code.start() < found.start():
            at = _after(code, found)
            continue
        place, at = _place(kind, text, found)
        yield place


def _after(code: re.Match[str], found: re.Match[str]) -> int:
    """Where code ends; MarkerError if it never does, since a marker below would be passed over without a word."""
    opened = code["unclosed"]
    if opened is not None:
        begun = f"'{opened.strip()}' on line {_line(code)}"
        raise MarkerError(f"{_line(found)}: this marker stands below {begun}, which is never closed; close it")
    return code.end()


def _place(kind: str, text: str, found: re.Match[str]) -> tuple[Place, int]:
    """The place that begins with a mark, and where to read on."""
    if found["broken"]:
        raise MarkerError(
            f"{_line(found)}: this marker cannot be read; write kb:compare, kb:value or kb:end in one comment on one line"
        )
    if found["kind"] == "end":
        raise MarkerError(f"{_line(found)}: kb:end without a marker that it ends; a marker inside code or a comment is none")
    if not found["kind"]:
        return _alone(found), found.end()
    last = _end(kind, text, found)
    return _between(text, found, last), last.end()


def _end(kind: str, text: str, first: re.Match[str]) -> re.Match[str]:
    """The kb:end of an opening marker, whatever lies between them."""
    for found in MARKS[kind].finditer(text, first.end()):
        if found["kind"] == "end":
            return found
        if found["kind"] or found["broken"]:
            raise MarkerError(f"{_line(first)}: this marker has no kb:end before the next one on line {_line(found)}")
    raise MarkerError(f"{_line(first)}: this marker has no kb:end")


def _between(text: str, first: re.Match[str], last: re.Match[str]) -> Place:
    """What stands between two markers; of a table the lines between them, of a value the markers too."""
    line = _line(first)
    if first["kind"] == "value":
        return Place(first.start(), last.end(), line, first["asks"], text[first.end() : last.start()], False)
    start, end = first.end(), text.rfind("\n", 0, last.start()) + 1
    if text[start : start + 2] == "\r\n" or text[start : start + 1] == "\n":
        start += 2 if text[start] == "\r" else 1
    if end < start:
        raise MarkerError(f"{line}: put kb:end on a line of its own")
    return Place(start, end, line, first["asks"], text[start:end], True)


def _alone(found: re.Match[str]) -> Place:
    """A value that is not between markers yet, or one of LaTeX, which is a command."""
    groups = found.groupdict()
    asks = groups["wants"] if found["raw"] else groups["value"]
    return Place(found.start(), found.end(), _line(found), asks.strip(), None if found["raw"] else groups["said"], False)


def _line(found: re.Match[str]) -> int:
    return found.string.count("\n", 0, found.start()) + 1
