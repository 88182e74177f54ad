"""Where the tables and values of a report stand: its markers, except those that code or a comment only shows.

A report is read once from top to bottom. What begins first decides: after code or a comment begins, nothing in it is a
marker; after a marker begins, all up to its kb:end is the program's own and opens or closes no code for what follows.
So what a refresh writes between two markers never turns another marker on or off.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kb.embedding.findings import Change
from kb.errors import MarkerError

VIEWS = ("compare", "query", "changes", "timeline", "regime", "similar", "coverage", "brief", "picture")
_KINDS = "|".join((*VIEWS, "value", "end"))
_RAW = r"(?P<raw>\{kb:[ \t]*(?P<wants>(?:[^{}\n]|\n(?![ \t\r]*\n))*)\})"
_KBVALUE = r"|\\kbvalue\{(?P<value>[^{}\n]*)\}\{(?P<said>(?:[^{}\n\\]|\\.|\{[^{}\n]*\})*)\}"


def _marks(begin: str, end: str, more: str = "", refused: str = "(?!)") -> re.Pattern[str]:
    """The markers of a kind of report by how its comments begin and end; ``refused`` begins a comment in which none is read."""
    asks = rf"{begin}[ \t]*kb:(?P<kind>{_KINDS})\b[ \t]*(?P<asks>[^\r\n]*?)[ \t]*{end}"
    return re.compile(rf"{asks}|{_RAW}{more}|(?P<broken>(?:{begin}|{refused})[ \t]*kb:(?!seal)[^\n]*)", re.MULTILINE)


MARKS = {
    "md": _marks("<!--", "-->", refused=r"^[ \t]*%+"),
    "html": _marks("<!--", "-->"),
    "mdx": _marks(r"\{/\*", r"\*/\}"),
    "tex": _marks(r"^[ \t]*%+", r"\r?$", _KBVALUE),
    "adoc": _marks(r"^//", r"\r?$"),
    "rst": _marks(r"^[ \t]*\.\.", r"\r?$"),
    "typ": _marks(r"(?:^[ \t]*//|/\*)", r"(?:\*/|\r?$)"),
}
MARKS |= dict.fromkeys(("ipynb", "qmd", "rmd"), MARKS["md"])

_COMMENT = rf"<!--(?![ \t]*kb:(?:{_KINDS})\b)"
_FENCE = r"^ {0,3}(?:`{3,}(?=[^`\n]*$)|~{3,})"
_ELEMENT = r"<(pre|code|script|style|textarea)(?=[\s/>])"
_LISTING = r"\\begin\{(verbatim\*?|Verbatim|lstlisting|minted|comment)\}"
_FENCED = (r"^ {0,3}(`{3,})(?=[^`\n]*$)[^\n]*\n.*?^ {0,3}\1`*[ \t\r]*$", r"^ {0,3}(~{3,})[^\n]*\n.*?^ {0,3}\2~*[ \t\r]*$")
_INDENTED = r"(?P<indented>(?:(?<=\n\n)|(?<=\n\r\n))(?:(?: {4}|\t)[^\n]*\n?)+)"
_TICKED = r"(?<!`)(`+)(?!`)(?:(?!\n[ \t\r]*\n|\n {0,3}(?:<!--|```|~~~)).)+?(?<!`)\%d(?!`)"
CODE = {
    "md": (*_FENCED, _COMMENT + r"(?:-?>|.*?-->)", rf"(?P<unclosed>{_FENCE}|{_COMMENT})", _INDENTED, _TICKED % 5),
    "html": (
        _COMMENT + r"(?:-?>|.*?-->)",
        _ELEMENT + r".*?</\1\s*>",
        rf"(?P<unclosed>{_COMMENT}|{_ELEMENT})",
    ),
    "mdx": (
        *_FENCED,
        rf"\{{/\*(?![ \t]*kb:(?:{_KINDS})\b).*?\*/\}}",
        rf"(?P<unclosed>{_FENCE})",
        _TICKED % 4,
    ),
    "tex": (
        _LISTING + r".*?\\end\{\1\}",
        rf"(?P<unclosed>{_LISTING})",
        r"\\verb\*?([^\w\s*])[^\n]*?(?:\4|$)",
        r"^[ \t]*%+(?!%*[ \t]*kb:)[^\n]*",
    ),
    "adoc": (r"^(-{4,}|\.{4,}|/{4,})[ \t\r]*\n.*?^\1[ \t\r]*$", r"(?P<unclosed>^(?:-{4,}|\.{4,}|/{4,})[ \t\r]*$)", r"`[^`\n]+`"),
    "rst": (
        r"``[^\n]+?``",
        r"^\.\. (?:code|code-block|literalinclude)::[^\n]*\n(?:[ \t]+[^\n]*\n|[ \t\r]*\n)*",
        r"(?P<unclosed>(?!))",
    ),
    "typ": (r"(`{3,}).*?\1", r"`[^`\n]+`", rf"/\*(?![ \t]*kb:(?:{_KINDS})\b).*?\*/", r"(?P<unclosed>(?!))"),
}
CODE |= dict.fromkeys(("ipynb", "qmd", "rmd"), CODE["md"])
NO_INLINE_COMMENT = ("adoc", "rst")
LIST_ITEM = re.compile(r"[ \t>]*(?:[-*+]|\d{1,9}[.)])[ \t]+")
QUOTED = re.compile(r"[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?$")
PATTERNS = {kind: re.compile("|".join(parts), re.M | re.S | (re.I if kind == "html" else 0)) for kind, parts in CODE.items()}
IN_PANDOC = ("md", "qmd", "rmd", "ipynb")
RAW_HTML = "{=html}"
OUR_COMMENTS = r"(?:[ \t]*<!--[ \t]*kb:[^\n]*?-->[ \t]*\r?\n?)+"
RAW_INLINE = re.compile(rf"(`+)({OUR_COMMENTS})\1")
RAW_FENCED = re.compile(rf"( {{0,3}}(`{{3,}}|~{{3,}})[ \t]*\{{=html[45]?\}}[ \t\r]*\n)({OUR_COMMENTS})( {{0,3}}\2[`~]*[ \t\r]*)")
RAW_BEGINS = re.compile(r" {0,3}(?:`{3,}|~{3,})[ \t]*\{=html[45]?\}")
MIXED = "this marker stands in a block of raw HTML beside other things; give it a block of its own"


@dataclass(frozen=True)
class Place:
    """A place in a report: what is replaced, on which line it stands, what it asks for, what stands there now.

    ``view`` says what a table shows; ``prefix`` begins each of its lines, in a list or a quotation.
    """

    start: int
    end: int
    line: int
    asks: str
    old: str | None
    is_table: bool
    view: str = "compare"
    prefix: str = ""


def places(kind: str, text: str, shown: list[int] | None = None) -> Iterator[Place]:
    """Every table and value of a report, in order; MarkerError for markers that do not pair.

    ``shown`` gets the lines of the markers that code or a comment only shows.
    """
    at, code = 0, next_code(kind, text, 0)
    while found := MARKS[kind].search(text, at):
        if code and code.start() < at:
            code = next_code(kind, text, at)
        if code and code.start() < found.start():
            at = _after(code, found)
            if found.end() <= at and found["kind"] != "end" and shown is not None:
                shown += [_line(one) for one in MARKS[kind].finditer(text, found.start(), at) if one["kind"] != "end"]
            continue
        place, at = _place(kind, text, found)
        yield place


def next_code(kind: str, text: str, at: int) -> re.Match[str] | None:
    """The next code or comment; what is indented in an item of a list is none."""
    while found := PATTERNS[kind].search(text, at):
        if "indented" not in found.re.groupindex or found["indented"] is None or not _in_item(text, found.start()):
            return found
        at = text.find("\n", found.start()) + 1 or len(text)
        while (end := text.find("\n", at)) != -1 and text[at:end].strip():
            at = end + 1
    return None


def _in_item(text: str, start: int) -> bool:
    """Whether an indented line belongs to an item of a list above it and is no code in it."""
    line = text[start:].partition("\n")[0].expandtabs(4)
    indent = len(line) - len(line.lstrip(" "))
    for above in reversed(text[:start].splitlines()):
        wide = above.expandtabs(4)
        item = LIST_ITEM.match(wide)
        if item and min(item.end(), 4) <= indent < item.end() + 4:
            return True
        if wide.strip() and not wide.startswith(" "):
            return False
    return False


def _after(code: re.Match[str], found: re.Match[str]) -> int:
    """Where code ends; MarkerError if it never does, since a marker below would be passed over without a word."""
    opened = code["unclosed"]
    if opened is not None:
        begun = f"'{opened.strip()}' on line {_line(code)}"
        raise MarkerError(f"{_line(found)}: this marker stands below {begun}, which is never closed; close it")
    return code.end()


def _place(kind: str, text: str, found: re.Match[str]) -> tuple[Place, int]:
    """The place that begins with a mark, and where to read on."""
    if found["broken"] and found["broken"].lstrip().startswith("%") and kind in ("md", "ipynb", "qmd", "rmd"):
        raise MarkerError(f"{_line(found)}: in Markdown, MyST too, a marker is a comment <!-- kb:... -->, not one with %")
    if found["broken"]:
        raise MarkerError(
            f"{_line(found)}: this marker cannot be read; write kb:compare, kb:value or kb:end in one comment on one line"
        )
    if found["kind"] == "end":
        raise MarkerError(f"{_line(found)}: kb:end without a marker that it ends; a marker inside code or a comment is none")
    if kind in NO_INLINE_COMMENT and found["kind"] in (None, "value"):
        raise MarkerError(
            f"{_line(found)}: .{kind} has no comment inside a line, so a value could not be found again; write a table"
        )
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
    prefix = _prefix(text, first)
    old = "".join(_without(prefix, one) for one in text[start:end].splitlines(keepends=True)) if prefix else text[start:end]
    return Place(start, end, line, first["asks"], old, True, first["kind"], prefix)


def _prefix(text: str, first: re.Match[str]) -> str:
    """What begins the lines below a marker in a list or a quotation: its own indent, the sign of an item as spaces."""
    before = text[text.rfind("\n", 0, first.start()) + 1 : first.start()]
    return re.sub(r"[^ \t>]", " ", before) if QUOTED.match(before) else ""


def _without(prefix: str, line: str) -> str:
    if line.startswith(prefix):
        return line.removeprefix(prefix)
    return line.removeprefix(prefix.rstrip()) if not line.removeprefix(prefix.rstrip()).strip() else line


def within(prefix: str, content: str) -> str:
    """Lines with a prefix, as they stand in a list or a quotation."""
    if not prefix:
        return content
    return "".join((prefix + line if line.strip() else prefix.rstrip() + line) for line in content.splitlines(keepends=True))


def _alone(found: re.Match[str]) -> Place:
    """A value that is not between markers yet, or one of LaTeX, which is a command."""
    groups = found.groupdict()
    asks = groups["wants"] if found["raw"] else groups["value"]
    return Place(
        found.start(), found.end(), _line(found), " ".join(asks.split()), None if found["raw"] else groups["said"], False
    )


def _line(found: re.Match[str]) -> int:
    return found.string.count("\n", 0, found.start()) + 1


def unwrapped(kind: str, text: str) -> tuple[str, list[Change]]:
    """A report in which markers that pandoc wrapped in ``{=html}`` stand bare, each on its line as before.

    With those that stand there beside other things, which are left.
    """
    pieces, left, done = list[str](), list[Change](), 0
    at = 0
    while kind in IN_PANDOC and (code := next_code(kind, text, at)):
        at, said = code.end(), code.group()
        if (found := RAW_FENCED.fullmatch(said)) is not None:
            pieces += [text[done : code.start()], _ends_of_lines(found[1]), found[3], _ends_of_lines(found[4])]
            done = at
        elif text.startswith(RAW_HTML, at) and (found := RAW_INLINE.fullmatch(said)):
            at += len(RAW_HTML)
            pieces += [text[done : code.start()], found[2]]
            done = at
        elif RAW_BEGINS.match(said) and (marker := MARKS[kind].search(text, code.start(), at)):
            left.append(Change(text.count("\n", 0, marker.start()) + 1, (MIXED,)))
    return "".join([*pieces, text[done:]]), left


def _ends_of_lines(text: str) -> str:
    return re.sub(r"[^\r\n]", "", text)
