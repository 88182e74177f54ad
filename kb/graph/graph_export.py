"""Take an exploration away: as a picture of lines that scale (SVG) and as GraphML for other graph programs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from kb.graph.graph_layout import WIDTH, Places, headings, height, places
from kb.naming import iris

if TYPE_CHECKING:
    import networkx as nx

MARGIN, LABELS = 30, 190
NAMESPACE = "http://www.w3.org/2000/svg"


def to_graphml(graph: nx.MultiDiGraph[str]) -> str:
    """The shown graph as GraphML: nodes by short key with label, kind, first date and jurisdiction, edges with their relation."""
    import networkx as nx

    plain: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for node, data in graph.nodes(data=True):
        said = {name: data[name] for name in ("label", "kind", "since", "place")}
        plain.add_node(node.removeprefix(iris.ID), **said, iri=node)
    for start, end, data in graph.edges(data=True):
        plain.add_edge(start.removeprefix(iris.ID), end.removeprefix(iris.ID), relation=data["relation"], says=data["says"])
    return "\n".join(nx.generate_graphml(plain)) + "\n"


def to_svg(graph: nx.MultiDiGraph[str], colours: Mapping[str, str], title: str, by_place: bool = False) -> str:
    """The shown graph as drawn, by kind or by jurisdiction, with a title, a legend of the kinds, and a name for each node."""
    found = places(graph, by_place)
    return draw_svg(graph, found, (WIDTH, height(found)), colours, title)


def draw_svg(
    graph: nx.MultiDiGraph[str], found: Places, extent: tuple[float, float], colours: Mapping[str, str], title: str
) -> str:
    """A graph whose nodes have their places within some width and height; nodes carry label and kind, edges what they say."""
    size = (int(extent[0]) + 2 * MARGIN + LABELS, int(extent[1]) + 2 * MARGIN + 60)
    root = ElementTree.Element("svg", {"xmlns": NAMESPACE, "viewBox": f"0 0 {size[0]} {size[1]}", "role": "img"})
    ElementTree.SubElement(root, "title").text = title
    ElementTree.SubElement(root, "rect", {"width": "100%", "height": "100%", "fill": "#ffffff"})
    _legend(root, sorted({data["kind"] for _, data in graph.nodes(data=True)}), colours)
    body = ElementTree.SubElement(root, "g", {"transform": f"translate({MARGIN} {MARGIN + 40})"})
    for start, end, data in graph.edges(data=True):
        _line(body, found[start], found[end], f"{graph.nodes[start]['label']} {data['says']} {graph.nodes[end]['label']}")
    for node, data in graph.nodes(data=True):
        x, y = found[node]
        circle = {"cx": f"{x:g}", "cy": f"{y:g}", "r": "6", "fill": colours.get(data["kind"], "#888888")}
        ElementTree.SubElement(body, "circle", circle)
        _text(body, x + 10, y + 4, data["label"])
    for name, (x, y) in headings(found):
        _text(body, x - 6, y + 4, name, "bold")
    return ElementTree.tostring(root, encoding="unicode") + "\n"


def _legend(root: ElementTree.Element, kinds: list[str], colours: Mapping[str, str]) -> None:
    for position, kind in enumerate(kinds):
        x = MARGIN + position * 130
        ElementTree.SubElement(root, "circle", {"cx": str(x), "cy": "24", "r": "6", "fill": colours.get(kind, "#888888")})
        _text(root, x + 10, 28, kind)


def _line(parent: ElementTree.Element, start: tuple[float, float], end: tuple[float, float], says: str) -> None:
    ends = dict(zip(("x1", "y1", "x2", "y2"), (f"{value:g}" for value in (*start, *end)), strict=True))
    line = ElementTree.SubElement(parent, "line", ends | {"stroke": "#9aa5ad", "stroke-opacity": "0.6"})
    ElementTree.SubElement(line, "title").text = says


def _text(parent: ElementTree.Element, x: float, y: float, text: str, weight: str = "normal") -> None:
    place = {"x": f"{x:g}", "y": f"{y:g}", "font-family": "sans-serif", "font-size": "12", "fill": "#1c2830"}
    place |= {} if weight == "normal" else {"font-weight": weight}
    ElementTree.SubElement(parent, "text", place).text = text
