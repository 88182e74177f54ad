"""Each claim as a nanopublication: what it asserts, from what that is known, and who published it when."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pyoxigraph import NamedNode, Quad

from kb.naming import iris
from kb.naming.namespaces import expand
from kb.release.release import Release

NANOPUB = "http://www.nanopub.org/nschema#"
RECORD = ("pol:codedBy", "pol:assertedOn", "pol:retractedOn", "pol:withdrawnBecause", "pol:withdrawalNote")
EVIDENCE = ("pol:evidenceGrade", "pol:readIn", "pol:checked", "pol:restsOn", "pol:pinpoint", "pol:searched", "pol:searchedOn")


def nanopublications(release: Release) -> Iterator[Quad]:
    """The quads of all nanopublications, claim by claim in the order of their identifiers."""
    licence = NamedNode(release.reader.base().terms.address)
    store, kind = release.local_store(), NamedNode(expand("rdf:type"))
    for name in ("pol:Claim", "pol:Absence"):
        typed = store.quads_for_pattern(None, kind, NamedNode(expand(name)), None)
        claims = {quad.subject for quad in typed if isinstance(quad.subject, NamedNode)}
        for claim in sorted(claims, key=str):
            stated = list(store.quads_for_pattern(claim, None, None, None))
            found = _of_claim(iris.nanopublication(release.id, claim.value), claim, stated, licence)
            yield from sorted(found, key=lambda quad: (str(quad.graph_name), str(quad)))


def _of_claim(name: str, claim: Any, stated: list[Quad], licence: NamedNode) -> Iterator[Quad]:
    this = NamedNode(name)
    head, assertion, provenance, publication = (
        NamedNode(f"{name}/{part}") for part in ("head", "assertion", "provenance", "pubinfo")
    )
    record, evidence = ({expand(one) for one in names} for names in (RECORD, EVIDENCE))
    yield Quad(this, _name("rdf:type"), NamedNode(f"{NANOPUB}Nanopublication"), head)
    for link, graph in (("hasAssertion", assertion), ("hasProvenance", provenance), ("hasPublicationInfo", publication)):
        yield Quad(this, NamedNode(NANOPUB + link), graph, head)
    for quad in stated:
        about = quad.predicate.value
        graph = publication if about in record else provenance if about in evidence else assertion
        yield Quad(quad.subject, quad.predicate, quad.object, graph)
        if about == expand("pol:statedIn"):
            yield Quad(assertion, _name("prov:wasDerivedFrom"), quad.object, provenance)
        if about == expand("pol:assertedOn"):
            yield Quad(this, _name("dct:created"), quad.object, publication)
        if about == expand("pol:codedBy"):
            yield Quad(assertion, _name("dct:creator"), quad.object, provenance)
    yield Quad(this, _name("dct:license"), licence, publication)
    yield Quad(this, _name("prov:wasDerivedFrom"), claim, publication)


def _name(prefixed: str) -> NamedNode:
    return NamedNode(expand(prefixed))
