"""Turn a networkx neighbourhood into a chart: one column (or more) per kind, so that every label can be read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import networkx as nx

KINDS: dict[str, tuple[str, str, str]] = {
    "jurisdiction": ("Jurisdiction", "#3b8bd0", "roundRect"),
    "organisation": ("Organisation", "#d1495b", "diamond"),
    "platform": ("Platform", "#a05bc0", "circle"),
    "instrument": ("Instrument", "#3a9d6a", "rect"),
    "case": ("Case", "#c9822b", "triangle"),
    "source": ("Source", "#8a979e", "pin"),
}
LABEL_LENGTH = 30
FEWEST_ROWS, MOST_COLUMNS = 16, 6
DRAWN_WIDTH, ROW_HEIGHT, MARGIN = 1000, 25, 60

Places = dict[str, tuple[float, float]]


def chart(graph: nx.MultiDiGraph[str]) -> tuple[dict[str, Any], list[str], int]:
    """The chart's specification, the IRIs of its nodes in the order in which it numbers them, and its height in pixels."""
    nodes = sorted(graph, key=lambda iri: (list(KINDS).index(graph.nodes[iri]["kind"]), graph.nodes[iri]["label"].lower()))
    places = _places(graph, nodes)
    height = int(max(y for _, y in places.values()) + 2 * MARGIN)
    number = {iri: index for index, iri in enumerate(nodes)}
    links = [
        {"source": number[start], "target": number[end], "value": _said(data["relation"])}
        for start, end, data in graph.edges(data=True)
    ]
    series = {
        "type": "graph",
        "layout": "none",
        "roam": True,
        "selectedMode": "single",
        "preserveAspect": "contain",
        "preserveAspectAlign": "left",
        "left": 20,
        "right": 190,
        "top": 50,
        "bottom": 20,
        "data": [_node(graph, iri, places[iri]) for iri in nodes],
        "links": links,
        "categories": [{"name": name, "itemStyle": {"color": color}, "symbol": symbol} for name, color, symbol in KINDS.values()],
        "edgeSymbol": ["none", "arrow"],
        "edgeSymbolSize": 6,
        "lineStyle": {"opacity": 0.35, "curveness": 0.12},
        "emphasis": {"focus": "adjacency", "lineStyle": {"opacity": 0.9, "width": 2}},
        "tooltip": {"formatter": "{b} {c}"},
    }
    present = {graph.nodes[iri]["kind"] for iri in nodes}
    legend = {"data": [name for kind, (name, _, _) in KINDS.items() if kind in present], "top": 0, "left": 0}
    return {"legend": [legend], "tooltip": {}, "animation": False, "series": [series]}, nodes, max(height, 320)


def _places(graph: nx.MultiDiGraph[str], nodes: list[str]) -> Places:
    """Columns by kind, long ones split; the entity in the middle stands in the middle of its column."""
    columns = _columns([[iri for iri in nodes if graph.nodes[iri]["kind"] == kind] for kind in KINDS])
    tallest = max(len(column) for column in columns)
    apart = DRAWN_WIDTH / max(len(columns) - 1, 1)
    places: Places = {}
    for across, column in enumerate(columns):
        offset = (tallest - len(column)) / 2
        for down, iri in enumerate(column):
            stagger = 0.0 if len(column) > 1 else 0.5
            places[iri] = (across * apart, (offset + down + stagger) * ROW_HEIGHT)
    return places


def _columns(kinds: list[list[str]]) -> list[list[str]]:
    """The members of each kind in columns of equal height, as few rows as make no more columns than fit."""
    rows = FEWEST_ROWS
    while sum(-(-len(members) // rows) for members in kinds) > max(MOST_COLUMNS, sum(map(bool, kinds))):
        rows += 1
    return [members[start : start + rows] for members in kinds for start in range(0, len(members), rows)]


def _node(graph: nx.MultiDiGraph[str], iri: str, place: tuple[float, float]) -> dict[str, Any]:
    node = graph.nodes[iri]
    is_focus = node["hop"] == 0
    label = {"show": True, "position": "right", "formatter": _short(node["label"]), "fontSize": 12}
    return {
        "name": node["label"],
        "x": place[0],
        "y": place[1],
        "category": list(KINDS).index(node["kind"]),
        "symbol": KINDS[node["kind"]][2],
        "symbolSize": 26 if is_focus else 13,
        "label": label | ({"fontWeight": "bold", "fontSize": 14} if is_focus else {}),
    }


def _said(relation: str) -> str:
    """A relation's local name: ``suspendsEnforcementOf``."""
    return relation.partition(":")[2]


def _short(label: str) -> str:
    """A label short enough to draw, without the characters that templates read."""
    text = label.replace("{", "(").replace("}", ")")
    return text if len(text) <= LABEL_LENGTH else text[: LABEL_LENGTH - 1] + "…"
