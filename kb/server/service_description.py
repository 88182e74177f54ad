"""What the endpoint says of itself: a SPARQL 1.1 Service Description with its dataset and the limits it keeps."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, serialize

from kb.naming import iris
from kb.naming.namespaces import PREFIXES, expand
from kb.release.release import Release
from kb.running.limits import Limits

RDF_FORMATS = {
    "ttl": RdfFormat.TURTLE,
    "rdf": RdfFormat.RDF_XML,
    "nt": RdfFormat.N_TRIPLES,
    "jsonld": RdfFormat.JSON_LD,
    "nq": RdfFormat.N_QUADS,
    "trig": RdfFormat.TRIG,
}
# names in http://www.w3.org/ns/formats/
W3C_FORMATS = (
    "SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV",
    "Turtle", "RDF_XML", "N-Triples", "JSON-LD", "N-Quads", "TriG",
)  # fmt: skip


def describe(release: Release, endpoint: str, limits: Limits, format_name: str) -> bytes:
    """The description of the endpoint at an address, in one of RDF_FORMATS."""
    is_plain = format_name in ("nt", "nq")
    written = serialize(
        _triples(release, endpoint, limits), None, RDF_FORMATS[format_name], prefixes=None if is_plain else PREFIXES
    )
    return written or b""


def _triples(release: Release, endpoint: str, limits: Limits) -> Iterator[Triple]:
    service, dataset, default = (NamedNode(endpoint + part) for part in ("#service", "#dataset", "#default-graph"))
    yield _link(service, "rdf:type", "sd:Service")
    yield Triple(service, _name("sd:endpoint"), NamedNode(endpoint))
    yield _link(service, "sd:supportedLanguage", "sd:SPARQL11Query")
    yield _link(service, "sd:feature", "sd:UnionDefaultGraph")
    for name in W3C_FORMATS:
        yield Triple(service, _name("sd:resultFormat"), NamedNode(f"http://www.w3.org/ns/formats/{name}"))
    yield Triple(service, _name("sd:defaultDataset"), dataset)
    yield Triple(service, _name("rdfs:comment"), Literal(_promise(limits), language="en"))
    yield _link(dataset, "rdf:type", "sd:Dataset")
    yield Triple(dataset, _name("dct:identifier"), Literal(release.id))
    yield Triple(dataset, _name("dct:license"), NamedNode(release.reader.base().terms.address))
    yield Triple(dataset, _name("sd:defaultGraph"), default)
    yield _link(default, "rdf:type", "sd:Graph")
    yield Triple(default, _name("void:triples"), Literal(int(release.manifest["quads"])))
    yield from _named_graphs(release, dataset)


def _named_graphs(release: Release, dataset: NamedNode) -> Iterator[Triple]:
    for path in sorted(release.facts):
        graph = NamedNode(iris.graph(f"facts/{path}"))
        entry = NamedNode(f"{dataset.value.partition('#')[0]}#graph/{path}")
        yield Triple(dataset, _name("sd:namedGraph"), entry)
        yield _link(entry, "rdf:type", "sd:NamedGraph")
        yield Triple(entry, _name("sd:name"), graph)


def _promise(limits: Limits) -> str:
    return (
        f"Read only. A query is stopped after {limits.seconds:g} seconds, {limits.rows} rows, {limits.answer_mb} MB of answer or "
        f"{limits.memory_mb} MB of memory, with HTTP 503 or 413 and the limit named in a JSON body. SERVICE is refused."
    )


def _link(subject: NamedNode, predicate: str, value: str) -> Triple:
    return Triple(subject, _name(predicate), _name(value))


def _name(prefixed: str) -> NamedNode:
    return NamedNode(expand(prefixed))
