"""Tables of earlier layouts: what they said, and why they are stale.

In the first, a claim on one platform decided a cell that was asked for any platform, and no law of a union was shown for its
members. In the second, notes cited the law whatever had been read of it, and no cell was only last known.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kb.cells.comparison import ask
from kb.cells.deciding import in_scope
from kb.release.reader import Reader
from kb.tables.seals import SCOPED
from kb.values.model import STATE_WORDS, Comparison
from kb.values.resolution import resolve
from kb.values.view import View

DEFAULT_CHANGED = "the default scope changed: the general rule is no longer decided by what holds for one platform"
TELLS_MORE = "it was written by an earlier version of the program, which did not show the law of a union for its members"
NOT_SAID = "it was written by an earlier version of the program, whose notes did not say what was read"
MOST_NAMED = 10
Labels = Mapping[tuple[str, str], str]


def reason(query: Mapping[str, Any], layout: int) -> str:
    """Why a table of an earlier layout is superseded, by what it asked for."""
    if layout >= SCOPED:
        return NOT_SAID
    return TELLS_MORE if query.get("platform") else DEFAULT_CHANGED


def former_labels(reader: Reader, asked: Comparison, layout: int) -> dict[tuple[str, str], str]:
    """What cells said by the rules of a layout, on the facts of a release: the label by place and question."""
    if layout >= SCOPED:
        return {(cell.jurisdiction, cell.question): cell.label for cell in asked.cells}
    point = ask(reader, View.of(asked).but(release=None))
    places, found = [slug for slug, _ in asked.jurisdictions], {}
    for head in asked.questions:
        claims = reader.claims(head.id, point.as_of, point.known_on, places)
        counted = [claim for claim in claims if point.platform is None or in_scope(claim, point)]
        for place in places:
            ranked = resolve([claim for claim in counted if claim.jurisdiction == place], point.policy)
            winner = ranked[0].claim if ranked else None
            state = winner.state if winner else "not-researched"
            found[place, head.id] = head.label(winner.answer) if winner and winner.answer else STATE_WORDS[state]
    return found


def changed_labels(before: Labels, now: Comparison) -> list[str]:
    """The cells that answer differently now, as ``us forced-divestiture: Negotiated -> Required``, the first few by name."""
    found = [
        f"{cell.jurisdiction} {cell.question}: {was} -> {cell.label}"
        for cell in now.cells
        if (was := before.get((cell.jurisdiction, cell.question))) is not None and was != cell.label
    ]
    more = [f"and {len(found) - MOST_NAMED} more"] if len(found) > MOST_NAMED else []
    return [*found[:MOST_NAMED], *more]
