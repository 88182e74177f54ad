"""The heat map as a picture to take along: a field for each cell with its answer in words, shaded where answers have an order."""

from __future__ import annotations

from typing import Any

import pandas as pd

from kb.ui.cells.beside import DIFFERS, Differences
from kb.ui.cells.cell_card import answer_text, cell_label, evidence_text, sentence_text, signs_of, status_text
from kb.ui.frame.spoken import said
from kb.ui.words import t
from kb.values.model import STATE_MARKS, Cell, Comparison, Number, QuestionHead

FIELD, WIDTH, LONGEST_QUESTION, LABEL_WIDTH, PALE, DARK = 30, 130, 60, 330, 0.4, 0.7
EDGE: dict[str, Any] = {"stroke": "#ffffff", "strokeWidth": 2}
ALONE = 0.5
COLUMNS = ("place", "question", "answer", "status", "says", "evidence")


def frame_of(comparison: Comparison, differing: Differences | None = None) -> pd.DataFrame:
    """One row for each cell: where it stands, its mark, its words, and the answer's place from 0 (first) to 1 (last).

    With differences to another date, ``before`` is what a changed cell said there, and its mark begins with Δ.
    """
    names = dict(comparison.jurisdictions)
    rows = []
    for head in comparison.questions:
        if differing and not differing.shows(head.id):
            continue
        for slug, name in names.items():
            cell = comparison.cell(slug, head.id)
            change = differing.of(slug, head.id) if differing else None
            mark = _mark(cell) + signs_of(cell)
            rows.append(
                {
                    "place": said(name),
                    "question": _shortened(said(head.text)),
                    "mark": DIFFERS + mark if change else mark,
                    "words": _words(cell, mark),
                    "answer": answer_text(cell),
                    "status": status_text(cell),
                    "says": sentence_text(cell),
                    "evidence": evidence_text(cell),
                    "opacity": PALE if cell.last_known else 1.0,
                    "before": cell_label(change.before) if change else t("beside.same"),
                    "share": (share := share_of(head, comparison, cell)),
                    "shade": None if head.scale == "nominal" else share,
                }
            )
    return pd.DataFrame(rows)


def _shortened(question: str) -> str:
    return question if len(question) <= LONGEST_QUESTION else question[: LONGEST_QUESTION - 1] + "…"


def _words(cell: Cell, mark: str) -> str:
    """The marks and, but for a number, which is one, the answer."""
    return mark if cell.answer is None or cell.value is not None else f"{mark} {said(cell.label)}".strip()


def _mark(cell: Cell) -> str:
    """What stands in the field: the number, how many answers of a set are true, the mark of an absence; nothing for an answer."""
    if cell.value is not None:
        return short_number(cell.value, cell.unit)
    return str(len(cell.answers)) if cell.answers else "" if cell.answer else STATE_MARKS[cell.state]


def short_number(value: Number, unit: str | None = None) -> str:
    """A number in few characters; money with its currency, which is written in capitals.

    >>> short_number(16), short_number(7.5, "hours"), short_number(20000000, "EUR"), short_number(500000)
    ('16', '7.5', 'EUR 20m', '500k')
    """
    currency = f"{unit} " if unit and unit.isupper() else ""
    for size, sign in ((1_000_000_000, "bn"), (1_000_000, "m"), (10_000, "k")):
        if value >= size:
            return f"{currency}{value / min(size, 1_000) if sign == 'k' else value / size:.3g}{sign}"
    return f"{currency}{value:g}"


def share_of(head: QuestionHead, comparison: Comparison, cell: Cell) -> float | None:
    """Place of an answer in the codebook's order, of a number in its range, part of a set that is true; None for an absence."""
    if cell.answer is None:
        return None
    if head.scale == "number":
        return number_share(head, comparison, cell)
    order = [slug for slug, _ in head.answers]
    if head.scale == "set":
        return len(cell.answers) / len(order)
    return order.index(cell.answer) / max(len(order) - 1, 1)


def number_share(head: QuestionHead, comparison: Comparison, cell: Cell) -> float:
    """Place of a number in the range of the codebook, or from nought to the greatest in its unit that the table shows; in the
    middle where it is the only one in its unit, which says nothing of its size."""
    if cell.value is None:
        return 0.0
    if head.ends:
        least, most = map(float, head.ends)
        return (cell.value - least) / (most - least)
    shown = [one.value for one in comparison.cells if one.question == head.id and one.unit == cell.unit and one.value is not None]
    return cell.value / max(shown) if len(shown) > 1 and max(shown) else ALONE


def heat_map(comparison: Comparison, differing: Differences | None = None) -> Any:
    """An Altair chart of the comparison, and of what differs from another date if there is one."""
    import altair as alt

    frame = frame_of(comparison, differing)
    columns = (*COLUMNS, "before") if differing else COLUMNS
    order = list(dict.fromkeys(frame["question"]))
    names = alt.Axis(labelLimit=LABEL_WIDTH, title=None)
    x = alt.X(
        "place:N",
        sort=[said(name) for _, name in comparison.jurisdictions],
        axis=alt.Axis(orient="top", labelAngle=0, labelLimit=WIDTH, title=None),
    )
    base = alt.Chart(frame).encode(
        x=x,
        y=alt.Y("question:N", sort=order, axis=names),
        tooltip=[alt.Tooltip(f"{name}:N", title=t(f"heat.{name}")) for name in columns],
    )
    colour = alt.Color("shade:Q", scale=alt.Scale(scheme="blues", domain=[-0.35, 1.25]), legend=None)
    pale = alt.Opacity("opacity:Q", scale=None, legend=None)
    layers = [
        base.mark_rect(color="#ffffff"),  # what is pale is so on a dark page too
        base.transform_filter("isValid(datum.shade)").mark_rect(**EDGE).encode(color=colour, opacity=pale),
    ]
    if frame["share"].isna().any():
        layers.append(base.transform_filter("!isValid(datum.share)").mark_rect(**EDGE, color="#d5d9dc"))
    ink = alt.condition(f"datum.shade > {DARK} && datum.opacity == 1", alt.value("#ffffff"), alt.value("#1c2830"))
    words = base.mark_text(fontSize=10, limit=WIDTH - 6).encode(text="words:N", color=ink)
    return alt.layer(*layers, words).properties(height=alt.Step(FIELD), width=alt.Step(WIDTH))
