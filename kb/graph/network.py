"""The graph around an entity, as networkx: entities as nodes, relations as edges, hop by hop."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kb.graph.dated_ties import dated_ties
from kb.naming import iris
from kb.naming.names import known
from kb.naming.namespaces import shrink
from kb.release.catalogue import Entity
from kb.release.release import Release
from kb.values.stored import as_known

if TYPE_CHECKING:
    import networkx as nx

NODE_LIMIT = 150


@dataclass(frozen=True)
class Tie:
    """A dated tie of an entity: an owner, an operator or a designation."""

    kind: str
    name: str
    valid_from: str
    valid_until: str
    in_short: str
    percent: str | None
    checked: str
    places: tuple[str, ...] = ()


def entities(release: Release) -> Mapping[str, Entity]:
    """All entities that can be drawn, by short key, the short title as label where there is one."""
    return release.catalogue.entities


def network(release: Release, focus: str, hops: int = 1, limit: int = NODE_LIMIT) -> nx.MultiDiGraph[str]:
    """Neighbourhood of an entity (its short key or IRI) up to a number of hops and nodes.

    Nodes are IRIs with ``label``, ``kind`` and ``hop``; edges have ``relation``. The graph's ``left_out`` counts the
    neighbours that were not drawn because of the limit. Raises UsageError if the entity does not exist.
    """
    import networkx as nx

    key = focus.removeprefix(iris.ID)
    catalogue = entities(release)
    start = catalogue[known("entity", key, catalogue)]
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(left_out=0, focus=start.iri)
    graph.add_node(start.iri, label=start.label, kind=start.kind, hop=0)
    frontier, left_out = [start.iri], set[str]()
    for hop in range(1, hops + 1):
        reached = []
        for node in frontier:
            reached += _expand(release, graph, catalogue, node, hop, limit, left_out)
        frontier = reached
    graph.graph["left_out"] = len(left_out)
    return graph


def _expand(
    release: Release,
    graph: nx.MultiDiGraph[str],
    catalogue: Mapping[str, Entity],
    node: str,
    hop: int,
    limit: int,
    left_out: set[str],
) -> list[str]:
    """Add the neighbours of one node; returns those that are new."""
    reached = []
    for row in release.catalogue.neighbours(node):
        other = row["other"] or ""
        entity = catalogue.get(other.removeprefix(iris.ID))
        if entity is None:
            continue
        if other not in graph:
            if len(graph) >= limit:
                left_out.add(other)
                continue
            graph.add_node(other, label=entity.label, kind=entity.kind, hop=hop)
            reached.append(other)
        ends = (node, other) if row["outgoing"] == "true" else (other, node)
        relation = shrink(row["relation"] or "")
        graph.add_edge(*ends, key=relation, relation=relation)
    return reached


def ties(release: Release, entity: str) -> list[Tie]:
    """Dated owners, operators and designations of an entity, each with the places in which it holds."""
    places = {one.key: one.places for one in dated_ties(release, entity, {})}
    return [
        Tie(
            kind=row["tie"] or "",
            name=row["name"] or "",
            valid_from=as_known(row["from"] or "", row["precision"]),
            valid_until=row["until"] or "",
            in_short=row["in_short"] or "",
            percent=row["percent"],
            checked=iris.slug(row["checked"] or ""),
            places=places.get((row["node"] or "").removeprefix(iris.ID), ()),
        )
        for row in release.rows("ties_of_entity", entity=entity)
    ]


def course(release: Release, dossier: str) -> list[dict[str, str]]:
    """Dated events of an instrument or steps of a case, in order, as rows to show; empty for other entities."""
    return [
        {
            "date": as_known(row["on"] or "", row["precision"]),
            "until": row["until"] or "",
            "what": row["kind"] or "",
            "in short": row["said"] or "",
            "pinpoint": row["pinpoint"] or "",
            "checked": iris.slug(row["checked"] or ""),
        }
        for row in release.rows("course_of_dossier", dossier=dossier)
    ]


def facts_about(release: Release, entity: str) -> list[tuple[str, str, str]]:
    """(predicate, value, file) of every statement about an entity, by prefixed names where they fit."""
    return [
        (shrink(row["predicate"] or ""), shrink(row["value"] or ""), (row["file"] or "").rpartition("/graph/")[2])
        for row in release.rows("entity_facts", entity=entity)
    ]
