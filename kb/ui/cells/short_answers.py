"""What a question that was found is answered with, in short: each answer with its places, since when, and how many have none."""

from __future__ import annotations

from collections import Counter
from html import escape

from kb.profiles.html import boxed, element
from kb.ui.cells.cell_card import signs_of
from kb.ui.frame.html import quiet, way, words
from kb.ui.frame.spoken import said
from kb.ui.words import t
from kb.values.model import EARLIEST, Cell, Comparison

MOST_PLACES, MOST_ANSWERS = 8, 5


def short_answers(comparison: Comparison) -> str:
    """A list as HTML for a comparison on one question; what a place has by the law of its union is told with the union."""
    (head,), names = comparison.questions, dict(comparison.jurisdictions)
    cells = [cell for cell in comparison.cells if not cell.layer or cell.layer not in names]
    answered: dict[str, list[Cell]] = {}
    for cell in cells:
        if cell.state == "answered":
            shown = ", ".join(said(head.label(one)) for one in cell.answers) or said(cell.label)
            answered.setdefault(shown, []).append(cell)
    ordered = sorted(answered.items(), key=lambda one: -len(one[1]))
    told = "".join(_answer(shown, found, names) for shown, found in ordered[:MOST_ANSWERS])
    states = Counter(cell.state for cell in cells)
    rest = [t("search.more-answers", n=len(ordered) - MOST_ANSWERS)] if len(ordered) > MOST_ANSWERS else []
    rest += [t(f"search.{state}", n=states[state]) for state in ("none-found", "not-researched") if states[state]]
    rest += [t("search.only-last-known")] if any(cell.last_known for found in answered.values() for cell in found) else []
    return boxed("answers", element("dl", told)) * bool(told) + quiet(" ".join(rest))


def _answer(shown: str, found: list[Cell], names: dict[str, str]) -> str:
    ways = [way("compare", _place(cell, names), None, **_asked(cell)) for cell in found[:MOST_PLACES]]
    more = words(t("search.more-places", n=len(found) - MOST_PLACES)) if len(found) > MOST_PLACES else ""
    return element("dt", f"{escape(shown)} ({len(found)})") + element("dd", "".join(ways) + more)


def _place(cell: Cell, names: dict[str, str]) -> str:
    """A place with the signs of its answer and the day since which it holds."""
    place = " ".join(filter(None, (said(names[cell.jurisdiction]), signs_of(cell))))
    day = cell.valid_from
    return t("search.place-since", place=place, day=day) if day and day != EARLIEST else place


def _asked(cell: Cell) -> dict[str, str]:
    return {"j": cell.jurisdiction, "q": cell.question, "cell": f"{cell.jurisdiction}.{cell.question}"}
