"""Paths between two entities, in words and as plain values.

As JSON: {"release", "from", "to", "without": [...], "paths": [{"entities": [{"id", "label", "kind"}], "steps": [...],
"relations": [...]}]}; each step is a sentence, and ``relations`` has the relation of the step at the same place.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from kb.errors import UsageError
from kb.graph.exploration import MOST_PATHS, node_of, paths, whole_graph
from kb.graph.ties import step_words, tie_between
from kb.naming import iris
from kb.naming.names import known
from kb.release.release import Release

if TYPE_CHECKING:
    import networkx as nx

Paths = dict[str, Any]


def find_paths(release: Release, start: str, end: str, without: Sequence[str] = (), most: int = MOST_PATHS) -> Paths:
    """The paths between two entities that say most, as plain values; UsageError for what does not exist.

    ``without`` are relations by name (``pol:seat``, or ``seat`` alone) that no path may use.
    """
    whole = whole_graph(release)
    relations = sorted({key for *_, key in whole.edges(keys=True)})
    left_out = [known("relation", name if ":" in name else f"pol:{name}", relations) for name in without]
    first, last = (_node(whole, name) for name in (start, end))
    ways = paths(whole, first, last, left_out, most)
    ends = {"from": first.removeprefix(iris.ID), "to": last.removeprefix(iris.ID)}
    return {"release": release.id, **ends, "without": left_out, "paths": [_told(whole, way) for way in ways]}


def to_text(found: Paths) -> str:
    """Each path with its steps, one a line."""
    if not found["paths"]:
        return f"No path leads from {found['from']} to {found['to']}.\n"
    told = []
    for number, path in enumerate(found["paths"], 1):
        title = " - ".join(entity["label"] for entity in path["entities"])
        told.append("\n".join([f"{number}. {title}", *(f"   {step.removesuffix('.')}." for step in path["steps"])]))
    return "\n\n".join(told) + "\n"


def _node(whole: nx.MultiDiGraph[str], name: str) -> str:
    """The entity of a key such as ``instrument/eu/dsa``, or of a path alone where only one kind has it."""
    fitting = [node for node in whole if node.removeprefix(iris.ID).partition("/")[2] == name]
    if len(fitting) > 1:
        keys = ", ".join(node.removeprefix(iris.ID) for node in fitting)
        raise UsageError(f"'{name}' is the name of several things: {keys}; write one of these")
    return fitting[0] if fitting else node_of(whole, name)


def _told(whole: nx.MultiDiGraph[str], way: list[str]) -> dict[str, Any]:
    nodes = [(node.removeprefix(iris.ID), whole.nodes[node]) for node in way]
    entities = [{"id": key, "label": data["label"], "kind": data["kind"]} for key, data in nodes]
    relations = [tie_between(whole, *ends)["relation"] for ends in pairwise(way)]
    return {"entities": entities, "steps": list(step_words(whole, way)), "relations": relations}
