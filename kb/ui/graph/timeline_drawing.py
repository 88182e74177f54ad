"""Draw the timeline on one axis: a row for each act, case or tie, a point for a day, a bar for a span, a line for today.

The newest day of each row that has passed, and the next one, are its milestones and stand in words beside their points.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from kb.briefing.happening_told import to_come
from kb.graph.lanes import LANES, Item
from kb.ui.frame.spoken import said, spoken
from kb.ui.words import has, t

COLOURS = {"acts": "#2f7d55", "enforcement": "#c0392b", "cases": "#a8641a", "ownership": "#7a49a5"}
ROW_HEIGHT, LONGEST_NAME, NAME_WIDTH, LONGEST_LABEL = 22, 38, 230, 34
TODAY = "#7d8b98"


def drawing(items: Sequence[Item], span: tuple[str, str], today: str, is_dark: bool = False) -> Any:
    """An Altair chart of the items between two days."""
    import altair as alt

    rows = frame_of(items, today)
    order = list(dict.fromkeys(rows["row"]))
    axis = alt.Axis(grid=True, gridOpacity=0.25, labelLimit=NAME_WIDTH, minExtent=NAME_WIDTH, maxExtent=NAME_WIDTH)
    y = alt.Y("row:N", sort=order, title=None, axis=axis)
    x = alt.X("start:T", title=None, scale=alt.Scale(domain=list(span), clamp=True), axis=alt.Axis(orient="top", grid=True))
    present = [lane for lane in LANES if lane in set(rows["lane"])]
    names = [t(f"timeline.lane-{lane}") for lane in present]
    scale = alt.Scale(domain=names, range=[COLOURS[lane] for lane in present])
    colour = alt.Color("kind:N", scale=scale, legend=alt.Legend(orient="top", title=None, labelLimit=0))
    tooltip = [alt.Tooltip(f"{name}:N", title=t(f"timeline.column-{name}")) for name in ("row", "what", "day", "until", "says")]
    base = alt.Chart(rows).encode(x=x, y=y, color=colour, tooltip=tooltip)
    bars = base.transform_filter("datum.end > datum.start").mark_bar(height=8, opacity=0.45).encode(x2="end:T")
    points = base.mark_point(filled=True, size=60, opacity=0.9)
    words = base.transform_filter("datum.label != ''").mark_text(align="left", dx=7, fontSize=10, clip=True)
    labels = words.encode(text="label:N", color=alt.value("#d5dbe1" if is_dark else "#16202b"))
    return (bars + points + labels + _today(today)).properties(height=alt.Step(ROW_HEIGHT)).configure_view(stroke=None)


def _today(today: str) -> Any:
    """A line down the day of today, with its word."""
    import altair as alt

    now = alt.Chart(pd.DataFrame([{"start": pd.Timestamp(today), "word": f"{t('timeline.today')} {today}"}])).encode(x="start:T")
    word = now.mark_text(align="left", dx=4, dy=-4, fontSize=10, baseline="bottom", color=TODAY)
    return now.mark_rule(strokeDash=[4, 3], color=TODAY) + word.encode(text="word:N", y=alt.value(0))


def frame_of(items: Sequence[Item], today: str) -> pd.DataFrame:
    """The items as a data frame for drawing; what has no end is drawn to today if it is a tie."""
    milestones = _milestones(items, today)
    rows = [
        {
            "lane": item.lane,
            "kind": t(f"timeline.lane-{item.lane}"),
            "row": _shortened(row_of(item)),
            "name": row_of(item),
            "start": pd.Timestamp(item.first),
            "end": pd.Timestamp(item.end or (today if item.lane == "ownership" else item.first)),
            "what": what_of(item, today),
            "says": item.says,
            "day": item.start,
            "until": item.end or "",
            "entity": item.entity,
            "label": _label(item, today) if number in milestones else "",
        }
        for number, item in enumerate(items)
    ]
    return pd.DataFrame(rows).sort_values(["lane", "start"], key=_in_order, kind="stable")


def row_of(item: Item) -> str:
    """What a row is called, in the language of the page: of a tie the platform and whom or what it is tied to."""
    platform, between, other = item.row.partition(": ")
    return f"{platform}{between}{said(other)}" if item.lane == "ownership" else said(item.row)


def _shortened(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1] + "…"


def _in_order(column: pd.Series[Any]) -> pd.Series[Any]:
    return column.map(LANES.index) if column.name == "lane" else column


def _milestones(items: Sequence[Item], today: str) -> set[int]:
    """Of each row the last of its items that has begun, and the first that is to come."""
    last: dict[str, int] = {}
    following: dict[str, int] = {}
    for number, item in sorted(enumerate(items), key=lambda one: one[1].first):
        if item.first <= today:
            last[item.row] = number
        else:
            following.setdefault(item.row, number)
    return {*last.values(), *following.values()}


def what_of(item: Item, today: str) -> str:
    """What happened or is to happen and to what alone, or what a tie is, in the language of the page."""
    tie = f"timeline.tie-{item.what}"
    if item.lane == "ownership" and has(tie):
        return t(tie)
    what = to_come(spoken(), item.kind, item.what) if item.first > today else said(item.what)
    only = "; ".join(map(said, item.only.split("; ")))
    return t("timeline.only", what=what, parts=only) if only else what


def _label(item: Item, today: str) -> str:
    """A milestone in words: its day and what it is; to what alone is said of one to come, for more there is no room."""
    what = what_of(item if item.first > today else replace(item, only=""), today)
    text = f"{item.start} {what}" if item.lane != "ownership" else what
    return text if len(text) <= LONGEST_LABEL else text[: LONGEST_LABEL - 1] + "…"
