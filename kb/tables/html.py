"""HTML: one self-contained, accessible page or fragment; light, dark, narrow and printed."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kb.model import Comparison
from kb.tables.links import safe_link
from kb.tables.sheet import Sheet, sheet_of

if TYPE_CHECKING:
    from jinja2 import Environment

TEMPLATES = Path(__file__).resolve().parent / "templates"


def write(comparison: Comparison) -> str:
    """The comparison as a complete HTML page without scripts or outside resources."""
    return render_page(sheet_of(comparison))


def write_fragment(comparison: Comparison, theme: str = "auto") -> str:
    """The comparison's style and table only, for a page that already is one; theme is light, dark or auto."""
    return render_fragment(sheet_of(comparison), theme)


def render_page(sheet: Sheet, **more: Any) -> str:
    """A laid-out table as a page."""
    return _environment().get_template("comparison.html.jinja").render(_defaults(sheet) | more)


def render_fragment(sheet: Sheet, theme: str = "auto", **more: Any) -> str:
    """A laid-out table as a fragment."""
    return _environment().get_template("table.html.jinja").render(_defaults(sheet) | {"theme": theme} | more)


def _defaults(sheet: Sheet) -> dict[str, Any]:
    return {"sheet": sheet, "theme": "auto", "seal": None}


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.globals["safe_link"] = safe_link
    return environment
