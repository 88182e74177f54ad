"""A result as a chart of bars, lines or points; groups that cannot share a scale, such as currencies, get one each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import altair as alt
import pandas as pd
import streamlit as st

from kb.ui.workbench.columns import chosen

if TYPE_CHECKING:
    from kb.ui.workbench.views import Shown

KINDS = ["bar", "line", "point"]
NONE = "(none)"
OWN_SCALE = ("currency", "unit")
MOST_BARS = 60


def show_chart(shown: Shown) -> None:
    """Draw the chart, with controls for its columns."""
    across = [*shown.columns.texts, *shown.columns.days, *shown.columns.numbers]
    x, y = chosen(shown.spec, "x", across), chosen(shown.spec, "y", shown.columns.numbers)
    color = chosen(shown.spec, "color", across, NONE) if shown.spec.get("color") in across else NONE
    with st.container(horizontal=True):
        kind = st.selectbox(
            "Chart", KINDS, KINDS.index(shown.spec.get("kind", "bar")) if shown.spec.get("kind") in KINDS else 0, width=140
        )
        x = st.selectbox("Across", across, across.index(x or across[0]), width=220)
        y = st.selectbox("Value", shown.columns.numbers, shown.columns.numbers.index(y or ""), width=220)
        color = st.selectbox("Groups", [NONE, *across], [NONE, *across].index(color or NONE), width=220)
    frame = shown.frame.copy()
    frame[y] = pd.to_numeric(frame[y])
    if len(frame) > MOST_BARS:
        st.caption(f"The first {MOST_BARS} of {len(frame)} rows, as the query orders them")
        frame = frame.head(MOST_BARS)
    st.altair_chart(_chart(frame, kind, x, y, None if color == NONE else color), width="stretch")


def _chart(frame: pd.DataFrame, kind: str, x: str, y: str, color: str | None) -> alt.Chart | alt.FacetChart:
    names = [alt.Tooltip(name, type="nominal") for name in frame.columns[:8]]
    base = alt.Chart(frame)
    mark = {"bar": base.mark_bar(), "line": base.mark_line(point=True), "point": base.mark_circle(size=90)}[kind]
    category = alt.Axis(labelLimit=260, title=None)
    if kind == "bar":
        drawn = mark.encode(alt.Y(x, type="nominal", sort=None, axis=category), alt.X(y, type="quantitative"), tooltip=names)
    else:
        drawn = mark.encode(alt.X(x, type="nominal", sort=None, axis=category), alt.Y(y, type="quantitative"), tooltip=names)
    if color and color in OWN_SCALE:
        return (
            drawn.properties(height=alt.Step(22))
            .facet(row=alt.Row(color, type="nominal"))
            .resolve_scale(x="independent", y="independent")
        )
    return drawn.encode(color=alt.Color(color, type="nominal")) if color else drawn
