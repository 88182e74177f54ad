"""Addresses of embedded comparisons, live or frozen, and the snippets that authors paste."""

from __future__ import annotations

from html import escape
from urllib.parse import urlencode

from kb.tables import FORMATS
from kb.values.model import Comparison
from kb.values.words import caption

PATH = "/embed/compare"
HEIGHT = 640


def embed_address(comparison: Comparison, origin: str, frozen: bool = False) -> str:
    """Where a comparison is served; live it follows the law and the record of today, frozen it keeps days and release."""
    asked = {"j": ",".join(slug for slug, _ in comparison.jurisdictions), "q": ",".join(head.id for head in comparison.questions)}
    asked |= {"p": comparison.platform} if comparison.platform else {}
    asked |= {"policy": comparison.policy.partition("/")[0]}
    if frozen:
        asked |= {"v": comparison.as_of, "k": comparison.known_on, "r": comparison.release}
    return f"{origin.rstrip('/')}{PATH}?{urlencode(asked, safe=',')}"


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
    title = caption(comparison)
    asked = " ".join(slug for slug, _ in comparison.jurisdictions)
    asked += f" questions={','.join(head.id for head in comparison.questions)}"
    asked += f" platform={comparison.platform}" if comparison.platform else ""
    pinned = f"{asked} as-of={comparison.as_of} known-on={comparison.known_on} release={comparison.release}"
    return {
        "page-live": iframe(embed_address(comparison, origin), title),
        "page-frozen": iframe(embed_address(comparison, origin, frozen=True), title),
        "report-live": f"<!-- kb:compare {asked} -->\n<!-- kb:end -->",
        "report-frozen": f"<!-- kb:compare {pinned} -->\n<!-- kb:end -->",
    }
