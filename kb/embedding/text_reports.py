"""Reports that are text: Markdown, Quarto, HTML and LaTeX, with markers in comments."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape as escape_html

from kb.embedding.blocks import Source, refresh_table, refresh_value
from kb.embedding.requests import MarkerError, Request, parse_table, parse_value
from kb.errors import KnowledgeBaseError
from kb.tables import html, latex, markdown
from kb.tables.sheet import sheet_of
from kb.tables.shown import Shown, shown_latex, shown_markdown
from kb.tables.shown_html import shown_html
from kb.values.model import Comparison

HTML_MARKS = re.compile(
    r"<!--[ \t]*kb:(?P<kind>compare|value|end)\b[ \t]*(?P<asks>[^\n]*?)[ \t]*-->"
    r"|(?P<raw>\{kb:[ \t]*(?P<wants>[^{}\n]*)\})|(?P<broken><!--[ \t]*kb:(?!seal)[^\n]*)"
)
LATEX_MARKS = re.compile(
    r"^[ \t]*%+[ \t]*kb:(?P<kind>compare|end)\b[ \t]*(?P<asks>[^\r\n]*?)[ \t]*\r?$|(?P<raw>\{kb:[ \t]*(?P<wants>[^{}\n]*)\})"
    r"|\\kbvalue\{(?P<value>[^{}\n]*)\}\{(?P<said>(?:[^{}\n\\]|\\.|\{[^{}\n]*\})*)\}"
    r"|(?P<broken>^[ \t]*%+[ \t]*kb:(?!seal)[^\n]*)",
    re.MULTILINE,
)
CODE = {
    "md": re.compile(
        r"^ {0,3}(`{3,}|~{3,})[^\n]*\n.*?(?:^ {0,3}\1[`~]*[ \t]*$|\Z)"
        r"|(?<=\n\n)(?:(?: {4}|\t)[^\n]*\n?)+"
        r"|(?<!`)(`+)(?!`)(?:(?!\n[ \t]*\n|\n {0,3}<!--).)+?(?<!`)\2(?!`)",
        re.M | re.S,
    ),
    "html": re.compile(r"<(pre|code|script|style|textarea)\b.*?</\1>", re.S | re.I),
    "tex": re.compile(r"\\begin\{(verbatim|lstlisting)\}.*?\\end\{\1\}|\\verb(\W).*?\2", re.S),
}


@dataclass(frozen=True)
class Syntax:
    """How one kind of report writes markers, tables and values."""

    kind: str
    marks: re.Pattern[str]
    shown: Callable[[str], Shown]
    write: Callable[[Comparison, str], str]
    escape: Callable[[str], str]
    value: str


def _markdown(comparison: Comparison, anchor: str) -> str:
    return "\n" + markdown.sealed(comparison, markdown.render(sheet_of(comparison, anchor), heading="**{}**")) + "\n"


def _html(comparison: Comparison, anchor: str) -> str:
    return html.sealed(comparison, html.render("table.html.jinja", sheet_of(comparison, anchor))) + "\n"


def _latex(comparison: Comparison, anchor: str) -> str:
    return latex.sealed(comparison, latex.render(sheet_of(comparison, anchor)))


def _latex_value(words: str) -> str:
    """Words of a value, with marks that need no macro of ours."""
    marks = {"⚠": "$\\triangle$", "◇": "$\\diamond$", "⊕": "$\\oplus$", "◆": "$\\star$"}
    return "".join(marks[part] if part in marks else latex.escape(part) for part in re.split("([⚠◇⊕◆])", words))


HTML_VALUE = "<!-- kb:value {asks} -->{said}<!-- kb:end -->"
SYNTAXES = {
    "md": Syntax("md", HTML_MARKS, shown_markdown, _markdown, markdown.escape, HTML_VALUE),
    "html": Syntax("html", HTML_MARKS, shown_html, _html, escape_html, HTML_VALUE),
    "tex": Syntax("tex", LATEX_MARKS, shown_latex, _latex, _latex_value, "\\kbvalue{{{asks}}}{{{said}}}"),
}


@dataclass(frozen=True)
class Place:
    """A place in a report: what is replaced, on which line it stands, what it asks for, what stands there now."""

    start: int
    end: int
    line: int
    asks: str
    old: str | None
    is_table: bool


@dataclass(frozen=True)
class Change:
    """One place that changed, or would: its line and the reasons."""

    line: int
    reasons: tuple[str, ...]


def refresh_text(source: Source, kind: str, text: str) -> tuple[str, list[Change]]:
    """The report with fresh tables and values, and what changed; MarkerError with the line for a marker that is wrong.

    Nothing outside the markers changes, except that ``{kb: ...}`` becomes a value between markers.
    """
    syntax, newline = SYNTAXES[kind], "\r\n" if "\r\n" in text else "\n"
    pieces, changes, done = [], [], 0
    anchors: dict[str, int] = {}
    for place in list(places(syntax, text)):
        try:
            content, reasons = _fresh(source, syntax, place, anchors)
        except KnowledgeBaseError as error:
            raise MarkerError(f"{place.line}: {error}") from None
        if reasons:
            pieces += [text[done : place.start], content.replace("\n", newline)]
            done = place.end
            changes.append(Change(place.line, reasons))
    return "".join([*pieces, text[done:]]), changes


def _fresh(source: Source, syntax: Syntax, place: Place, anchors: dict[str, int]) -> tuple[str, tuple[str, ...]]:
    if not place.is_table:
        found = refresh_value(source, parse_value(place.asks), place.old, syntax.escape)
        return syntax.value.format(asks=place.asks, said=found.content), found.reasons
    request, old = parse_table(place.asks), place.old or ""
    table = refresh_table(source, request, old, syntax.shown(old), lambda fresh: syntax.write(fresh, _anchor(request, anchors)))
    return table.content, table.reasons


def _anchor(request: Request, anchors: dict[str, int]) -> str:
    """The anchor of a request; the second table of one request in a report gets its own."""
    anchors[request.anchor] = anchors.get(request.anchor, 0) + 1
    count = anchors[request.anchor]
    return request.anchor if count == 1 else f"{request.anchor}x{count}"


def places(syntax: Syntax, text: str) -> Iterator[Place]:
    """Every table and value of a report, in order; MarkerError for markers that do not pair."""
    code = [found.span() for found in CODE[syntax.kind].finditer(text)]
    opened: tuple[re.Match[str], int] | None = None
    for found in syntax.marks.finditer(text):
        line = text.count("\n", 0, found.start()) + 1
        if any(start <= found.start() < end for start, end in code) and not (opened and found["kind"] == "end"):
            continue
        if found["broken"]:
            raise MarkerError(
                f"{line}: this marker cannot be read; write kb:compare, kb:value or kb:end in one comment on one line"
            )
        if found["kind"] in ("compare", "value"):
            if opened:
                raise MarkerError(f"{opened[1]}: this marker has no kb:end before the next one on line {line}")
            opened = (found, line)
        elif found["kind"] == "end":
            if opened is None:
                raise MarkerError(f"{line}: kb:end without a marker that it ends")
            yield _between(text, *opened, found)
            opened = None
        elif not opened:
            yield _alone(found, line)
    if opened:
        raise MarkerError(f"{opened[1]}: this marker has no kb:end")


def _between(text: str, first: re.Match[str], line: int, last: re.Match[str]) -> Place:
    """What stands between two markers; of a table the lines between them, of a value the markers too."""
    if first["kind"] == "value":
        return Place(first.start(), last.end(), line, first["asks"], text[first.end() : last.start()], False)
    start, end = first.end(), text.rfind("\n", 0, last.start()) + 1
    if text[start : start + 2] == "\r\n" or text[start : start + 1] == "\n":
        start += 2 if text[start] == "\r" else 1
    if end < start:
        raise MarkerError(f"{line}: put kb:end on a line of its own")
    return Place(start, end, line, first["asks"], text[start:end], True)


def _alone(found: re.Match[str], line: int) -> Place:
    """A value that is not between markers yet, or one of LaTeX, which is a command."""
    groups = found.groupdict()
    asks = groups["wants"] if found["raw"] else groups["value"]
    return Place(found.start(), found.end(), line, asks.strip(), None if found["raw"] else groups["said"], False)
