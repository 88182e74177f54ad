"""Place the nodes of an exploration: a block of columns for each step, one below the other, so that what is drawn stays put.

In a block the nodes stand by their kind, or by the jurisdiction they are of, each group under its name.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import networkx as nx

KIND_ORDER = ("jurisdiction", "organisation", "platform", "instrument", "case", "power", "class", "answer", "source")
FEWEST_ROWS = 8
COLUMNS, MANY, COLUMNS_OF_MANY = 6, 200, 14
WIDTH, ROW, ROW_OF_MANY, BETWEEN_BLOCKS = 1000.0, 26.0, 16.0, 34.0

HEADING = "heading "  # what stands over a group: this, the number of its block, and its name

Places = dict[str, tuple[float, float]]


def places(graph: nx.MultiDiGraph[str], by_place: bool = False) -> Places:
    """Coordinates of each node, x from 0 to 1000 and y downwards in pixels; a later step never moves an earlier one.

    ``by_place`` groups by jurisdiction and adds the headings of the groups (see :func:`headings`).
    """
    found: Places = {}
    top, many = 0.0, len(graph) > MANY
    row = ROW_OF_MANY if many else ROW
    for number, block in enumerate(_blocks(graph)):
        groups = _by_place(graph, block, number) if by_place else _by_kind(graph, block)
        columns = _columns(groups, COLUMNS_OF_MANY if many else COLUMNS)
        apart = WIDTH / (COLUMNS_OF_MANY if many else COLUMNS)
        for across, column in enumerate(columns):
            for down, node in enumerate(column):
                found[node] = (across * apart, top + down * row)
        top += max(len(column) for column in columns) * row + BETWEEN_BLOCKS
    return found


def headings(found: Places) -> list[tuple[str, tuple[float, float]]]:
    """The names over the groups of jurisdictions with their coordinates; the name of what is of no single one is empty."""
    return [(key.removeprefix(HEADING).partition(" ")[2], at) for key, at in found.items() if key.startswith(HEADING)]


def height(found: Places) -> int:
    """Height of the drawing in pixels."""
    return int(max(y for _, y in found.values())) if found else 0


def _blocks(graph: nx.MultiDiGraph[str]) -> list[list[str]]:
    """The nodes of each step, the first with the node where it began."""
    steps: dict[int, list[str]] = {}
    for node, data in graph.nodes(data=True):
        steps.setdefault(max(int(data["step"]), 1), []).append(node)
    return [steps[number] for number in sorted(steps)]


def _columns(groups: list[list[str]], most: int) -> list[list[str]]:
    """Groups in columns of equal height, each beginning a column of its own where there are columns enough."""
    if len(groups) > most:  # more groups than columns: one runs on where the other ends
        groups = [[node for members in groups for node in members]]
    rows = FEWEST_ROWS
    while sum(-(-len(members) // rows) for members in groups) > most:
        rows += 1
    return [members[start : start + rows] for members in groups for start in range(0, len(members), rows)]


def _by_place(graph: nx.MultiDiGraph[str], block: list[str], number: int) -> list[list[str]]:
    """The nodes of each jurisdiction by kind and name under its heading; what is of no single one comes last."""
    found: dict[str, list[str]] = {}
    for node in block:
        found.setdefault(graph.nodes[node]["place"], []).append(node)
    named = sorted(found.items(), key=lambda one: (not one[0], one[0].lower()))
    return [
        [f"{HEADING}{number} {name}", *(node for kind in _by_kind(graph, members) for node in kind)] for name, members in named
    ]


def _by_kind(graph: nx.MultiDiGraph[str], block: list[str]) -> list[list[str]]:
    """The nodes of each kind that occurs, sorted by name; kinds without a place of their own come last."""
    kinds: dict[str, list[str]] = {kind: [] for kind in KIND_ORDER}
    for node in block:
        kinds.setdefault(graph.nodes[node]["kind"], []).append(node)
    return [sorted(members, key=_by_name(graph)) for members in kinds.values() if members]


def _by_name(graph: nx.MultiDiGraph[str]) -> Callable[[str], tuple[bool, str, str]]:
    return lambda node: (graph.nodes[node]["step"] != 0, graph.nodes[node]["label"].lower(), node)
