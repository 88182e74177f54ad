"""Whether a whole base breaks a shape: every node that a shape is about is read once, whatever the size of the base.

The shapes as plain rules find what a SHACL engine finds, or more where they are stricter, never less: a base that breaks none
needs no engine, and of one that does :mod:`kb.building.shapes` says what is wrong.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from pyoxigraph import NamedNode, Quad, Store

from kb.building.edit_check import TYPE, Terms, is_broken
from kb.building.shape_rules import Shape, shape_rules
from kb.building.shapes import is_checked

CLASSES_KEPT = 1 << 16


class WholeBase:
    """The facts of a store as the shapes see them; what is said of one node is kept until another is asked for."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._node: Any = None
        self._said: dict[NamedNode, Terms] = {}
        self._seen = lru_cache(None)(is_checked)
        self._classes = lru_cache(CLASSES_KEPT)(self._read_classes)

    def values(self, subject: Any, predicate: NamedNode) -> Terms:
        """The values of a property in all facts."""
        if predicate == TYPE:
            return self._classes(subject)
        if subject != self._node:
            self._node, self._said = subject, {}
            for quad in self.quads(subject, None, None):
                self._said.setdefault(quad.predicate, set()).add(quad.object)
        return self._said.get(predicate, set())

    def quads(self, subject: Any, predicate: NamedNode | None, value: Any) -> Iterator[Quad]:
        """The statements of a pattern in the facts that shapes look at."""
        for quad in self._store.quads_for_pattern(subject, predicate, value, None):
            if self._seen(getattr(quad.graph_name, "value", "")):
                yield quad

    def _read_classes(self, node: Any) -> Terms:
        return {quad.object for quad in self.quads(node, TYPE, None)}


def breaks_a_shape(store: Store) -> bool:
    """Whether anything in the facts of a store breaks a shape; raises UnknownShapeError if the shapes need a SHACL engine."""
    base = WholeBase(store)
    return any(is_broken(base, node, rule) for shape in shape_rules() for node in _nodes(base, shape) for rule in shape.rules)


def _nodes(base: WholeBase, shape: Shape) -> Iterator[Any]:
    """The nodes that a shape is about; one of two classes, or that has two values, comes twice."""
    for class_ in shape.classes:
        yield from (quad.subject for quad in base.quads(None, TYPE, class_))
    for path in shape.having:
        yield from (quad.subject for quad in base.quads(None, path, None))
