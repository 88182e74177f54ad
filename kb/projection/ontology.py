"""The ontology's own statements: classes, properties, schemes and policies, one named graph a file."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import NamedNode, Quad, RdfFormat, parse

from kb.loaders.words import ONTOLOGY
from kb.naming import iris


def ontology_quads() -> Iterator[Quad]:
    """Classes, properties, schemes and policies."""
    for quads in ontology_graphs():
        yield from quads


def ontology_graphs() -> Iterator[list[Quad]]:
    """Classes, properties, schemes and policies, each file in its own named graph."""
    for path in sorted([*ONTOLOGY.glob("*.ttl"), *ONTOLOGY.glob("schemes/*.ttl")]):
        graph = NamedNode(iris.graph(f"ontology/{path.relative_to(ONTOLOGY).as_posix()}"))
        quads = parse(path=str(path), format=RdfFormat.TURTLE)
        yield [Quad(quad.subject, quad.predicate, quad.object, graph) for quad in quads]
