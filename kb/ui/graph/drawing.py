"""Turn an exploration into a chart: columns by kind, a block for each step, every label readable, nothing moved by a step."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from kb.graph.graph_layout import MANY, WIDTH, Places, headings, height, places
from kb.ui.frame.kinds import KINDS, kind_name
from kb.ui.frame.spoken import said
from kb.ui.words import t

if TYPE_CHECKING:
    import networkx as nx

LABEL_LENGTH = 26
FEW_TIES = 10
TOP, BOTTOM, LEFT, RIGHT = 56, 24, 16, 180
SMALL, LARGE, FOCUS = 12, 30, 22
ON_THE_WAY = "#d1495b"


def chart(
    graph: nx.MultiDiGraph[str],
    central: dict[str, float] | None = None,
    chosen: str | None = None,
    way: tuple[str, ...] = (),
    by_place: bool = False,
) -> tuple[dict[str, Any], list[str], int]:
    """The chart's specification, the IRIs of its nodes in the order in which it numbers them, and its height in pixels.

    ``central`` makes the more central nodes larger, ``chosen`` is marked, and the ties along ``way`` are drawn thick;
    ``by_place`` groups the nodes by jurisdiction.
    """
    nodes = sorted(graph, key=lambda iri: (graph.nodes[iri]["step"], list(KINDS).index(graph.nodes[iri]["kind"]), iri))
    found = places(graph, by_place)
    number = {iri: index for index, iri in enumerate(nodes)}
    few = graph.number_of_edges() <= FEW_TIES
    on_the_way = {frozenset(pair) for pair in pairwise(way)}
    links = [
        {"source": number[start], "target": number[end], "value": said(data["says"])}
        | ({"label": {"show": True, "fontSize": 9, "formatter": _short(said(data["says"]))}} if few or is_on_way else {})
        | ({"lineStyle": {"color": ON_THE_WAY, "width": 3, "opacity": 1}} if is_on_way else {})
        for start, end, data in graph.edges(data=True)
        for is_on_way in [frozenset((start, end)) in on_the_way]
    ]
    present = {graph.nodes[iri]["kind"] for iri in nodes}
    kinds = [kind for kind in KINDS if kind in present]
    data = [_node(graph, iri, found[iri], kinds, central, chosen) for iri in nodes] + _headings(found) + _corners(found)
    categories = [{"name": kind_name(kind), "itemStyle": {"color": KINDS[kind][0]}, "symbol": KINDS[kind][1]} for kind in kinds]
    legend = {"data": [kind_name(kind) for kind in kinds], "top": 0, "left": 0, "selectedMode": False}
    series = SERIES | {"data": data, "links": links, "categories": categories}
    return (
        {"legend": [legend], "tooltip": {}, "animation": False, "series": [series]},
        nodes,
        int(height(found) * 1.08) + TOP + BOTTOM + 40,
    )


SERIES: dict[str, Any] = {
    "type": "graph",
    "layout": "none",
    "roam": "move",
    "selectedMode": "single",
    "preserveAspect": "contain",
    "preserveAspectAlign": "left",
    "preserveAspectVerticalAlign": "top",
    "left": LEFT,
    "right": RIGHT,
    "top": TOP,
    "bottom": BOTTOM,
    "edgeSymbol": ["none", "arrow"],
    "edgeSymbolSize": 6,
    "lineStyle": {"opacity": 0.3, "curveness": 0.12},
    "emphasis": {"focus": "adjacency", "label": {"show": True}, "lineStyle": {"opacity": 0.9, "width": 2}},
    "select": {"itemStyle": {"borderColor": ON_THE_WAY, "borderWidth": 3}},
    "tooltip": {"formatter": "{b} {c}"},
}


# a point of which nobody sees more than its label; without a symbol, or wholly transparent, it would have none
UNSEEN: dict[str, Any] = {
    "symbol": "circle",
    "symbolSize": 1,
    "itemStyle": {"color": "transparent"},
    "silent": True,
}


def _headings(found: Places) -> list[dict[str, Any]]:
    """The names of the jurisdictions over their groups, which nobody can choose."""
    shape = {"show": True, "position": "right", "fontWeight": "bold", "fontSize": 12, "color": "#5a6068"}
    return [
        {"x": x, "y": y, "name": _short(said(name)), "id": f"over {x} {y}", "label": shape, **UNSEEN}
        for name, (x, y) in ((name or t("graph.no-place"), at) for name, at in headings(found))
    ]


def _corners(found: Places) -> list[dict[str, Any]]:
    """Two points that nobody sees: they keep the scale the same whatever is drawn."""
    bottom = max((y for _, y in found.values()), default=0.0)
    ends = ((0.0, 0.0), (WIDTH, bottom))
    return [{"x": x, "y": y, "symbol": "none", "symbolSize": 0, "label": {"show": False}, "silent": True} for x, y in ends]


def _node(
    graph: nx.MultiDiGraph[str],
    iri: str,
    place: tuple[float, float],
    kinds: list[str],
    central: dict[str, float] | None,
    chosen: str | None,
) -> dict[str, Any]:
    node = graph.nodes[iri]
    is_focus = iri == graph.graph["focus"]
    size = FOCUS if is_focus else SMALL
    if central:
        size = int(SMALL + (LARGE - SMALL) * central.get(iri, 0) / (max(central.values()) or 1))
    name = said(node["label"])
    label = {"show": len(graph) <= MANY or is_focus, "position": "right", "formatter": _short(name), "fontSize": 12}
    drawn = {
        "id": iri,  # two things may bear one name, which the chart would take for the same
        "name": name,
        "x": place[0],
        "y": place[1],
        "category": kinds.index(node["kind"]),
        "symbol": KINDS[node["kind"]][1],
        "symbolSize": size,
        "label": label | ({"fontWeight": "bold", "fontSize": 14} if is_focus or iri == chosen else {}),
    }
    return drawn | ({"itemStyle": {"borderColor": ON_THE_WAY, "borderWidth": 3}} if iri == chosen else {})


def _short(label: str) -> str:
    """A label short enough to draw, without the characters that templates read."""
    text = label.replace("{", "(").replace("}", ")")
    return text if len(text) <= LABEL_LENGTH else text[: LABEL_LENGTH - 1] + "…"
