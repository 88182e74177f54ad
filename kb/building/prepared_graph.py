"""One named graph as the files of a release need it: its lines, and its rows for the indexes.

A graph is prepared from its own quads and from what the ontology says of kinds of events, so that the graph of a file that
did not change can be kept (see :mod:`kb.building.build_cache`).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from pyoxigraph import Quad, RdfFormat, serialize

from kb.building.catalogue_writing import catalogue_rows
from kb.building.places import FACTS_GRAPH
from kb.building.search_index import entity_rows
from kb.naming.namespaces import expand
from kb.release.graph_contents import GraphContents, Statuses
from kb.release.side_index import claim_row, dossier_row

COUNTED = {
    "claims": expand("pol:Claim"),
    "absences": expand("pol:Absence"),
    "instruments": expand("pol:Instrument"),
    "cases": expand("pol:Case"),
    "sources": expand("pol:Source"),
    "powers": expand("pol:Power"),
    "questions": expand("pol:Question"),
    "provisions": expand("pol:Provision"),
    "second-codings": expand("pol:SecondCoding"),
}

ROWS = ("claims", "dossiers", "entities", "named", "ties", "happenings", "codings")

Graph = Sequence[Quad]
Rows = list[tuple[Any, ...]]


@dataclass(frozen=True)
class PreparedGraph:
    """N-Quads in order, how many nodes of each counted class, and rows of the indexes.

    Of the side index: claims and dossiers; of the search index: entities; of the catalogue: the rest.
    """

    lines: bytes
    counts: dict[str, int]
    claims: Rows
    dossiers: Rows
    entities: Rows
    named: Rows
    ties: Rows
    happenings: Rows
    codings: Rows

    def encoded(self) -> bytes:
        """As a file of the build cache: a line of JSON for everything but the lines of N-Quads, which follow it as they are."""
        rows = {"counts": self.counts, **{name: getattr(self, name) for name in ROWS}}
        return json.dumps(rows, ensure_ascii=False).encode() + b"\n" + self.lines

    @classmethod
    def decoded(cls, content: bytes) -> PreparedGraph:
        """From a file of the build cache; ValueError, KeyError or TypeError if it is something else."""
        head, _, lines = content.partition(b"\n")
        found = json.loads(head)
        return cls(lines, found["counts"], **{name: [tuple(row) for row in found[name]] for name in ROWS})


def in_order(graph: Graph) -> tuple[Graph, bytes]:
    """The quads of a graph, each once, in the one order in which they are written and read, and their lines of N-Quads.

    All that is derived follows from them.
    """
    each = list(set(graph))
    lines = (serialize(each, format=RdfFormat.N_QUADS) or b"").splitlines(keepends=True)
    written = sorted(zip(lines, each, strict=True), key=itemgetter(0))
    return [quad for _, quad in written], b"".join(line for line, _ in written)


def prepared(graphs: Iterable[Graph]) -> Iterator[PreparedGraph]:
    """Prepare graphs one after another, those of the ontology first."""
    statuses: dict[str, tuple[str | None, str | None]] = {}
    for graph, lines in map(in_order, graphs):
        contents = GraphContents(graph)
        statuses |= contents.statuses()
        yield _prepared(lines, contents, statuses)


def _prepared(lines: bytes, contents: GraphContents, statuses: Statuses) -> PreparedGraph:
    classes = contents.classes()
    counts = {name: classes[class_iri] for name, class_iri in COUNTED.items() if class_iri in classes}
    if not contents.name.startswith(FACTS_GRAPH):
        return PreparedGraph(lines, counts, *([] for _ in ROWS))
    claims = [claim_row(claim) for claim in contents.claims()]
    dossiers = [dossier_row(head, events) for head, events in contents.dossiers(statuses)]
    return PreparedGraph(lines, counts, claims, dossiers, entity_rows(contents), *catalogue_rows(contents))
