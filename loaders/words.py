"""The closed word lists of the facts files, read from the concept schemes and relations of the ontology."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pyoxigraph import NamedNode, RdfFormat, parse

from kb.loaders.layout import folder

ONTOLOGY = folder("ontology")
NOTATION = NamedNode("http://www.w3.org/2004/02/skos/core#notation")
LABEL = NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel")
PATTERN = NamedNode("https://w3id.org/policykb/ontology#pattern")
EXAMPLE = NamedNode("http://www.w3.org/2004/02/skos/core#example")
GRADE = NamedNode("https://w3id.org/policykb/ontology#evidenceGrade")
AUTHORITY = NamedNode("https://w3id.org/policykb/ontology#authority")


@cache
def schemes() -> tuple[str, ...]:
    """Names of all concept schemes, in order."""
    return tuple(sorted(path.stem for path in (ONTOLOGY / "schemes").glob("*.ttl")))


@cache
def words(scheme: str) -> tuple[str, ...]:
    """Notations of one concept scheme (``ontology/schemes/<scheme>.ttl``), in the order of the file."""
    return _notations(ONTOLOGY / "schemes" / f"{scheme}.ttl")


@cache
def labels(scheme: str) -> tuple[str, ...]:
    """Names of the concepts of one scheme as readers see them, in the order of the file."""
    quads = parse(path=str(ONTOLOGY / "schemes" / f"{scheme}.ttl"), format=RdfFormat.TURTLE)
    scheme_itself = f"/scheme/{scheme}"
    named = [quad for quad in quads if quad.predicate == LABEL and not str(quad.subject.value).endswith(scheme_itself)]
    return tuple(str(getattr(quad.object, "value", "")) for quad in named)


@cache
def named(scheme: str) -> dict[str, str]:
    """Names of the concepts of one scheme by notation."""
    return dict(zip(words(scheme), labels(scheme), strict=True))


@cache
def relation_names() -> tuple[str, ...]:
    """Names that may stand under ``relations:`` (``ontology/relations.ttl``)."""
    return _notations(ONTOLOGY / "relations.ttl")


@cache
def authority_of(source_kind: str) -> str:
    """Authority of a kind of source, as ``ontology/schemes/source-kind.ttl`` states it: ``press`` for ``news``."""
    return _stated("source-kind", AUTHORITY)[source_kind]


@cache
def grade_of_kind(kind: str) -> str:
    """Grade of a kind of text, as ``ontology/schemes/evidence-kind.ttl`` states it: ``official`` for ``translation``.

    A word that is no kind of text, which is refused elsewhere, has the least grade.
    """
    return _stated("evidence-kind", GRADE).get(kind, "memory")


@cache
def identifier_patterns() -> dict[str, tuple[str, str]]:
    """Pattern and example of each system of identifiers, as ``ontology/schemes/identifier-scheme.ttl`` states them."""
    stated: dict[str, dict[str, str]] = {}
    for quad in parse(path=str(ONTOLOGY / "schemes" / "identifier-scheme.ttl"), format=RdfFormat.TURTLE):
        system = str(quad.subject.value).rpartition("/")[2]
        stated.setdefault(system, {})[str(quad.predicate.value)] = str(getattr(quad.object, "value", ""))
    return {system: (said[PATTERN.value], said[EXAMPLE.value]) for system, said in stated.items() if PATTERN.value in said}


@cache
def _stated(scheme: str, predicate: NamedNode) -> dict[str, str]:
    """What the concepts of a scheme state with a property: slugs by slug."""
    quads = parse(path=str(ONTOLOGY / "schemes" / f"{scheme}.ttl"), format=RdfFormat.TURTLE)
    return {
        str(quad.subject.value).rpartition("/")[2]: str(quad.object.value).rpartition("/")[2]
        for quad in quads
        if quad.predicate == predicate
    }


def _notations(path: Path) -> tuple[str, ...]:
    quads = parse(path=str(path), format=RdfFormat.TURTLE)
    return tuple(quad.object.value for quad in quads if quad.predicate == NOTATION)
