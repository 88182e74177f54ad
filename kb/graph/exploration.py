"""Explore the graph of entities: begin with one, expand step by step, filter, find paths, see what is central.

Everything works on one networkx graph of the release; nodes are IRIs with ``label``, ``kind``, ``since`` (the first dated
event, empty if none) and ``place`` (the name of the jurisdiction it is of, empty if of none or of several); edges have
``relation`` (prefixed name) and ``says`` (the relation in words).
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

from kb.graph.network import NODE_LIMIT, entities
from kb.graph.ties import add_ties, cost_of
from kb.naming import iris
from kb.naming.names import known
from kb.naming.namespaces import shrink
from kb.release.release import Release

if TYPE_CHECKING:
    import networkx as nx

MOST_PATHS = 5
FURTHER = 6.0  # how much more than the best another path may cost
MOST_BETWEEN = 400
PLACED_BY = ("pol:jurisdiction", "pol:seat")


@dataclass(frozen=True)
class Filters:
    """What is left out of an exploration: kinds and relations by name, and what began after a day."""

    hidden_kinds: frozenset[str] = frozenset()
    hidden_relations: frozenset[str] = frozenset()
    until: str | None = None


def whole_graph(release: Release) -> nx.MultiDiGraph[str]:
    """All entities that can be drawn, classes of persons and answers, and all ties between them."""
    import networkx as nx

    names = {row["property"] or "": row["label"] or "" for row in release.rows("property_names")}
    since = {row["entity"] or "": row["first"] or "" for row in release.catalogue.rows("first_dates")}
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for entity in entities(release).values():
        graph.add_node(entity.iri, label=entity.label, kind=entity.kind, since=since.get(entity.iri, ""))
    for row in release.catalogue.rows("entity_ties"):
        start, end, relation = row["from"] or "", row["to"] or "", row["relation"] or ""
        if start in graph and end in graph and start != end:
            name = shrink(relation)
            graph.add_edge(start, end, key=name, relation=name, says=names.get(relation, name.partition(":")[2]))
    add_ties(release, graph)
    for node, data in graph.nodes(data=True):
        data["place"] = _place(graph, node)
    return graph


def _place(graph: nx.MultiDiGraph[str], node: str) -> str:
    """The name of the jurisdiction a node is, is of, or has its seat in; empty if that is none or several."""
    if graph.nodes[node]["kind"] == "jurisdiction":
        return str(graph.nodes[node]["label"])
    found = {end for _, end, key in graph.out_edges(node, keys=True) if key in PLACED_BY}
    return str(graph.nodes[found.pop()]["label"]) if len(found) == 1 else ""


def explore(
    whole: nx.MultiDiGraph[str],
    steps: Sequence[str],
    filters: Filters | None = None,
    limit: int = NODE_LIMIT,
    also: Iterable[str] = (),
    each: int | None = None,
) -> nx.MultiDiGraph[str]:
    """What is reached from the first of the steps by expanding each of them in turn, at most ``limit`` nodes.

    Steps are short keys or IRIs; ``also`` are further nodes to show, such as those of a path. Nodes gain ``step``: 0 for the
    first, else the number of the step that brought them. ``each`` is how many new neighbours a step brings at most, those that
    matter first. The graph's ``left_out`` counts neighbours beyond the limits.
    Raises UsageError for a step that does not exist.
    """
    filters = filters or Filters()
    brought: dict[str, int] = {node_of(whole, steps[0]): 0}
    brought |= {node: 0 for node in also if node in whole}
    left_out: set[str] = set()
    for number, step in enumerate(steps, 1):
        node = node_of(whole, step)
        brought.setdefault(node, number)
        new = [other for other in neighbours(whole, node, filters) if other not in brought]
        room = max(limit - len(brought), 0)
        taken = set(foremost(whole, node, new)[:each] if each is not None else new)
        kept = [other for other in new if other in taken][:room]
        brought |= dict.fromkeys(kept, number)
        left_out |= set(new) - set(kept)
    shown = whole.subgraph(brought).copy()
    hidden = [edge for edge in shown.edges(keys=True) if edge[2] in filters.hidden_relations]
    shown.remove_edges_from(hidden)
    for node, number in brought.items():
        shown.nodes[node]["step"] = number
    shown.graph.update(focus=node_of(whole, steps[0]), left_out=len(left_out - brought.keys()))
    return shown


def foremost(whole: nx.MultiDiGraph[str], node: str, others: Sequence[str]) -> list[str]:
    """Neighbours of a node, those that matter first: by what the tie says, then by how much hangs on them; kinds take turns."""

    def order(other: str) -> tuple[float, int, str]:
        ties = [*(whole.get_edge_data(node, other) or ()), *(whole.get_edge_data(other, node) or ())]
        return min(map(cost_of, ties)), -whole.degree(other), other

    turns: dict[str, list[str]] = {}
    for other in sorted(others, key=order):
        turns.setdefault(whole.nodes[other]["kind"], []).append(other)
    ranked = [(turn, order(other), other) for members in turns.values() for turn, other in enumerate(members)]
    return [other for *_, other in sorted(ranked)]


def node_of(whole: nx.MultiDiGraph[str], key: str) -> str:
    """The node of a short key or IRI; UsageError if there is none."""
    name = key.removeprefix(iris.ID)
    iri = iris.ID + name
    return iri if iri in whole else iris.ID + known("entity", name, [node.removeprefix(iris.ID) for node in whole])


def neighbours(whole: nx.MultiDiGraph[str], node: str, filters: Filters) -> list[str]:
    """Neighbours in either direction that pass the filters, by kind and name."""
    ties = [(end, key) for _, end, key in whole.out_edges(node, keys=True)]
    ties += [(start, key) for start, _, key in whole.in_edges(node, keys=True)]
    found = {other for other, key in ties if key not in filters.hidden_relations and passes(whole, other, filters)}
    return sorted(found, key=lambda other: (whole.nodes[other]["kind"], whole.nodes[other]["label"].lower(), other))


def passes(whole: nx.MultiDiGraph[str], node: str, filters: Filters) -> bool:
    """Whether a node's kind is shown and it had begun by the day; what has no date is always shown."""
    data = whole.nodes[node]
    return data["kind"] not in filters.hidden_kinds and not (filters.until and data["since"] > filters.until)


def paths(
    whole: nx.MultiDiGraph[str], start: str, end: str, without: Collection[str] = (), most: int = MOST_PATHS
) -> list[list[str]]:
    """The paths between two entities that say most, whichever way the ties run, at most ``most``.

    Each tie costs the more the less it says (:data:`kb.graph.ties.COSTS`); ``without`` are relations that may not be used.
    A seat, a jurisdiction and the platform that two acts concern come last; between two things that answer a question alike no
    path over a jurisdiction or a platform is told.
    """
    import networkx as nx

    first, last = node_of(whole, start), node_of(whole, end)
    weighted = _weighted(whole, frozenset(without))
    if first == last or not nx.has_path(weighted, first, last):
        return []
    found = list(islice(nx.shortest_simple_paths(weighted, first, last, weight="cost"), most))
    limit = nx.path_weight(weighted, found[0], "cost") + FURTHER
    passed = ("jurisdiction", "platform") if _share_a_rule(whole, first, last) else ()
    return [
        way
        for way in found
        if nx.path_weight(weighted, way, "cost") <= limit and not any(whole.nodes[node]["kind"] in passed for node in way[1:-1])
    ]


def _share_a_rule(whole: nx.MultiDiGraph[str], one: str, other: str) -> bool:
    """Whether both give the same answer to a question."""
    return any(whole.nodes[node]["kind"] == "answer" for node in set(whole.successors(one)) & set(whole.successors(other)))


@lru_cache(maxsize=4)
def _weighted(whole: nx.MultiDiGraph[str], without: frozenset[str]) -> nx.Graph[str]:
    """The graph with the cheapest tie where there are several, whichever way they run; what everything is tied to costs more."""
    import networkx as nx

    simple: nx.Graph[str] = nx.Graph()
    simple.add_nodes_from(whole)
    for one, other, relation in whole.edges(keys=True):
        if relation in without:
            continue
        busy = sum(math.log1p(whole.degree(node)) for node in (one, other) if whole.nodes[node]["kind"] in ("class", "answer"))
        cost = cost_of(relation) + busy / 4
        known_cost = simple.get_edge_data(one, other, {"cost": math.inf})["cost"]
        simple.add_edge(one, other, cost=min(cost, known_cost))
    return simple


def centrality(shown: nx.MultiDiGraph[str]) -> dict[str, float]:
    """How central each shown node is, from 0 to 1: on how many shortest paths it lies, or, in large graphs, how tied it is."""
    import networkx as nx

    simple = nx.Graph(shown)
    found: dict[str, float] = nx.betweenness_centrality(simple) if len(simple) <= MOST_BETWEEN else nx.degree_centrality(simple)
    return found
