"""Derive everything that is read of a release from its data alone: what a build wrote, written again in another place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any, BinaryIO

from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from kb.building.places import FACTS_GRAPH
from kb.building.prepared_graph import Graph, prepared
from kb.building.release_writing import Progress, write_release
from kb.building.sorted_lines import BYTES_OF_A_BLOCK, SortedLines
from kb.naming.namespaces import expand
from kb.release.data import Origin, open_data
from kb.upgrading.steps import Step, upgraded

SHA256 = expand("pol:sha256")
FACTS = f"<{FACTS_GRAPH}".encode()


def derive(data: Path, origin: Origin, way: Sequence[Step], folder: Path, progress: Progress) -> dict[str, Any]:
    """Write a release of these data into a new folder, each graph upgraded by the steps of a way; its manifest.

    The data are trusted: whoever calls has compared them with the name of their release.
    """
    files: dict[str, str] = {}
    with open_data(data) as lines:
        graphs = _noting_files((upgraded(graph, way) for graph in _graphs(lines, folder)), files)
        return write_release(prepared(graphs), 0, files, folder, progress, origin)


def _graphs(lines: BinaryIO, folder: Path) -> Iterator[Graph]:
    """The named graphs one after another, those of the ontology first; sorted on disk, so that memory stays bounded."""
    sorting = folder / "by-graph"
    sorting.mkdir()
    by_graph = SortedLines(sorting)
    while block := lines.readlines(BYTES_OF_A_BLOCK):
        by_graph.add(b"".join(_graph_of(line) + b"\t" + line for line in block))
    by_graph.write(sorting / "lines")
    with (sorting / "lines").open("rb") as file:
        for _, found in groupby(file, key=lambda line: line.partition(b"\t")[0]):
            yield list(parse(b"".join(line.partition(b"\t")[2] for line in found), format=RdfFormat.N_QUADS))
    (sorting / "lines").unlink()
    sorting.rmdir()


def _graph_of(line: bytes) -> bytes:
    """The name of a line's graph, so that graphs of facts come after all others, in the order of their paths."""
    name = line[line.rindex(b" <") + 1 : line.rindex(b">") + 1]
    return (b"1" if name.startswith(FACTS) else b"0") + name.replace(b"/", b"\0")


def _noting_files(graphs: Iterator[Graph], files: dict[str, str]) -> Iterator[Graph]:
    """The graphs as they come; the facts files that they are of, with their SHA-256, are noted."""
    for graph in graphs:
        for quad in graph:
            name, value = quad.graph_name, quad.object
            if (
                quad.predicate.value == SHA256
                and isinstance(name, NamedNode)
                and isinstance(value, Literal)
                and quad.subject == name
            ):
                files[name.value.removeprefix(FACTS_GRAPH)] = value.value
        yield graph
