"""The map and the tree of regimes as pictures to take along; the page itself draws them so that they can be moved."""

from __future__ import annotations

from typing import Any

import pandas as pd

from kb.similarity.clusters import Clusters
from kb.similarity.map import RegimeMap
from kb.ui.similarity.drawing import PLAIN, joined, looks
from kb.ui.words import t

SIDE, ROW_HEIGHT, ROOM = 620, 22, 1.15


def map_picture(clusters: Clusters, drawn: RegimeMap) -> Any:
    """The map as an Altair chart: one point a regime, with its name, coloured by its group; both axes have one scale."""
    import altair as alt

    names = clusters.similarity.names
    rows = [{"x": x, "y": y, "name": names[slug], "group": _group(clusters, slug)} for slug, x, y in drawn.points]
    frame = pd.DataFrame(rows)
    end = float(frame[["x", "y"]].abs().max().max() or 1) * ROOM
    scale = alt.Scale(domain=[-end, end], nice=False)
    base = alt.Chart(frame).encode(x=alt.X("x:Q", axis=None, scale=scale), y=alt.Y("y:Q", axis=None, scale=scale))
    points = base.mark_point(filled=True, size=110, opacity=1).encode(color=_colours(clusters))
    labels = base.mark_text(dy=-12, fontSize=11).encode(text="name:N")
    return (points + labels).properties(width=SIDE, height=SIDE)


def tree_picture(clusters: Clusters) -> Any:
    """The tree as an Altair chart: a regime a row, joined to the right at the mean distance between them."""
    import altair as alt

    _, lines = joined(clusters)
    paths = [
        {"join": number, "order": step, "height": point[0], "row": point[1], "line": colour}
        for number, (line, colour) in enumerate(lines)
        for step, point in enumerate(line)
    ]
    rows = alt.Scale(domain=[len(clusters.leaves) - 0.4, -0.6], nice=False)
    x = alt.X("height:Q", title=t("similarity.tree-axis"))
    y = alt.Y("row:Q", axis=None, scale=rows)
    tree = alt.Chart(pd.DataFrame(paths)).mark_line(strokeWidth=2, interpolate="linear")
    tree = tree.encode(x=x, y=y, detail="join:N", order="order:Q", color=alt.Color("line:N", scale=None))
    names = clusters.similarity.names
    leaves = [
        {"height": 0, "row": place, "name": f"{names[slug]} {_group(clusters, slug)}"}
        for place, slug in enumerate(clusters.leaves)
    ]
    labels = alt.Chart(pd.DataFrame(leaves)).mark_text(align="right", dx=-8, fontSize=11).encode(x="height:Q", y=y, text="name:N")
    return (tree + labels).properties(width=SIDE, height=ROW_HEIGHT * len(clusters.leaves)).configure(padding={"left": 180})


def _group(clusters: Clusters, slug: str) -> str:
    return clusters.group_of(slug).name if clusters.groups else ""


def _colours(clusters: Clusters) -> Any:
    """One colour a group, with a legend; grey where there are no groups."""
    import altair as alt

    names = [group.name for group in clusters.groups]
    scale = alt.Scale(domain=names or [""], range=[colour for colour, _ in looks(clusters)] or [PLAIN])
    return alt.Color("group:N", title=t("similarity.groups"), scale=scale, legend=alt.Legend() if names else None)
