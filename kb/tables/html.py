"""HTML: one self-contained, accessible page or fragment; light, dark, narrow and printed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kb.language.language import said_in_files
from kb.naming.licences import in_german
from kb.naming.links import safe_link
from kb.tables.form_notes import Cited
from kb.tables.formed import laid_out
from kb.tables.listed import Listed
from kb.tables.seals import seal
from kb.tables.sheet import Sheet
from kb.tables.shown import SEAL_IN_HTML, UNSEALED
from kb.tables.shown_html import shown_html
from kb.values.form import PLAIN, Form
from kb.values.model import Comparison
from kb.values.words import spoken, spoken_state

if TYPE_CHECKING:
    from jinja2 import Environment

THEMES = ("auto", "light", "dark")
TEMPLATES = Path(__file__).resolve().parent / "templates"


def write(comparison: Comparison, form: Form = PLAIN, cited: Cited | None = None) -> str:
    """The comparison as a complete HTML page without scripts or outside resources, sealed."""
    return sealed(
        comparison,
        render("comparison.html.jinja", laid_out(comparison, form=form, cited=cited), licence=comparison.licence),
        form,
    )


def write_fragment(comparison: Comparison, theme: str = "auto", form: Form = PLAIN, cited: Cited | None = None) -> str:
    """The comparison's style and table only, for a page that already is one; theme is light, dark or auto."""
    return sealed(comparison, render("table.html.jinja", laid_out(comparison, form=form, cited=cited), theme=theme), form)


@dataclass(frozen=True)
class Links:
    """What the page for a frame leads to: its oEmbed answer, (label, address) of other formats, and itself as of today.

    ``fits`` says that it tells its height to the page around it, by a script.
    """

    oembed: str
    formats: Sequence[tuple[str, str]]
    live: str
    fits: bool = False


def write_embed(comparison: Comparison, theme: str, links: Links, form: Form = PLAIN, cited: Cited | None = None) -> str:
    """The page for a frame, sealed."""
    sheet = laid_out(comparison, form=form, cited=cited)
    own = {"publisher": comparison.publisher, "licence": comparison.licence, "in_german": in_german(comparison.licence)}
    return sealed(comparison, render("embed.html.jinja", sheet, theme, links=links, **own), form)


def render(template: str, sheet: Sheet, theme: str = "auto", **more: Any) -> str:
    """A laid-out table by one of the templates, not sealed yet."""
    return _environment().get_template(template).render(sheet=sheet, theme=theme, seal=UNSEALED, **more)


def render_grid(**values: Any) -> str:
    """A table to work with on a page, by its template; its words, marks and links are the caller's, and it has no seal."""
    return _environment().get_template("grid.html.jinja").render(**values)


def render_document(lang: str, title: str, body: str) -> str:
    """A page without scripts around a body that is HTML already."""
    from markupsafe import Markup

    return _environment().get_template("document.html.jinja").render(lang=lang, title=title, body=Markup(body))


def sealed(comparison: Comparison | Listed, text: str, form: Form = PLAIN) -> str:
    """A table written as HTML with its seal in an attribute of the table's box."""
    made = seal(comparison, shown_html(text).pieces, form)
    return text.replace(f'{SEAL_IN_HTML}="{UNSEALED}"', f'{SEAL_IN_HTML}="{escape(made.text())}"', 1)


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.globals |= {"file": said_in_files, "spoken": spoken, "spoken_state": spoken_state, "safe_link": safe_link}
    return environment
