"""The SHACL shapes of the ontology as plain rules, for checking a few nodes without the cost of a SHACL engine.

Only the parts of SHACL that the shapes use are known; any other is refused by name, and then only :mod:`kb.building.shapes` can
check. Where SHACL leaves a doubt a rule is the stricter of the two: what it finds is for the engine to confirm.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from pyoxigraph import NamedNode, RdfFormat, parse

from kb.loaders.words import ONTOLOGY
from kb.naming.namespaces import expand

SHACL = "http://www.w3.org/ns/shacl#"
PARTS_OF_SHAPES = {"targetClass", "targetSubjectsOf", "property", "node"}
PARTS_OF_RULES = {"path", "message", "minCount", "maxCount", "class", "datatype", "lessThan", "lessThanOrEquals", "maxLength"}


class UnknownShapeError(ValueError):
    """A shape uses a part of SHACL that the rules do not know."""


@dataclass(frozen=True)
class Rule:
    """What must hold of the values of one property; IRIs are nodes, lengths and counts whole numbers."""

    path: NamedNode
    message: str
    least: int = 0
    most: int | None = None
    class_: NamedNode | None = None
    datatype: NamedNode | None = None
    less_than: NamedNode | None = None
    longest: int | None = None
    not_after: NamedNode | None = None


@dataclass(frozen=True)
class Shape:
    """Rules for all nodes of some classes, and for all that have some properties."""

    classes: frozenset[NamedNode]
    rules: tuple[Rule, ...]
    having: frozenset[NamedNode] = frozenset()


Statements = dict[Any, dict[str, list[Any]]]


@cache
def shape_rules() -> tuple[Shape, ...]:
    """The shapes in ``ontology/shapes`` that have targets; raises UnknownShapeError for a part that is not known."""
    stated: Statements = {}
    for path in sorted((ONTOLOGY / "shapes").glob("*.ttl")):
        for quad in parse(path=str(path), format=RdfFormat.TURTLE):
            stated.setdefault(quad.subject, {}).setdefault(quad.predicate.value, []).append(quad.object)
    return tuple(shapes_of(stated))


def shapes_of(stated: Statements) -> Iterator[Shape]:
    """The shapes with targets among some statements by subject and property."""
    for shape, said in stated.items():
        classes, having = (frozenset(said.get(SHACL + target, ())) for target in ("targetClass", "targetSubjectsOf"))
        if classes or having:
            yield Shape(classes, tuple(_rules(shape, stated)), having)


def _rules(shape: Any, stated: Statements) -> Iterator[Rule]:
    """The rules of a shape, and of the shapes that it says its nodes must have."""
    said = _known(stated[shape], PARTS_OF_SHAPES)
    for rule in said.get("property", ()):
        yield _rule(_known(stated[rule], PARTS_OF_RULES))
    for other in said.get("node", ()):
        yield from _rules(other, stated)


def _known(said: dict[str, list[Any]], parts: set[str]) -> dict[str, list[Any]]:
    found = {name.removeprefix(SHACL): values for name, values in said.items() if name != expand("rdf:type")}
    if unknown := sorted(set(found) - parts):
        raise UnknownShapeError(f"the rules do not know sh:{unknown[0]}")
    return found


def _rule(said: dict[str, list[Any]]) -> Rule:
    if any(len(values) != 1 for values in said.values()) or not isinstance(said["path"][0], NamedNode):
        raise UnknownShapeError("a property shape has one path, one message, and each part once")
    value = {name: values[0] for name, values in said.items()}
    number = {name: int(value[name].value) for name in ("minCount", "maxCount", "maxLength") if name in value}
    return Rule(
        value["path"],
        value["message"].value if "message" in value else f"breaks a rule on {value['path'].value}",
        number.get("minCount", 0),
        number.get("maxCount"),
        value.get("class"),
        value.get("datatype"),
        value.get("lessThan"),
        number.get("maxLength"),
        value.get("lessThanOrEquals"),
    )
