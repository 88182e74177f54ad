"""Below a map, which places answer how: each answer in its colour with its places, which lead to why; on a telephone too."""

from __future__ import annotations

from collections.abc import Mapping

from kb.profiles.html import boxed, element
from kb.ui.cells.cell_card import signs_of
from kb.ui.cells.choropleth import colours, shown_of
from kb.ui.frame.html import way, words
from kb.ui.frame.spoken import said
from kb.values.model import Comparison


def map_answers(comparison: Comparison, theme: str, state: Mapping[str, str]) -> str:
    """A list as HTML; ``state`` is that of the page on which a place opens its cell."""
    (head,), names = comparison.questions, dict(comparison.jurisdictions)
    asked = {**state, "view": "map", "d": head.dimension, "q": head.id}
    looks = colours(head, theme, comparison)
    places: dict[str, list[str]] = {shown: [] for shown in looks}
    for slug in sorted(names, key=lambda slug: said(names[slug])):
        cell = comparison.cell(slug, head.id)
        told = " ".join(filter(None, (said(names[slug]), signs_of(cell))))
        places[shown_of(head, cell)].append(way("compare", told, None, **asked | {"cell": f"{slug}.{head.id}"}))
    lines = [
        element("dt", f"{element('i', '', style=f'background: {looks[shown]}')} {words(shown)} ({len(ways)})")
        + element("dd", "".join(ways))
        for shown, ways in places.items()
        if ways
    ]
    return boxed("answers", element("dl", "".join(lines)))
