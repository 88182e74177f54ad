"""Many jurisdictions at a glance: a field for each cell, its colour the answer's place among the answers, its mark the state."""

from __future__ import annotations

from typing import Any

import pandas as pd

from kb.model import STATE_MARKS, Comparison, QuestionHead
from kb.ui.cell_card import cell_label, status_text
from kb.ui.words import t

FIELD, LONGEST_QUESTION, LABEL_WIDTH = 30, 60, 330
EDGE: dict[str, Any] = {"stroke": "#ffffff", "strokeWidth": 2}
COLUMNS = ("place", "question", "answer", "status", "says")


def frame_of(comparison: Comparison) -> pd.DataFrame:
    """One row for each cell: where it stands, its mark, its words, and the answer's place from 0 (first) to 1 (last)."""
    names = dict(comparison.jurisdictions)
    rows = []
    for head in comparison.questions:
        for slug, name in names.items():
            cell = comparison.cell(slug, head.id)
            rows.append(
                {
                    "place": name,
                    "question": head.text if len(head.text) <= LONGEST_QUESTION else head.text[: LONGEST_QUESTION - 1] + "…",
                    "mark": "⚠" if cell.disputed else "" if cell.answer else STATE_MARKS[cell.state],
                    "answer": cell_label(cell) + (f" (⚠ {t('cell.disputed')})" if cell.disputed else ""),
                    "status": status_text(cell),
                    "says": cell.in_short,
                    "share": _share(head, cell.answer),
                }
            )
    return pd.DataFrame(rows)


def _share(head: QuestionHead, answer: str | None) -> float | None:
    """Place of an answer in the codebook's order, from 0 to 1; None for an absence."""
    order = [slug for slug, _ in head.answers]
    return order.index(answer) / max(len(order) - 1, 1) if answer else None


def heat_map(comparison: Comparison) -> Any:
    """An Altair chart of the comparison."""
    import altair as alt

    frame = frame_of(comparison)
    order = list(dict.fromkeys(frame["question"]))
    names = alt.Axis(labelLimit=LABEL_WIDTH, title=None)
    x = alt.X(
        "place:N", sort=[name for _, name in comparison.jurisdictions], axis=alt.Axis(orient="top", labelAngle=-45, title=None)
    )
    base = alt.Chart(frame).encode(
        x=x,
        y=alt.Y("question:N", sort=order, axis=names),
        tooltip=[alt.Tooltip(f"{name}:N", title=t(f"heat.{name}")) for name in COLUMNS],
    )
    colour = alt.Color("share:Q", scale=alt.Scale(scheme="blues", domain=[-0.35, 1.25]), legend=None)
    layers = [base.transform_filter("isValid(datum.share)").mark_rect(**EDGE).encode(color=colour)]
    if frame["share"].isna().any():
        layers.append(base.transform_filter("!isValid(datum.share)").mark_rect(**EDGE, color="#d5d9dc"))
    marks = base.mark_text(fontSize=14, color="#1c2830").encode(text="mark:N")
    return alt.layer(*layers, marks).properties(height=alt.Step(FIELD))
