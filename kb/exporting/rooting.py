"""What is exported of a base that names a root: its things under that root."""

from __future__ import annotations

from typing import Any

from pyoxigraph import NamedNode, Quad

from kb.loaders.words import schemes
from kb.naming.roots import Rooted, rooted
from kb.release.release import Release


def root_of(release: Release) -> Rooted | None:
    """Where IRIs of the release are under the root of its base; None if the base names none."""
    root = release.reader.base().root
    return rooted(root, schemes()) if root else None


def rooted_quad(quad: Quad, under: Rooted) -> Quad:
    """A quad with its IRIs under a root."""
    return Quad(*(_rooted(term, under) for term in (quad.subject, quad.predicate, quad.object, quad.graph_name)))


def _rooted(term: Any, under: Rooted) -> Any:
    return NamedNode(under(term.value)) if isinstance(term, NamedNode) else term
