"""What the base is to catalogues of data: a dataset with its services and its licence, in DCAT and VoID, and in schema.org."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, serialize

from kb.naming import iris
from kb.naming.namespaces import PREFIXES, expand
from kb.release.release import Release
from kb.values.base_head import BaseHead

ABOUT = "{subject}: claims, each with its source, on any day of the law as known on any day."
SERVICES = {
    "#sparql": ("SPARQL endpoint, read only", "/sparql", "/sparql"),
    "#api": ("API with JSON", "/api/v1", "/openapi.json"),
    "#assistants": ("Server for assistants (Model Context Protocol)", "/mcp", "/llms.txt"),
    "#feed": ("Feed of changes", "/feed.atom", "/api/v1"),
}


def about(base: BaseHead) -> str:
    """What the base holds, in a sentence."""
    return ABOUT.format(subject=base.subject)


def dataset(release: Release, origin: str, form: RdfFormat) -> bytes:
    """The dataset and its services at an address, in a form of RDF."""
    is_plain = form in (RdfFormat.N_TRIPLES, RdfFormat.N_QUADS)
    return serialize(_triples(release, origin), None, form, prefixes=None if is_plain else PREFIXES) or b""


def _triples(release: Release, origin: str) -> Iterator[Triple]:
    base, said = NamedNode(iris.base()), release.reader.base()
    for kind in ("dcat:Dataset", "void:Dataset"):
        yield Triple(base, _name("rdf:type"), _name(kind))
    yield Triple(base, _name("dct:title"), Literal(said.cited_as, language="en"))
    yield Triple(base, _name("dct:description"), Literal(about(said), language="en"))
    yield Triple(base, _name("dct:identifier"), Literal(release.id))
    yield Triple(base, _name("dct:license"), NamedNode(said.terms.address))
    yield Triple(base, _name("void:triples"), Literal(int(release.manifest["quads"])))
    yield Triple(base, _name("void:sparqlEndpoint"), NamedNode(f"{origin}/sparql"))
    yield Triple(base, _name("void:uriSpace"), Literal(iris.ID))
    for part, (title, address, description) in SERVICES.items():
        service = NamedNode(f"{origin}/.well-known/void{part}")
        yield Triple(service, _name("rdf:type"), _name("dcat:DataService"))
        yield Triple(service, _name("dct:title"), Literal(title, language="en"))
        yield Triple(service, _name("dcat:endpointURL"), NamedNode(origin + address))
        yield Triple(service, _name("dcat:endpointDescription"), NamedNode(origin + description))
        yield Triple(service, _name("dcat:servesDataset"), base)


def _name(prefixed: str) -> NamedNode:
    return NamedNode(expand(prefixed))


def schema_org(release: Release, origin: str) -> dict[str, Any]:
    """The dataset as search engines read it (schema.org)."""
    said = release.reader.base()
    return {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "@id": iris.base(),
        "name": said.cited_as,
        "description": about(said),
        "version": release.id,
        "license": said.terms.address,
        "isAccessibleForFree": True,
        "creator": {"@type": "Organization", "name": "kb-editors"},
        "distribution": [
            {"@type": "DataDownload", "name": title, "contentUrl": origin + address} for title, address, _ in SERVICES.values()
        ],
    }
