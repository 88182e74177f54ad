"""Tables of before the general rule and the rules for named platforms were told apart: what they said, and why they are stale.

Then a claim on one platform decided a cell that was asked for any platform, and no law of a union was shown for its members.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kb.cells.comparison import ask
from kb.cells.orders import in_scope
from kb.release.reader import Reader
from kb.values.model import STATE_WORDS, Comparison
from kb.values.resolution import resolve
from kb.values.view import View

DEFAULT_CHANGED = "the default scope changed: the general rule is no longer decided by what holds for one platform"
TELLS_MORE = "it was written by an earlier version of the program, which did not show the law of a union for its members"
LAID_OUT_ANEW = "it was laid out by an earlier version of the program"
MOST_NAMED = 10
Labels = Mapping[tuple[str, str], str]


def reason(query: Mapping[str, Any]) -> str:
    """Why a table of before is superseded, by what it asked for."""
    return TELLS_MORE if query.get("platform") else DEFAULT_CHANGED


def former_labels(reader: Reader, asked: Comparison) -> dict[tuple[str, str], str]:
    """What the cells of a comparison said by the former rules, on the facts of a release: the label by place and question."""
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
