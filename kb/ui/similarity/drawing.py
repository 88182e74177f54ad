"""Turn groups of regimes into charts: a map of points and the tree that joins them."""

from __future__ import annotations

from typing import Any

from kb.similarity.clusters import Clusters
from kb.similarity.map import RegimeMap
from kb.ui.words import t

LOOKS = (
    ("#3b8bd0", "circle"), ("#c9822b", "rect"), ("#3a9d6a", "triangle"), ("#a05bc0", "diamond"), ("#d1495b", "roundRect"),
    ("#8a979e", "pin"), ("#4a6fa5", "arrow"),
)  # fmt: skip
PLAIN = "#8a979e"
ROW_HEIGHT, MARGIN, MAP_HEIGHT = 26, 70, 460
LABEL_WIDTH = 118

Node = tuple[float, float, str]


def map_chart(clusters: Clusters, drawn: RegimeMap) -> dict[str, Any]:
    """The map: one point a regime, its group by colour, form and letter; near points are regimes that are alike."""
    data = [_point(clusters, slug, x, y) for slug, x, y in drawn.points]
    series = {
        "type": "graph",
        "layout": "none",
        "roam": True,
        "preserveAspect": "contain",
        "left": 55,
        "right": 55,
        "top": 60,
        "bottom": 25,
        "data": data,
        "categories": [
            {"name": t("similarity.group", name=group.name), "itemStyle": {"color": color}, "symbol": symbol}
            for group, (color, symbol) in zip(clusters.groups, looks(clusters), strict=True)
        ],
        "labelLayout": {"hideOverlap": False, "moveOverlap": "shiftY"},
        "tooltip": {"formatter": "{b}"},
    }
    named = zip(clusters.groups, looks(clusters), strict=True)
    names = [{"name": t("similarity.group", name=group.name), "icon": symbol} for group, (_, symbol) in named]
    legend = {"data": names, "top": 0, "left": 0}
    return {"legend": [legend], "tooltip": {}, "animation": False, "series": [series]}


def _point(clusters: Clusters, slug: str, x: float, y: float) -> dict[str, Any]:
    name = clusters.similarity.names[slug]
    found: dict[str, Any] = {"name": name, "x": 1000 * x, "y": -1000 * y, "symbolSize": 15}
    label = name
    if clusters.groups:
        group = clusters.group_of(slug)
        found["category"] = clusters.groups.index(group)
        label = f"{name} ({group.name})"
    return found | {"label": {"show": True, "position": "top", "formatter": _safe(label), "fontSize": 12}}


def tree_chart(clusters: Clusters) -> tuple[dict[str, Any], int]:
    """The tree: regimes below each other, joined at the mean distance between them; and its height in pixels."""
    number = len(clusters.leaves)
    nodes, lines = joined(clusters)
    series = [
        {"type": "line", "data": line, "showSymbol": False, "silent": True, "lineStyle": {"color": color, "width": 2}}
        for line, color in lines
    ]
    names = clusters.similarity.names
    leaves = {
        "type": "scatter",
        "data": [_leaf(clusters, slug, names[slug], place) for place, slug in enumerate(clusters.leaves)],
        "clip": False,
        "tooltip": {"formatter": "{b}"},
        "markLine": _cut(clusters),
    }
    highest = max((x for x, _, _ in nodes), default=1.0)
    across = {"type": "value", "min": 0, "max": round(highest * 1.05 + 0.01, 2), "name": t("similarity.tree-axis")}
    down = {"type": "value", "min": -0.6, "max": number - 0.4, "inverse": True, "show": False}
    place = {"nameLocation": "middle", "nameGap": 28}
    grid = {"left": LABEL_WIDTH + 22, "right": 20, "top": 15, "bottom": 50}
    spec = {"grid": grid, "xAxis": across | place, "yAxis": down, "tooltip": {}, "animation": False, "series": [*series, leaves]}
    return spec, number * ROW_HEIGHT + MARGIN


def _cut(clusters: Clusters) -> dict[str, Any]:
    """A broken line where the tree is cut into the groups: between the last join within a group and the first between two."""
    heights = [0.0, *clusters.tree[:, 2].tolist()]
    number = len(clusters.groups)
    cut = [(heights[-number] + heights[1 - number]) / 2] if number > 1 else []
    return {
        "silent": True,
        "symbol": "none",
        "label": {"formatter": t("similarity.tree-cut"), "position": "start"},
        "lineStyle": {"type": "dashed", "color": PLAIN},
        "data": [{"xAxis": round(height, 4)} for height in cut],
    }


def _leaf(clusters: Clusters, slug: str, name: str, place: int) -> dict[str, Any]:
    color, symbol = _look(clusters, {slug})
    letter = f" ({clusters.group_of(slug).name})" if clusters.groups else ""
    label = {"show": True, "position": "left", "formatter": _safe(name + letter), "width": LABEL_WIDTH, "overflow": "truncate"}
    return {
        "name": name,
        "value": [0, place],
        "symbol": symbol,
        "symbolSize": 10,
        "itemStyle": {"color": color},
        "label": label,
    }


def joined(clusters: Clusters) -> tuple[list[Node], list[tuple[list[list[float]], str]]]:
    """Every node as (height, place, members by comma), and every join as a line of four points with its colour."""
    place = {slug: float(number) for number, slug in enumerate(clusters.leaves)}
    nodes: list[Node] = [(0.0, place[slug], slug) for slug in clusters.placed]
    lines = []
    for one, other, height, _ in clusters.tree:
        (left, up, some), (right, low, rest) = nodes[int(one)], nodes[int(other)]
        members = f"{some},{rest}"
        nodes.append((float(height), (up + low) / 2, members))
        path = [[left, up], [float(height), up], [float(height), low], [right, low]]
        lines.append((path, _look(clusters, set(members.split(",")))[0]))
    return nodes, lines


def looks(clusters: Clusters) -> list[tuple[str, str]]:
    """Colour and form of each group, in their order."""
    return [LOOKS[place % len(LOOKS)] for place in range(len(clusters.groups))]


def _look(clusters: Clusters, members: set[str]) -> tuple[str, str]:
    """Colour and form of the group that holds all of the members; plain if none does."""
    for group, look in zip(clusters.groups, looks(clusters), strict=True):
        if members <= set(group.members):
            return look
    return PLAIN, "circle"


def _safe(label: str) -> str:
    """A label without the characters that templates read."""
    return label.replace("{", "(").replace("}", ")").replace("|", "/")
