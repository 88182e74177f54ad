"""A release as a described data set: DCAT for catalogues, VoID for what is in it, for each file a distribution."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, NamedNode, Triple

from kb.naming import iris
from kb.naming.namespaces import POL, expand
from kb.release.release import Release

INTEGER = NamedNode(expand("xsd:integer"))
VOCABULARIES = (POL, expand("skos:"), expand("prov:"), expand("dct:"))


def described(release: Release, files: Iterable[tuple[str, str, int]]) -> Iterator[Triple]:
    """Triples about the release and about each of some files (name, media type, bytes)."""
    dataset = NamedNode(iris.release(release.id))
    yield Triple(dataset, _name("rdf:type"), _name("dcat:Dataset"))
    yield Triple(dataset, _name("rdf:type"), _name("void:Dataset"))
    yield Triple(dataset, _name("dct:title"), Literal(f"{release.reader.base().publishes}, release {release.id}", language="en"))
    yield Triple(dataset, _name("dct:identifier"), Literal(release.id))
    licence = NamedNode(release.reader.base().terms.address)
    yield Triple(dataset, _name("dct:license"), licence)
    yield Triple(dataset, _name("dct:isVersionOf"), NamedNode(iris.base()))
    yield Triple(dataset, _name("void:triples"), _number(int(release.manifest["quads"])))
    for vocabulary in VOCABULARIES:
        yield Triple(dataset, _name("void:vocabulary"), NamedNode(vocabulary))
    for kind, number in release.manifest["counts"].items():
        part = NamedNode(f"{dataset.value}/part/{kind}")
        yield Triple(dataset, _name("void:classPartition"), part)
        yield Triple(part, _name("dct:title"), Literal(kind))
        yield Triple(part, _name("void:entities"), _number(int(number)))
    for name, media_type, size in files:
        yield from _distribution(dataset, name, media_type, size, licence)


def _distribution(dataset: NamedNode, name: str, media_type: str, size: int, licence: NamedNode) -> Iterator[Triple]:
    node = NamedNode(f"{dataset.value}/file/{name}")
    yield Triple(dataset, _name("dcat:distribution"), node)
    yield Triple(node, _name("rdf:type"), _name("dcat:Distribution"))
    yield Triple(node, _name("dct:title"), Literal(name))
    yield Triple(node, _name("dcat:mediaType"), NamedNode(f"https://www.iana.org/assignments/media-types/{media_type}"))
    yield Triple(node, _name("dcat:byteSize"), _number(size))
    yield Triple(node, _name("dct:license"), licence)


def _name(prefixed: str) -> NamedNode:
    return NamedNode(expand(prefixed))


def _number(value: int) -> Literal:
    return Literal(str(value), datatype=INTEGER)
