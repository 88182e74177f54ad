"""Check the graph against the SHACL shapes; every finding becomes a problem in a facts file."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, Store

from kb.building.places import FACTS_GRAPH, problem_at
from kb.loaders.imports.kept_records import FOLDER
from kb.loaders.problems import Problem
from kb.loaders.words import ONTOLOGY

if TYPE_CHECKING:
    from rdflib import Graph

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
    _spread(shapes)
    conforms, report, _ = pyshacl.validate(_rdflib_graph(store, shapes), shacl_graph=shapes, inference="none", advanced=False)
    if conforms or not isinstance(report, Graph):
        return []
    problems = []
    for result in report.subjects(RDF.type, SH.ValidationResult):
        if report.value(result, SH.detail) is not None:
            continue
        focus, message = report.value(result, SH.focusNode), report.value(result, SH.resultMessage)
        problems.append(problem_at(store, facts_root, str(focus), str(message)))
    return problems


def _spread(shapes: Graph) -> None:
    """Give each property of a shape with targets those targets itself, and take the shape away.

    That says the same, but pyshacl looks at one property of all nodes at once, where it begins anew for each property of each
    node of a shape with many: nine tenths of the time of a large base.
    """
    from rdflib import SH

    targets = (SH.targetClass, SH.targetSubjectsOf)
    targeted = {shape for target in targets for shape in shapes.subjects(target)}
    for shape in targeted:
        found = [(target, value) for target in targets for value in shapes.objects(shape, target)]
        for part in [
            *shapes.objects(shape, SH.property),
            *(one for node in shapes.objects(shape, SH.node) for one in shapes.objects(node, SH.property)),
        ]:
            for target, value in found:
                shapes.add((part, target, value))
    for shape in targeted:
        shapes.remove((shape, None, None))


def is_checked(graph: str) -> bool:
    """Whether a graph is of facts that people write; rows of imports are all made alike, and were looked at one by one."""
    return graph.startswith(FACTS_GRAPH) and not (graph.startswith(IMPORTED) and graph.endswith(".csv"))


def _rdflib_graph(store: Store, shapes: Graph) -> Graph:
    """The statements of the facts that shapes look at as one rdflib graph; term by term, so nothing is parsed again."""
    from rdflib import RDF, RDFS, SH, Graph, URIRef
    from rdflib import Literal as RdfLiteral

    @cache
    def term(value: NamedNode | Literal) -> URIRef | RdfLiteral:
        return (
            URIRef(value.value)
            if isinstance(value, NamedNode)
            else RdfLiteral(value.value, datatype=URIRef(value.datatype.value))
        )

    graph = Graph()
    named = (one for of in (SH.path, SH.lessThan, SH.lessThanOrEquals, SH.targetSubjectsOf) for one in shapes.objects(None, of))
    for predicate in {RDF.type, RDFS.subClassOf, *named}:
        for quad in store.quads_for_pattern(None, NamedNode(str(predicate)), None, None):
            if isinstance(quad.graph_name, NamedNode) and is_checked(quad.graph_name.value):
                graph.add((term(quad.subject), predicate, term(quad.object)))
    return graph
