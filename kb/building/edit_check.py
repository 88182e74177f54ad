"""Check an edit of a base against the shapes: only the nodes that the edit touches, and those that refer to them.

The cost follows the edit, not the base: of each node the values of a few properties are looked up. What is found is what
a SHACL engine finds on the whole base after the edit, or more where :mod:`kb.building.shape_rules` is stricter, never less,
provided that the base was right before.
"""

from __future__ import annotations

import datetime
import operator
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Protocol

from pyoxigraph import Literal, NamedNode, Quad, Store

from kb.building.places import FACTS_GRAPH
from kb.building.shape_rules import Rule, Shape, shape_rules
from kb.naming.namespaces import expand

TYPE = NamedNode(expand("rdf:type"))
DATE, DECIMAL = expand("xsd:date"), expand("xsd:decimal")
PLAIN_DECIMAL = re.compile(r"[0-9]+(\.[0-9]+)?")
Terms = set[Any]


class Base(Protocol):
    """Facts that are looked at, whatever they are read from."""

    def values(self, subject: Any, predicate: NamedNode) -> Terms:
        """The values of a property in all facts."""
        ...


class EditedBase:
    """The facts of a store as they will be when some of its named graphs are replaced; the store itself stays as it is.

    ``graphs`` are the quads of these graphs by the graph's IRI, none for a graph that goes.
    """

    def __init__(self, store: Store, graphs: Mapping[str, Iterable[Quad]]) -> None:
        self._store = store
        self.after = {name: set(quads) for name, quads in graphs.items()}
        self.before = {name: set(store.quads_for_pattern(None, None, None, NamedNode(name))) for name in graphs}
        self._values: dict[tuple[Any, Any], Terms] = {}
        self._subjects: dict[tuple[Any, Any], Terms] = {}
        for quad in (quad for quads in self.after.values() for quad in quads):
            self._values.setdefault((quad.subject, quad.predicate), set()).add(quad.object)
            self._subjects.setdefault((quad.predicate, quad.object), set()).add(quad.subject)

    def values(self, subject: Any, predicate: NamedNode) -> Terms:
        """The values of a property in all facts."""
        found = self._store.quads_for_pattern(subject, predicate, None, None)
        return {quad.object for quad in found if self._stays(quad)} | self._values.get((subject, predicate), set())

    def subjects(self, predicate: NamedNode, value: Any) -> Terms:
        """What has a value in all facts."""
        found = self._store.quads_for_pattern(None, predicate, value, None)
        return {quad.subject for quad in found if self._stays(quad)} | self._subjects.get((predicate, value), set())

    def changed(self) -> set[Quad]:
        """Quads that come or go."""
        return {quad for name in self.after for quad in self.after[name] ^ self.before[name]}

    def _stays(self, quad: Quad) -> bool:
        name: Any = quad.graph_name
        return name.value.startswith(FACTS_GRAPH) and name.value not in self.after


def problems_of_edit(base: EditedBase) -> list[tuple[str, str]]:
    """(node, message) for every rule that the edit breaks; raises UnknownShapeError if the shapes need a SHACL engine."""
    shapes = shape_rules()
    found = {problem for node in _touched(base, shapes) for problem in _problems(base, node, shapes)}
    return sorted(found)


def breaks_a_rule(store: Store, names: Iterable[str]) -> bool:
    """Whether anything that some files of facts speak of breaks a rule; raises as :func:`problems_of_edit` does."""
    base, shapes = EditedBase(store, {}), shape_rules()
    graphs = (NamedNode(FACTS_GRAPH + name) for name in names)
    nodes = {quad.subject for graph in graphs for quad in store.quads_for_pattern(None, None, None, graph)}
    return any(True for node in nodes for _ in _problems(base, node, shapes))


def _touched(base: EditedBase, shapes: Iterable[Shape]) -> Terms:
    """Nodes of which something else is said, and nodes that refer to one whose class is another."""
    changed = base.changed()
    touched = {quad.subject for quad in changed}
    paths = {rule.path for shape in shapes for rule in shape.rules if rule.class_}
    for node in {quad.subject for quad in changed if quad.predicate == TYPE}:
        for path in paths:
            touched |= base.subjects(path, node)
    return touched


def _problems(base: Base, node: Any, shapes: Iterable[Shape]) -> Iterator[tuple[str, str]]:
    classes = base.values(node, TYPE)
    for shape in shapes:
        if shape.classes & classes or any(base.values(node, path) for path in shape.having):
            for rule in shape.rules:
                if is_broken(base, node, rule):
                    yield node.value, rule.message


def is_broken(base: Base, node: Any, rule: Rule) -> bool:
    """Whether a node breaks a rule."""
    values = base.values(node, rule.path)
    if len(values) < rule.least or (rule.most is not None and len(values) > rule.most):
        return True
    if rule.longest is not None and any(len(value.value) > rule.longest for value in values):
        return True
    if rule.datatype and not all(_is_of(value, rule.datatype) for value in values):
        return True
    if rule.class_ and not all(isinstance(value, NamedNode) and rule.class_ in base.values(value, TYPE) for value in values):
        return True
    if rule.less_than and not _all_before(values, base.values(node, rule.less_than), operator.lt):
        return True
    return bool(rule.not_after) and not _all_before(values, base.values(node, rule.not_after), operator.le)  # type: ignore[arg-type]


def _is_of(value: Any, datatype: NamedNode) -> bool:
    """Whether a value is of a datatype; of forms, those of dates and of plain decimals are known."""
    if not isinstance(value, Literal) or value.datatype != datatype:
        return False
    if datatype.value == DECIMAL:
        return PLAIN_DECIMAL.fullmatch(value.value) is not None
    return _is_day(value) if datatype.value == DATE else datatype.value == expand("xsd:string")


def _is_day(value: Any) -> bool:
    if not isinstance(value, Literal) or value.datatype.value != DATE or len(value.value) != 10:
        return False
    try:
        datetime.date.fromisoformat(value.value)
    except ValueError:
        return False
    return True


def _all_before(values: Terms, later: Terms, is_before: Callable[[str, str], bool]) -> bool:
    """Whether every day comes before every later one, or on it where that is enough."""
    if not all(_is_day(value) for value in values | later):
        return False
    return all(is_before(value.value, other.value) for value in values for other in later)
