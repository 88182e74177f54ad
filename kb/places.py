"""Find the line of a facts file that a node of the graph was made from."""

from __future__ import annotations

import re
from pathlib import Path

from pyoxigraph import NamedNode, Store

from kb import iris
from kb.namespaces import expand
from loaders import Problem

FACTS_GRAPH = iris.graph("facts/")


def problem_at(store: Store, facts_root: Path, node: str, message: str) -> Problem:
    """A problem placed at the file that states the node, and at the line that names it."""
    name = _file_of(store, node)
    if name is None:
        return Problem(node, 0, message)
    path = facts_root / name
    return Problem(f"{facts_root.name}/{name}", _line_of(path, node, name), message)


def _file_of(store: Store, node: str) -> str | None:
    quads = store.quads_for_pattern(NamedNode(node), NamedNode(expand("rdf:type")), None)
    graphs = sorted(quad.graph_name.value for quad in quads if isinstance(quad.graph_name, NamedNode))
    found = next((graph for graph in graphs if graph.startswith(FACTS_GRAPH)), None)
    return found.removeprefix(FACTS_GRAPH) if found else None


def _line_of(path: Path, node: str, name: str) -> int:
    """The deepest line whose key is a segment of the node's IRI, searched in the order of the segments."""
    lines = path.read_text(encoding="utf-8").splitlines()
    stem = Path(name).stem
    line = 0
    for segment in node.split("/"):
        if segment in ("", stem):
            continue
        words = re.split("--", segment)
        pattern = re.compile(rf"\b{re.escape(words[0])}\b")
        line = next((number for number in range(line, len(lines)) if pattern.search(lines[number])), line)
    return line + 1
