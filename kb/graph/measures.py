"""Measures of the whole graph that answer a question: on which acts most depends, which bridge, what is alike, what would fall.

All take the graph of :func:`kb.graph.exploration.whole_graph`; nodes are IRIs.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kb.graph.exploration import node_of

if TYPE_CHECKING:
    import networkx as nx

# ties by which the first leans on the second: if that falls, the first has nothing to stand on
LEANS = frozenset(
    f"pol:{name}"
    for name in (
        "under", "designatedUnder", "basedOn", "implements", "supplements", "extends", "suspendsEnforcementOf", "determinesUnder",
        "amends", "proposesToAmend", "concerns",
    )
)  # fmt: skip
FALLS = LEANS - {"pol:concerns", "pol:amends", "pol:proposesToAmend"}


def most_depended(whole: nx.MultiDiGraph[str], most: int = 20) -> list[tuple[str, int, float]]:
    """The instruments on which most leans: how many things do so directly, and by page rank over what leans on what."""
    import networkx as nx

    graph = _leaning(whole, LEANS)
    ranks = nx.pagerank(graph) if graph else {}
    found = [(node, graph.in_degree(node), ranks[node]) for node in graph if whole.nodes[node]["kind"] == "instrument"]
    return sorted((one for one in found if one[1]), key=lambda one: (-one[1], -one[2], one[0]))[:most]


def bridges(whole: nx.MultiDiGraph[str], most: int = 20) -> list[tuple[str, float, int]]:
    """Instruments between those of other jurisdictions: betweenness over common answers, and how many places each reaches."""
    import networkx as nx

    graph = alike(whole)
    between = nx.betweenness_centrality(graph, weight=None)
    found = [(node, share, len({_place(other) for other in graph[node]} - {_place(node)})) for node, share in between.items()]
    return sorted(found, key=lambda one: (-one[1], one[0]))[:most]


def communities(whole: nx.MultiDiGraph[str]) -> list[set[str]]:
    """Instruments of like rules, the largest group first: those that give the same answers, whatever their jurisdiction."""
    import networkx as nx

    graph = alike(whole)
    graph.remove_nodes_from([node for node in list(graph) if not graph.degree(node)])
    return sorted(nx.community.louvain_communities(graph, weight="common", seed=1), key=lambda group: (-len(group), min(group)))


def alike(whole: nx.MultiDiGraph[str]) -> nx.Graph[str]:
    """Instruments tied by how many answers they have in common (``common``); ties within a jurisdiction are left out."""
    import networkx as nx

    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(node for node, data in whole.nodes(data=True) if data["kind"] == "instrument")
    for answer in (node for node, data in whole.nodes(data=True) if data["kind"] == "answer"):
        givers = sorted({giver for giver in whole.predecessors(answer) if giver in graph})
        for number, one in enumerate(givers):
            for other in givers[number + 1 :]:
                if _place(one) != _place(other):
                    common = graph.get_edge_data(one, other, {"common": 0})["common"]
                    graph.add_edge(one, other, common=common + 1)
    return graph


def in_common(whole: nx.MultiDiGraph[str], one: str, other: str) -> list[str]:
    """The answers that two instruments both give."""
    ends = node_of(whole, one), node_of(whole, other)
    given = [{node for node in whole.successors(end) if whole.nodes[node]["kind"] == "answer"} for end in ends]
    return sorted(given[0] & given[1])


def what_falls(whole: nx.MultiDiGraph[str], act: str) -> list[str]:
    """What has nothing to stand on if an act is struck down: acts, powers and designations that lean on it, and its own answers.

    Of the answers those that no other instrument of the same jurisdiction gives.
    """
    import networkx as nx

    node = node_of(whole, act)
    graph = _leaning(whole, FALLS)
    falling = nx.ancestors(graph, node) | {node} if node in graph else {node}
    answers = {answer for one in falling for answer in _only_from(whole, one, falling)}
    return sorted((falling - {node}) | answers)


def _only_from(whole: nx.MultiDiGraph[str], node: str, falling: set[str]) -> Iterator[str]:
    for answer in whole.successors(node):
        if whole.nodes[answer]["kind"] == "answer":
            others = set(whole.predecessors(answer)) - falling
            if not any(_place(other) == _place(node) for other in others):
                yield answer


def _leaning(whole: nx.MultiDiGraph[str], relations: frozenset[str]) -> nx.DiGraph[str]:
    import networkx as nx

    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_edges_from((one, other) for one, other, relation in whole.edges(keys=True) if relation in relations)
    return graph


def _place(node: str) -> str:
    """The jurisdiction in the path of a dossier."""
    return node.split("/id/", 1)[1].split("/")[1]
