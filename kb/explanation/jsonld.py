"""Nodes of a JSON-LD document: typed, linked and dated by plain values, or as a store states them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from kb.cells.sentences import Stated
from kb.naming.namespaces import shrink

if TYPE_CHECKING:
    from pyoxigraph import Quad

Node = dict[str, Any]


def node(iri: str, types: list[str], content: Node) -> Node:
    """A node with its types and what is said of it, left out where that is None or an empty list."""
    return {"@id": iri, "@type": types} | {name: value for name, value in content.items() if value not in (None, [])}


def link(iri: str) -> Node:
    """A tie to another node."""
    return {"@id": iri}


def link_or_none(iri: str | None) -> Node | None:
    """A tie to another node, or None for None."""
    return link(iri) if iri else None


def typed(value: str, datatype: str) -> Node:
    """A literal of a datatype such as ``xsd:date``."""
    return {"@value": value, "@type": datatype}


def stated_node(stated: Stated, iri: str, parts: tuple[str, ...], more: Node | None = None) -> Node:
    """A node as the release states it in these properties, also called a prov:Entity, with more said of it."""
    quads = stated.of(iri, *parts)
    types = [shrink(quad.object.value) for quad in stated.of(iri, "rdf:type") if hasattr(quad.object, "value")]
    return node(iri, ["prov:Entity", *types], objects(quads) | (more or {}))


def objects(quads: Iterable[Quad]) -> Node:
    """Objects by prefixed property; a property with several objects has a list."""
    found: dict[str, list[Any]] = {}
    for quad in quads:
        found.setdefault(shrink(quad.predicate.value), []).append(_object(quad.object))
    return {name: values[0] if len(values) == 1 else values for name, values in found.items()}


def _object(term: Any) -> Any:
    from pyoxigraph import NamedNode

    if isinstance(term, NamedNode):
        return link(term.value)
    if term.language:
        return {"@value": term.value, "@language": term.language}
    datatype = shrink(term.datatype.value)
    return term.value if datatype == "xsd:string" else typed(term.value, datatype)
