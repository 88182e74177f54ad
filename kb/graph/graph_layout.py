"""Place the nodes of an exploration: a block of columns for each step, one below the other, so that what is drawn stays put."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import networkx as nx

KIND_ORDER = ("jurisdiction", "organisation", "platform", "instrument", "case", "power", "class", "answer", "source")
FEWEST_ROWS = 8
COLUMNS, MANY, COLUMNS_OF_MANY = 6, 200, 14
WIDTH, ROW, ROW_OF_MANY, BETWEEN_BLOCKS = 1000.0, 26.0, 16.0, 34.0

Places = dict[str, tuple[float, float]]


def places(graph: nx.MultiDiGraph[str]) -> Places:
    """Coordinates of each node, x from 0 to 1000 and y downwards in pixels; a later step never moves an earlier one."""
    found: Places = {}
    top, many = 0.0, len(graph) > MANY
    row = ROW_OF_MANY if many else ROW
    for block in _blocks(graph):
        columns = _columns(graph, block, COLUMNS_OF_MANY if many else COLUMNS)
        apart = WIDTH / (COLUMNS_OF_MANY if many else COLUMNS)
        for across, column in enumerate(columns):
            for down, node in enumerate(column):
                found[node] = (across * apart, top + down * row)
        top += max(len(column) for column in columns) * row + BETWEEN_BLOCKS
    return found


def height(found: Places) -> int:
    """Height of the drawing in pixels."""
    return int(max(y for _, y in found.values())) if found else 0


def _blocks(graph: nx.MultiDiGraph[str]) -> list[list[str]]:
    """The nodes of each step, the first with the node where it began."""
    steps: dict[int, list[str]] = {}
    for node, data in graph.nodes(data=True):
        steps.setdefault(max(int(data["step"]), 1), []).append(node)
    return [steps[number] for number in sorted(steps)]


def _columns(graph: nx.MultiDiGraph[str], block: list[str], most: int) -> list[list[str]]:
    """Nodes by kind and name in columns of equal height, a kind beginning a column of its own where there are columns enough."""
    kinds = _by_kind(graph, block)
    if len(kinds) > most:  # more kinds than columns: one runs on where the other ends
        kinds = [[node for members in kinds for node in members]]
    rows = FEWEST_ROWS
    while sum(-(-len(members) // rows) for members in kinds) > most:
        rows += 1
    return [members[start : start + rows] for members in kinds for start in range(0, len(members), rows)]


def _by_kind(graph: nx.MultiDiGraph[str], block: list[str]) -> list[list[str]]:
    """The nodes of each kind that occurs, sorted by name; kinds without a place of their own come last."""
    kinds: dict[str, list[str]] = {kind: [] for kind in KIND_ORDER}
    for node in block:
        kinds.setdefault(graph.nodes[node]["kind"], []).append(node)
    return [sorted(members, key=_by_name(graph)) for members in kinds.values() if members]


def _by_name(graph: nx.MultiDiGraph[str]) -> Callable[[str], tuple[bool, str, str]]:
    return lambda node: (graph.nodes[node]["step"] != 0, graph.nodes[node]["label"].lower(), node)
