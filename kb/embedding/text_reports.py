"""Reports that are text: Markdown, Quarto, HTML and LaTeX, with markers in comments."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from html import escape as escape_html
from itertools import zip_longest

from kb.embedding.blocks import Source, refresh_table, refresh_value
from kb.embedding.places import Place, places
from kb.embedding.requests import Request, parse_table, parse_value
from kb.errors import KnowledgeBaseError, MarkerError
from kb.tables import html, latex, markdown
from kb.tables.sheet import sheet_of
from kb.tables.shown import Shown, shown_latex, shown_markdown
from kb.tables.shown_html import shown_html
from kb.values.model import Comparison


@dataclass(frozen=True)
class Syntax:
    """How one kind of report writes tables and values."""

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
    marks = {"⚠": "$\\triangle$", "◇": "$\\diamond$", "⊕": "$\\oplus$", "◆": "$\\star$", "○": "$\\circ$", "◌": "$\\ominus$"}
    return "".join(marks[part] if part in marks else latex.escape(part) for part in re.split("([⚠◇⊕◆○◌])", words))


HTML_VALUE = "<!-- kb:value {asks} -->{said}<!-- kb:end -->"
SYNTAXES = {
    "md": Syntax(shown_markdown, _markdown, markdown.escape, HTML_VALUE),
    "html": Syntax(shown_html, _html, escape_html, HTML_VALUE),
    "tex": Syntax(shown_latex, _latex, _latex_value, "\\kbvalue{{{asks}}}{{{said}}}"),
}


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
    found = list(places(kind, text))
    for place in found:
        try:
            content, reasons = _fresh(source, syntax, place, anchors)
        except KnowledgeBaseError as error:
            raise MarkerError(f"{place.line}: {error}") from None
        if reasons:
            pieces += [text[done : place.start], content.replace("\n", newline)]
            done = place.end
            changes.append(Change(place.line, reasons))
    fresh = "".join([*pieces, text[done:]])
    if changes:
        _refuse_other_places(kind, found, fresh)
    return fresh, changes


def _refuse_other_places(kind: str, found: list[Place], fresh: str) -> None:
    """MarkerError if what is to be written would turn a marker on or off, so that refreshing again would differ."""
    try:
        again = [(place.asks, place.is_table) for place in places(kind, fresh)]
    except MarkerError:
        again = []
    for place, kept in zip_longest(found, again):
        if place is None or kept != (place.asks, place.is_table):
            line = (place or found[-1]).line
            raise MarkerError(f"{line}: code begins near this marker and would reach over it; end the code before the marker")


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
