"""What is exported of a base that names a root: its things under that root."""

from __future__ import annotations

from typing import Any

from pyoxigraph import NamedNode, Quad

from kb.loaders.word_records import OPEN_LISTS
from kb.loaders.words import schemes, words
from kb.naming import iris
from kb.naming.roots import Rooted, rooted
from kb.release.release import Release


def root_of(release: Release) -> Rooted | None:
    """Where IRIs of the release are under the root of its base; None if the base names none."""
    root = release.reader.base().root
    return rooted(root, set(schemes()) - set(OPEN_LISTS), _words_of_the_program()) if root else None


def _words_of_the_program() -> frozenset[str]:
    """The words of lists to which a base may add its own, which are under its root."""
    return frozenset(iris.entity(scheme, word) for scheme in OPEN_LISTS for word in words(scheme))


def rooted_quad(quad: Quad, under: Rooted) -> Quad:
    """A quad with its IRIs under a root."""
    return Quad(*(_rooted(term, under) for term in (quad.subject, quad.predicate, quad.object, quad.graph_name)))


def _rooted(term: Any, under: Rooted) -> Any:
    return NamedNode(under(term.value)) if isinstance(term, NamedNode) else term
