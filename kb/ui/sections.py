"""The pages of the app by their section, each with its icon; the name of a page is its path."""

from __future__ import annotations

from kb.release.release import Release

SECTIONS = {
    "": {"home": ":material/home:"},
    "compare": {
        "brief": ":material/summarize:",
        "compare": ":material/table:",
        "on-that-day": ":material/event:",
        "changes": ":material/difference:",
        "timeline": ":material/timeline:",
        "disputes": ":material/thumbs_up_down:",
        "similarity": ":material/scatter_plot:",
    },
    "explore": {
        "search": ":material/search:",
        "entity": ":material/gavel:",
        "graph": ":material/hub:",
        "article": ":material/fact_check:",
        "check": ":material/rule:",
    },
    "base": {
        "due": ":material/pending_actions:",
        "sparql-page": ":material/database:",
        "glossary": ":material/menu_book:",
        "about": ":material/info:",
        "coverage": ":material/grid_on:",
    },
}
UNLISTED = ("coverage",)  # reached from the page About and from links, not from the menu
NAMES = [name for pages in SECTIONS.values() for name in pages]


def unlisted(release: Release) -> set[str]:
    """The pages that stay out of the menu: those reached from elsewhere, and those for which the base has no entity."""
    without = {"on-that-day": not release.reader.platforms(), "article": not release.manifest["counts"].get("sources", 1)}
    return {*UNLISTED, *(name for name, is_without in without.items() if is_without)}
