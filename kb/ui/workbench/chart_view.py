"""A result as a chart of bars, lines or points; groups that cannot share a scale, such as currencies, get one each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import altair as alt
import pandas as pd
import streamlit as st

from kb.ui.taking.charts import show_chart
from kb.ui.words import t
from kb.ui.workbench.columns import NONE, pick_column

if TYPE_CHECKING:
    from kb.ui.workbench.columns import Shown

KINDS = ["bar", "line", "point"]
OWN_SCALE = ("currency", "unit")
MOST_BARS, WIDTH_OF_EACH = 60, 420


def show_bars(shown: Shown) -> None:
    """Draw the chart, with controls for its columns."""
    across = [*shown.columns.texts, *shown.columns.days, *shown.columns.numbers]
    with st.container(horizontal=True):
        kind = pick_column(shown, "kind", "chart", KINDS, name=lambda one: t(f"sparql.chart-{one}"), width=140)
        x = pick_column(shown, "x", "across", across)
        y = pick_column(shown, "y", "value", shown.columns.numbers)
        color = pick_column(shown, "color", "groups", [NONE, *across], NONE, lambda one: t("sparql.none") if one == NONE else one)
    frame = shown.frame.copy()
    frame[y] = pd.to_numeric(frame[y])
    if len(frame) > MOST_BARS:
        st.caption(t("sparql.first-rows", n=MOST_BARS, total=len(frame)))
        frame = frame.head(MOST_BARS)
    title = t("sparql.alt-chart", y=y, x=x, n=len(frame))
    show_chart(_chart(frame, kind, x, y, None if color == NONE else color), title, title, "result-chart")


def _chart(frame: pd.DataFrame, kind: str, x: str, y: str, color: str | None) -> alt.Chart | alt.FacetChart:
    names = [alt.Tooltip(name, type="nominal") for name in frame.columns[:8]]
    base = alt.Chart(frame)
    mark = {"bar": base.mark_bar(), "line": base.mark_line(point=True), "point": base.mark_circle(size=90)}[kind]
    category, few = alt.Axis(labelLimit=260, title=None), alt.Axis(tickCount=6)
    if kind == "bar":
        drawn = mark.encode(
            alt.Y(x, type="nominal", sort=None, axis=category),
            alt.X(y, type="quantitative", axis=few),
            tooltip=names,
        )
    else:
        drawn = mark.encode(alt.X(x, type="nominal", sort=None, axis=category), alt.Y(y, type="quantitative"), tooltip=names)
    if color and color in OWN_SCALE:
        heading = alt.Header(title=None, labelAngle=0, labelAlign="left")
        each = drawn.properties(width=WIDTH_OF_EACH, height=alt.Step(22))
        panels: alt.FacetChart = each.facet(row=alt.Row(color, type="nominal", header=heading), spacing=6)
        panels = panels.resolve_scale(x="independent", y="independent")
        return panels
    coloured: alt.Chart = drawn.encode(color=alt.Color(color, type="nominal")) if color else drawn
    return coloured
