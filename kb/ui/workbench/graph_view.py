"""A result as a graph: the triples of a CONSTRUCT, or two columns of IRIs as ends of arrows."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import streamlit as st

from kb.asking.values import names_of
from kb.graph.graph_export import draw_svg
from kb.naming import iris
from kb.naming.namespaces import expand, shrink
from kb.release.release import Release
from kb.ui.taking.charts import picture_downloads
from kb.ui.words import t
from kb.ui.workbench.columns import NONE, pick_column
from kb.ui.workbench.table_view import label

if TYPE_CHECKING:
    from kb.ui.workbench.columns import Shown

MOST_NODES, SIDE = 150, 120
LONGEST = 34
NAMES = (expand("rdfs:label"), expand("skos:prefLabel"))
COLOURS = ["#3b8bd0", "#3a9d6a", "#c9822b", "#a05bc0", "#d1495b", "#8a979e", "#4f8f8b", "#b8860b"]

Arrow = tuple[str, str, str]


def show_graph(shown: Shown) -> None:
    """Draw the graph; what is over the limit is left out by how few ties it has, and counted."""
    arrows, names = _of_triples(shown) if shown.result.kind == "graph" else (_of_columns(shown), {})
    ties = Counter(end for start, _, target in arrows for end in (start, target))
    if not ties:
        st.info(t("sparql.no-ties"))
        return
    kept = {node for node, _ in ties.most_common(MOST_NODES)}
    drawn = [arrow for arrow in arrows if arrow[0] in kept and arrow[2] in kept]
    left_out = len(ties) - len(kept)
    number = t("sparql.drawn", nodes=len(kept), arrows=len(drawn))
    spec = _spec(shown.release, sorted(kept), drawn, names, ties)
    st.echarts_chart(spec, height=560, key="result-graph", alt=t("sparql.alt-graph", drawn=number))
    st.caption(t("sparql.left-out", drawn=number, n=left_out) if left_out else number)
    picture_downloads(lambda: _picture(shown.release, drawn, names), "result-graph-picture")


def _of_triples(shown: Shown) -> tuple[list[Arrow], dict[str, str]]:
    """Ties between IRIs, and the names that the graph itself gives."""
    arrows, names = list[Arrow](), dict[str, str]()
    for row in shown.frame.itertuples(index=False):
        subject, predicate, value = str(row.subject), str(row.predicate), str(row.object)
        if predicate in NAMES:
            names[subject] = value
        elif value.startswith(("http://", "https://")):
            arrows.append((subject, shrink(predicate), value))
    return arrows, names


def _of_columns(shown: Shown) -> list[Arrow]:
    links = shown.columns.links
    with st.container(horizontal=True):
        source = pick_column(shown, "source", "from", links)
        target = pick_column(shown, "target", "to", links, next(name for name in links if name != source))
        others = [NONE, *(name for name in shown.frame.columns if name not in (source, target))]
        relation = pick_column(shown, "relation", "arrow", others, NONE, lambda one: t("sparql.none") if one == NONE else one)
    rows = shown.frame[shown.frame[source].notna() & shown.frame[target].notna()]
    said = rows[relation] if relation != NONE else [""] * len(rows)
    return [(start, shrink(str(word)), end) for start, word, end in zip(rows[source], said, rows[target], strict=True)]


def _spec(release: Release, nodes: list[str], arrows: list[Arrow], names: dict[str, str], ties: Counter[str]) -> dict[str, Any]:
    kinds = sorted({_kind(node) for node in nodes})
    number = {node: place for place, node in enumerate(nodes)}
    data = [
        {
            "id": node,  # two things may bear one name
            "name": _short(names.get(node) or _name(release, node)),
            "category": kinds.index(_kind(node)),
            "symbolSize": min(10 + 2 * ties[node], 34),
            "label": {"show": len(nodes) <= 80 or ties[node] > 2, "position": "right", "fontSize": 11},
        }
        for node in nodes
    ]
    series = {
        "type": "graph",
        "layout": "force",
        "roam": True,
        "force": {"repulsion": 260, "edgeLength": [60, 140], "gravity": 0.12, "layoutAnimation": False},
        "data": data,
        "links": [{"source": number[start], "target": number[end], "value": word} for start, word, end in arrows],
        "categories": [{"name": kind, "itemStyle": {"color": COLOURS[place % len(COLOURS)]}} for place, kind in enumerate(kinds)],
        "edgeSymbol": ["none", "arrow"],
        "edgeSymbolSize": 7,
        "lineStyle": {"opacity": 0.45, "curveness": 0.1},
        "emphasis": {"focus": "adjacency", "lineStyle": {"width": 2, "opacity": 0.9}},
        "tooltip": {"formatter": "{b} {c}"},
    }
    return {"legend": [{"data": kinds, "top": 0, "left": 0}], "tooltip": {}, "animation": False, "series": [series]}


def _picture(release: Release, arrows: list[Arrow], names: dict[str, str]) -> str:
    """The same as SVG, placed so that what is tied stands near."""
    import networkx as nx

    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for start, word, end in arrows:
        for node in (start, end):
            graph.add_node(node, label=_short(names.get(node) or _name(release, node)), kind=_kind(node))
        graph.add_edge(start, end, says=word)
    side = SIDE * len(graph) ** 0.5
    found = nx.spring_layout(graph, seed=1, k=2 / len(graph) ** 0.5)
    places = {node: (side * (1 + x) / 2, side * (1 + y) / 2) for node, (x, y) in found.items()}
    kinds = sorted({_kind(node) for node in graph})
    colours = {kind: COLOURS[place % len(COLOURS)] for place, kind in enumerate(kinds)}
    return draw_svg(graph, places, (side, side), colours, t("sparql.drawn", nodes=len(graph), arrows=len(arrows)))


def _name(release: Release, node: str) -> str:
    """The short title of an act or a case, the name of any other entity, the short form of any other IRI."""
    if not node.startswith(iris.ID):
        return shrink(node)
    names = names_of(release, node)
    return names[-1] if _kind(node) in ("instrument", "case") and names else label(release, node)


def _kind(node: str) -> str:
    return iris.kind(node) or "other"


def _short(text: str) -> str:
    """A label short enough to draw, without the characters that templates read."""
    plain = text.replace("{", "(").replace("}", ")")
    return plain if len(plain) <= LONGEST else plain[: LONGEST - 1] + "…"
