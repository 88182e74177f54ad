"""A result as a timeline: a bar from one day to another, open ends to today, single days as points."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

import altair as alt
import pandas as pd
import streamlit as st

from kb.ui.taking.charts import show_chart
from kb.ui.words import t
from kb.ui.workbench.columns import NONE, pick_column

if TYPE_CHECKING:
    from kb.ui.workbench.columns import Shown

MOST = 120
LONGEST = 70
ROW_HEIGHT = 24
LOOKS = {"period": "#3b8bd0", "open": "#9ec5e8", "day": "#c9822b"}


def show_timeline(shown: Shown) -> None:
    """Draw the timeline, with controls for its columns."""
    days, texts = shown.columns.days, [*shown.columns.texts, *shown.columns.links]
    asked = shown.spec.get("end", NONE)
    ends = list(dict.fromkeys([NONE, *([asked] if asked in shown.frame.columns else []), *days]))
    with st.container(horizontal=True):
        start = pick_column(shown, "start", "from", days)
        end = pick_column(shown, "end", "until", ends, NONE, lambda one: t("sparql.a-day") if one == NONE else one)
        name = pick_column(shown, "label", "what", texts or days, width=260)
    end = NONE if end == start else end
    frame = _frame(shown.frame, start, None if end == NONE else end, name)
    if len(frame) > MOST:
        st.caption(t("sparql.first-rows", n=MOST, total=len(frame)))
        frame = frame.head(MOST)
    title = t("sparql.alt-timeline", n=len(frame))
    show_chart(_chart(frame), title, title, "result-timeline")


def _frame(frame: pd.DataFrame, start: str, end: str | None, name: str) -> pd.DataFrame:
    """Rows with a start: what is shown, from when, until when, and whether the end is open."""
    rows = frame[frame[start].notna() & (frame[start] != "")]
    today = datetime.date.today().isoformat()
    begins = [_day(value) for value in rows[start]]
    ends = [_day(value) for value in rows[end]] if end else begins
    return pd.DataFrame(
        {
            "row": [f"{number + 1:03}  {str(value)[:LONGEST]}" for number, value in enumerate(rows[name])],
            "from": begins,
            "until": [day or max(today, begin) for day, begin in zip(ends, begins, strict=True)],
            "ends": [(day or "open") if end else begin for day, begin in zip(ends, begins, strict=True)],
            "is": [
                "day" if not end or day == begin else "open" if not day else "period"
                for day, begin in zip(ends, begins, strict=True)
            ],
        }
    )


def _day(value: object) -> str:
    """A whole day for a day, a month or a year; empty for none and for the year 9999."""
    text = value if isinstance(value, str) else ""
    return "" if not text or text.startswith("9999") else (text + "-01-01")[:10]


def _chart(frame: pd.DataFrame) -> alt.LayerChart | alt.FacetChart:
    y = alt.Y(
        "row:N", sort=None, axis=alt.Axis(title=None, labelLimit=240, labelExpr="substring(datum.label, 5)", labelOverlap=False)
    )
    kinds = [t(f"sparql.is-{kind}") for kind in LOOKS]
    shape = alt.Color("kind:N", title=None, scale=alt.Scale(domain=kinds, range=list(LOOKS.values())))
    named = frame.assign(kind=frame["is"].map(dict(zip(LOOKS, kinds, strict=True))))
    base = alt.Chart(named).encode(y=y, color=shape, tooltip=["row:N", "from:N", "ends:N"])
    bars = (
        base.transform_filter(alt.datum["is"] != "day")
        .mark_bar(height=12, aria=False)
        .encode(x=alt.X("from:T", title=None), x2="until:T")
    )
    points = (
        base.transform_filter(alt.datum["is"] == "day")
        .mark_circle(size=90, opacity=1, aria=False)
        .encode(x=alt.X("from:T", title=None))
    )
    return alt.layer(bars, points).properties(height=max(len(frame) * ROW_HEIGHT, 120))
