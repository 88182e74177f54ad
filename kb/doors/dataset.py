"""What the base is to catalogues of data: a dataset with its services and its licence, in DCAT and VoID, and in schema.org."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, serialize

from kb.naming import iris
from kb.naming.licences import DATA
from kb.naming.namespaces import PREFIXES, expand
from kb.release.release import Release

TITLE = "Policy comparison: how jurisdictions regulate platforms"
ABOUT = "Claims on how jurisdictions regulate platforms, each with its source, on any day of the law as known on any day."
SERVICES = {
    "#sparql": ("SPARQL endpoint, read only", "/sparql", "/sparql"),
    "#api": ("API with JSON", "/api/v1", "/openapi.json"),
    "#assistants": ("Server for assistants (Model Context Protocol)", "/mcp", "/llms.txt"),
    "#feed": ("Feed of changes", "/feed.atom", "/api/v1"),
}


def dataset(release: Release, origin: str, form: RdfFormat) -> bytes:
    """The dataset and its services at an address, in a form of RDF."""
    is_plain = form in (RdfFormat.N_TRIPLES, RdfFormat.N_QUADS)
    return serialize(_triples(release, origin), None, form, prefixes=None if is_plain else PREFIXES) or b""


def _triples(release: Release, origin: str) -> Iterator[Triple]:
    base = NamedNode(iris.base())
    for kind in ("dcat:Dataset", "void:Dataset"):
        yield Triple(base, _name("rdf:type"), _name(kind))
    yield Triple(base, _name("dct:title"), Literal(TITLE, language="en"))
    yield Triple(base, _name("dct:description"), Literal(ABOUT, language="en"))
    yield Triple(base, _name("dct:identifier"), Literal(release.id))
    yield Triple(base, _name("dct:license"), NamedNode(DATA.address))
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
    return {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "@id": iris.base(),
        "name": TITLE,
        "description": ABOUT,
        "version": release.id,
        "license": DATA.address,
        "isAccessibleForFree": True,
        "creator": {"@type": "Organization", "name": "kb-editors"},
        "distribution": [
            {"@type": "DataDownload", "name": title, "contentUrl": origin + address} for title, address, _ in SERVICES.values()
        ],
    }
