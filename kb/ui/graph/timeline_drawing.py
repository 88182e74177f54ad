"""Draw the timeline: a row for each act, case or tie, lane by lane; a point for a day, a bar for a span."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from kb.graph.lanes import Item
from kb.ui.words import t

COLOURS = {"acts": "#2f7d55", "enforcement": "#c0392b", "cases": "#a8641a", "ownership": "#7a49a5"}
ROW_HEIGHT, LONGEST_NAME, NAME_WIDTH = 22, 34, 180


def drawing(items: Sequence[Item], lane: str, span: tuple[str, str], today: str) -> Any:
    """An Altair chart of the items of one lane between two days; the same span gives every lane the same scale."""
    import altair as alt

    rows = frame_of([item for item in items if item.lane == lane], today)
    order = list(dict.fromkeys(rows.sort_values("start")["row"]))
    y = alt.Y(
        "row:N",
        sort=order,
        title=None,
        axis=alt.Axis(grid=True, gridOpacity=0.25, labelLimit=NAME_WIDTH, minExtent=NAME_WIDTH, maxExtent=NAME_WIDTH),
    )
    x = alt.X("start:T", title=None, scale=alt.Scale(domain=list(span), clamp=True))
    tooltip = [alt.Tooltip(f"{name}:N", title=t(f"timeline.column-{name}")) for name in ("row", "what", "day", "until", "says")]
    base = alt.Chart(rows).encode(x=x, y=y, tooltip=tooltip)
    colour = COLOURS[lane]
    bars = base.transform_filter("datum.end > datum.start").mark_bar(height=9, opacity=0.55, color=colour).encode(x2="end:T")
    points = base.mark_point(filled=True, size=70, color=colour, opacity=0.9)
    spans = (rows["end"] > rows["start"]).any()
    return (bars + points if spans else alt.layer(points)).properties(height=alt.Step(ROW_HEIGHT)).configure_view(stroke=None)


def frame_of(items: Sequence[Item], today: str) -> pd.DataFrame:
    """The items as a data frame for drawing; what has no end is drawn to today if it is a tie."""
    rows = [
        {
            "lane": item.lane,
            "row": item.row if len(item.row) <= LONGEST_NAME else item.row[: LONGEST_NAME - 1] + "…",
            "start": pd.Timestamp(item.start),
            "end": pd.Timestamp(item.end or (today if item.lane == "ownership" else item.start)),
            "what": item.what,
            "says": item.says,
            "day": item.start,
            "until": item.end or "",
        }
        for item in items
    ]
    return pd.DataFrame(rows)
