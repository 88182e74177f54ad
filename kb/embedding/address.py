"""Addresses of embedded comparisons, live or frozen, and the snippets that authors paste."""

from __future__ import annotations

from html import escape

from kb.release.policy_choice import DEFAULT
from kb.tables import FORMATS
from kb.values.model import Comparison
from kb.values.view import View
from kb.values.words import caption

PATH = "/embed/compare"
HEIGHT = 640


def embed_address(comparison: Comparison, origin: str, frozen: bool = False) -> str:
    """Where a comparison is served; live it follows the law and the record of today, frozen it keeps days and release."""
    view = View.of(comparison)
    return f"{origin.rstrip('/')}{PATH}?{(view if frozen else view.live()).address()}"


def other_formats(query: str) -> list[tuple[str, str]]:
    """(label, address) of the formats that an embedded page offers, for one query."""
    return [(FORMATS[name].label, f"{PATH}.{name}?{query}") for name in ("csv", "json", "md", "docx", "xlsx")]


def iframe(address: str, title: str, height: int = HEIGHT, width: str = "100%") -> str:
    """The HTML that shows an embedded comparison in another page; no script is needed."""
    return (
        f'<iframe src="{escape(address)}" title="{escape(title)}" loading="lazy" '
        f'style="width:{escape(width)};height:{height}px;border:0"></iframe>'
    )


def snippets(comparison: Comparison, origin: str) -> dict[str, str]:
    """What an author pastes: frames for web pages and markers for reports, live and frozen."""
    title, view = caption(comparison), View.of(comparison)
    view = view.but(policy=None) if view.policy == DEFAULT else view
    return {
        "page-live": iframe(embed_address(comparison, origin), title),
        "page-frozen": iframe(embed_address(comparison, origin, frozen=True), title),
        "report-live": f"<!-- kb:compare {view.live().marker()} -->\n<!-- kb:end -->",
        "report-frozen": f"<!-- kb:compare {view.marker()} -->\n<!-- kb:end -->",
    }
