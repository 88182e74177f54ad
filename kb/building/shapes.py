"""Check the graph against the SHACL shapes; every finding becomes a problem in a facts file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pyoxigraph import Literal, NamedNode, Store

from kb.building.places import FACTS_GRAPH, problem_at
from kb.loaders.imports.kept_records import FOLDER
from kb.loaders.problems import Problem
from kb.loaders.words import ONTOLOGY

IMPORTED = f"{FACTS_GRAPH}{FOLDER}/"


def run_shapes(store: Store, facts_root: Path) -> list[Problem]:
    """Problems of the shapes in ``ontology/shapes``: the shape's own message at the node's file and line.

    A result that only says that a nested shape failed is left out: the results in its detail say what to write.
    """
    import pyshacl
    from rdflib import RDF, SH, Graph

    shapes = Graph()
    for path in sorted((ONTOLOGY / "shapes").glob("*.ttl")):
        shapes.parse(path, format="turtle")
    conforms, report, _ = pyshacl.validate(_rdflib_graph(store), shacl_graph=shapes, inference="none", advanced=False)
    if conforms or not isinstance(report, Graph):
        return []
    problems = []
    for result in report.subjects(RDF.type, SH.ValidationResult):
        if report.value(result, SH.detail) is not None:
            continue
        focus, message = report.value(result, SH.focusNode), report.value(result, SH.resultMessage)
        problems.append(problem_at(store, facts_root, str(focus), str(message)))
    return problems


def _is_checked(graph: str) -> bool:
    """Whether a graph is of facts that people write; rows of imports are all made alike, and were looked at one by one."""
    return graph.startswith(FACTS_GRAPH) and not (graph.startswith(IMPORTED) and graph.endswith(".csv"))


def _rdflib_graph(store: Store) -> Any:
    """The statements of the facts as one rdflib graph; term by term, so nothing is parsed again."""
    from rdflib import Graph, URIRef
    from rdflib import Literal as RdfLiteral

    def term(value: Any) -> Any:
        if isinstance(value, NamedNode):
            return URIRef(value.value)
        assert isinstance(value, Literal)
        return RdfLiteral(value.value, datatype=URIRef(value.datatype.value))

    graph = Graph()
    for quad in store:
        if isinstance(quad.graph_name, NamedNode) and _is_checked(quad.graph_name.value):
            graph.add((URIRef(quad.subject.value), URIRef(quad.predicate.value), term(quad.object)))
    return graph
