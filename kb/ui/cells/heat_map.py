"""Many jurisdictions at a glance: a field for each cell, its colour the answer's place among the answers, its mark the state."""

from __future__ import annotations

from typing import Any

import pandas as pd

from kb.ui.cells.beside import DIFFERS, Differences
from kb.ui.cells.cell_card import answer_text, cell_label, evidence_text, signs_of, status_text
from kb.ui.words import t
from kb.values.model import STATE_MARKS, Comparison, QuestionHead

FIELD, LONGEST_QUESTION, LABEL_WIDTH, PALE = 30, 60, 330, 0.4
EDGE: dict[str, Any] = {"stroke": "#ffffff", "strokeWidth": 2}
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
            mark = ("" if cell.answer else STATE_MARKS[cell.state]) + signs_of(cell)
            rows.append(
                {
                    "place": name,
                    "question": head.text if len(head.text) <= LONGEST_QUESTION else head.text[: LONGEST_QUESTION - 1] + "…",
                    "mark": DIFFERS + mark if change else mark,
                    "answer": answer_text(cell),
                    "status": status_text(cell),
                    "says": cell.in_short,
                    "evidence": evidence_text(cell),
                    "opacity": PALE if cell.last_known else 1.0,
                    "before": cell_label(change.before) if change else t("beside.same"),
                    "share": _share(head, cell.answer),
                }
            )
    return pd.DataFrame(rows)


def _share(head: QuestionHead, answer: str | None) -> float | None:
    """Place of an answer in the codebook's order, from 0 to 1; None for an absence."""
    order = [slug for slug, _ in head.answers]
    return order.index(answer) / max(len(order) - 1, 1) if answer else None


def heat_map(comparison: Comparison, differing: Differences | None = None) -> Any:
    """An Altair chart of the comparison, and of what differs from another date if there is one."""
    import altair as alt

    frame = frame_of(comparison, differing)
    columns = (*COLUMNS, "before") if differing else COLUMNS
    order = list(dict.fromkeys(frame["question"]))
    names = alt.Axis(labelLimit=LABEL_WIDTH, title=None)
    x = alt.X(
        "place:N", sort=[name for _, name in comparison.jurisdictions], axis=alt.Axis(orient="top", labelAngle=-45, title=None)
    )
    base = alt.Chart(frame).encode(
        x=x,
        y=alt.Y("question:N", sort=order, axis=names),
        tooltip=[alt.Tooltip(f"{name}:N", title=t(f"heat.{name}")) for name in columns],
    )
    colour = alt.Color("share:Q", scale=alt.Scale(scheme="blues", domain=[-0.35, 1.25]), legend=None)
    pale = alt.Opacity("opacity:Q", scale=None, legend=None)
    layers = [base.transform_filter("isValid(datum.share)").mark_rect(**EDGE).encode(color=colour, opacity=pale)]
    if frame["share"].isna().any():
        layers.append(base.transform_filter("!isValid(datum.share)").mark_rect(**EDGE, color="#d5d9dc"))
    marks = base.mark_text(fontSize=14, color="#1c2830").encode(text="mark:N")
    return alt.layer(*layers, marks).properties(height=alt.Step(FIELD))
