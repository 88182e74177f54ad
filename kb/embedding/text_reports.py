"""Reports that are text: Markdown, Quarto, HTML and LaTeX, with markers in comments."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from html import escape as escape_html
from itertools import zip_longest

from kb.embedding.blocks import Source, refresh_listing, refresh_table
from kb.embedding.findings import Change, Findings
from kb.embedding.marker_options import Request, parse_table, parse_value
from kb.embedding.near_misses import unlooked
from kb.embedding.pictures import draw, shown_in
from kb.embedding.places import Place, places, unwrapped, within
from kb.embedding.value_blocks import refresh_value
from kb.embedding.views import listed, parse_view
from kb.errors import KnowledgeBaseError, MarkerError
from kb.tables import html, latex, markdown
from kb.tables.listed import Listed, sheet_of_listing
from kb.tables.markdown import BRACED, Flavour
from kb.tables.native.markup import escape_asciidoc, escape_rst, quoted
from kb.tables.native.markup import sealed as sealed_markup
from kb.tables.sheet import Sheet
from kb.tables.shown import Shown, shown_latex, shown_markdown, shown_markup
from kb.tables.shown_html import shown_html
from kb.values.model import Comparison


@dataclass(frozen=True)
class Syntax:
    """How one kind of report writes tables and values."""

    shown: Callable[[str], Shown]
    write: Callable[[Sheet, Comparison | Listed], str]
    escape: Callable[[str], str]
    value: str


def _markdown(flavour: Flavour) -> Callable[[Sheet, Comparison | Listed], str]:
    def write(sheet: Sheet, comparison: Comparison | Listed) -> str:
        text = markdown.render(sheet, "**{}**", flavour)
        return "\n" + markdown.sealed(comparison, text, sheet.form, flavour) + "\n"

    return write


def _html(sheet: Sheet, comparison: Comparison | Listed) -> str:
    return html.sealed(comparison, html.render("table.html.jinja", sheet), sheet.form) + "\n"


def _latex(sheet: Sheet, comparison: Comparison | Listed) -> str:
    return latex.sealed(comparison, latex.render(sheet), sheet.form)


def _latex_value(words: str) -> str:
    """Words of a value, with marks that need no macro of ours."""
    marks = {
        "⚠": "$\\triangle$",
        "◇": "$\\diamond$",
        "⊕": "$\\oplus$",
        "◆": "$\\star$",
        "○": "$\\circ$",
        "△": "$\\ominus$",
    }
    return "".join(marks[part] if part in marks else latex.escape(part) for part in re.split("([⚠◇⊕◆○△])", words))


def _markdown_value(words: str) -> str:
    """Words of a value without marks, which the fonts of LaTeX may lack."""
    return markdown.escape(re.sub("[⚠◇⊕◆] ?", "", words))


LOST = "the file of its picture is missing, or was edited"
SLIDES = re.compile(r"^[^%\n]*\\documentclass(?:\[[^\]]*\])?\{beamer\}", re.MULTILINE)


def _typst_value(words: str) -> str:
    """Words of a value as a string that Typst shows as it is."""
    return f"#{quoted(words)};"


HTML_VALUE = "<!-- kb:value {asks} -->{said}<!-- kb:end -->"
MDX_VALUE = "{{/* kb:value {asks} */}}{said}{{/* kb:end */}}"
SYNTAXES = {
    "md": Syntax(shown_markdown, _markdown(markdown.PANDOC), _markdown_value, HTML_VALUE),
    "qmd": Syntax(shown_markdown, _markdown(markdown.QUARTO), _markdown_value, HTML_VALUE),
    "rmd": Syntax(shown_markdown, _markdown(markdown.RMARKDOWN), _markdown_value, HTML_VALUE),
    "ipynb": Syntax(shown_markdown, _markdown(markdown.NOTEBOOK), _markdown_value, HTML_VALUE),
    "mdx": Syntax(shown_markdown, _markdown(markdown.MDX), lambda words: _markdown_value(words).translate(BRACED), MDX_VALUE),
    "rst": Syntax(shown_markup, partial(sealed_markup, "rst"), escape_rst, ""),
    "adoc": Syntax(shown_markup, partial(sealed_markup, "adoc"), escape_asciidoc, ""),
    "typ": Syntax(shown_markup, partial(sealed_markup, "typ"), _typst_value, "/* kb:value {asks} */{said}/* kb:end */"),
    "html": Syntax(shown_html, _html, escape_html, HTML_VALUE),
    "tex": Syntax(shown_latex, _latex, _latex_value, "\\kbvalue{{{asks}}}{{{said}}}"),
}


def refresh_text(source: Source, kind: str, text: str, told: Findings | None = None) -> tuple[str, list[Change]]:
    """The report with fresh tables and values, and what changed; MarkerError with the line for a marker that is wrong.

    ``told`` gets what was looked at, and what is left as it is. Nothing outside the markers changes, except that
    ``{kb: ...}`` becomes a value between markers, and that markers which pandoc wrapped stand bare again.
    """
    told = Findings() if told is None else told
    newline = "\r\n" if "\r\n" in text else "\n"
    pieces, changes, done, given = [], [], 0, text
    anchors: dict[str, int] = {}
    is_slides = SLIDES.search(text) is not None
    text, wrapped = unwrapped(kind, text)
    found = list(places(kind, text, told.shown))
    told.left += [*wrapped, *unlooked(kind, text, found)]
    for place in found:
        told.count(place.is_table)
        try:
            content, reasons = _fresh(source, kind, place, anchors, is_slides)
        except KnowledgeBaseError as error:
            told.fault(place.line, error)
            continue
        if reasons:
            pieces += [text[done : place.start], within(place.prefix, content).replace("\n", newline)]
            done = place.end
            changes.append(Change(place.line, reasons))
    told.refuse()
    fresh = "".join([*pieces, text[done:]])
    if not changes:
        return given, []
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


def _fresh(source: Source, kind: str, place: Place, anchors: dict[str, int], is_slides: bool) -> tuple[str, tuple[str, ...]]:
    syntax = SYNTAXES[kind]
    if not place.is_table:
        found = refresh_value(source, parse_value(place.asks), place.old, syntax.escape)
        return syntax.value.format(asks=place.asks, said=found.content), found.reasons
    old = place.old or ""
    if place.view == "picture":
        return _drawn(source, kind, place, old, anchors)
    if place.view != "compare":
        return _listed(source, syntax, place, old, anchors)
    request = parse_table(place.asks)
    request = request.on_slides() if is_slides else request

    name = _anchor(request, anchors)

    def write(fresh: Comparison) -> str:
        return syntax.write(source.lay_out(fresh, request, name), fresh)

    table = refresh_table(source, request, old, syntax.shown(old), write, lambda fresh: syntax.shown(write(fresh)))
    return table.content, table.reasons


def _drawn(source: Source, kind: str, place: Place, old: str, anchors: dict[str, int]) -> tuple[str, tuple[str, ...]]:
    """A picture of a comparison, anew too where its file is missing or was edited."""
    request = parse_table(place.asks).as_picture()
    name = _anchor(request, anchors)
    is_lost = bool(old.strip()) and not source.drawn.is_whole(name)

    def write(fresh: Comparison) -> str:
        address = source.drawn.put(name, draw(source.release(fresh.release), fresh, request))
        return shown_in(kind, source.lay_out(fresh, request, name), fresh, address)

    shown = SYNTAXES[kind].shown("" if is_lost else old)
    found = refresh_table(source, request, "" if is_lost else old, shown, write)
    return found.content, (LOST,) if is_lost else found.reasons


def _listed(source: Source, syntax: Syntax, place: Place, old: str, anchors: dict[str, int]) -> tuple[str, tuple[str, ...]]:
    wanted = parse_view(place.view, place.asks)
    fresh = listed(source.current, wanted)
    anchors[place.view] = anchors.get(place.view, 0) + 1
    sheet = sheet_of_listing(fresh, f"kb{place.view}{anchors[place.view]}", wanted.form)

    def write(table: Listed = fresh) -> str:
        return syntax.write(sheet, table)

    table = refresh_listing(source, fresh, wanted.form, old, syntax.shown(old), write, lambda one: syntax.shown(write(one)))
    return table.content, table.reasons


def _anchor(request: Request, anchors: dict[str, int]) -> str:
    """The anchor of a request; the second table of one request in a report gets its own."""
    anchors[request.anchor] = anchors.get(request.anchor, 0) + 1
    count = anchors[request.anchor]
    return request.anchor if count == 1 else f"{request.anchor}x{count}"
