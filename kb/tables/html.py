"""HTML: one self-contained, accessible page or fragment; light, dark, narrow and printed."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from kb.model import Comparison
from kb.tables.wording import LEGEND, caption, cell_words, dates_line, row_remarks

TEMPLATES = Path(__file__).resolve().parent / "templates"


def write(comparison: Comparison) -> str:
    """The comparison as a complete HTML page without scripts or outside resources."""
    return _render("comparison.html.jinja", comparison)


def write_fragment(comparison: Comparison, theme: str = "auto") -> str:
    """The comparison's style and table only, for a page that already is one; theme is light, dark or auto."""
    return _render("table.html.jinja", comparison, theme)


def _render(template: str, comparison: Comparison, theme: str = "auto") -> str:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.get_template(template).render(
        comparison=comparison,
        caption=caption(comparison),
        dates=dates_line(comparison),
        legend=LEGEND,
        dimensions=_dimensions(comparison),
        safe_link=safe_link,
        theme=theme,
    )


def _dimensions(comparison: Comparison) -> list[dict[str, Any]]:
    titles = dict.fromkeys((head.dimension, head.dimension_title) for head in comparison.questions)
    return [
        {
            "title": title,
            "rows": [
                {
                    "head": head,
                    "remarks": row_remarks(comparison, head),
                    "cells": [
                        {"name": name, "cell": cell, "words": cell_words(cell)}
                        for slug, name in comparison.jurisdictions
                        for cell in [comparison.cell(slug, head.id)]
                    ],
                }
                for head in comparison.questions
                if head.dimension == dimension
            ],
        }
        for dimension, title in titles
    ]


def safe_link(address: str | None) -> str | None:
    """The address if it is plain http or https, else None: nothing else becomes a link."""
    return address if address and re.fullmatch(r"https?://[^\s\"'<>]+", address) else None
