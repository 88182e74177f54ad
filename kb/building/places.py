"""Find the line of a facts file that a node of the graph was made from."""

from __future__ import annotations

import re
from pathlib import Path

from pyoxigraph import NamedNode, Store

from kb.loaders.problems import Problem
from kb.naming import iris
from kb.naming.namespaces import expand

FACTS_GRAPH = iris.graph("facts/")
STRUCTURE = (
    "absence",
    "case",
    "source",
    "event",
    "step",
    "stake",
    "operation",
    "designation",
    "membership",
    "identifier",
    "open",
    "closed",
    "power",
    "maximum",
)
DATED = re.compile(r"(\d{4}(?:-\d\d){0,2})-([a-z].*?)(?:-\d+)?")


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
    """The deepest line that names a segment of the node's IRI, searched in the order of the segments below the file's own."""
    lines = path.read_text(encoding="utf-8").splitlines()
    skipped = {*Path(name).with_suffix("").parts, *STRUCTURE}
    line = 0
    for segment in node.removeprefix(iris.ID).split("/")[1:]:
        if segment not in skipped:
            found = (number for reach in (0, 2) for number in range(line, len(lines)) if _names(lines, number, segment, reach))
            line = next(found, line)
    return line + 1


def _names(lines: list[str], number: int, segment: str, reach: int) -> bool:
    """Whether a line names a segment; a dated segment is named by its date, with what happened at most ``reach`` lines off."""
    dated = DATED.fullmatch(segment)
    word, what = (dated[1], dated[2].partition("--")[0]) if dated else (segment.partition("--")[0], "")
    if word not in lines[number] or not re.search(rf"(?<!until: )(?<![\w-]){re.escape(word)}(?![\w-])", lines[number]):
        return False
    return any(what in line for line in lines[max(number - reach, 0) : number + reach + 1])
