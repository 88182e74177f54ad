"""Where our names live, and the prefixes of the vocabularies we reuse. The root is set here and nowhere else."""

from __future__ import annotations

from functools import lru_cache

NAMES_KEPT = 1 << 12
ROOT = "https://w3id.org/policykb/"
SEAL = f"{ROOT}seal"  # the elements of a seal in a document
POL = ROOT + "ontology#"

PREFIXES: dict[str, str] = {
    "pol": POL,
    "id": ROOT + "id/",
    "link": ROOT + "link/",
    "graph": ROOT + "graph/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dct": "http://purl.org/dc/terms/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "eli": "http://data.europa.eu/eli/ontology#",
    "prov": "http://www.w3.org/ns/prov#",
    "org": "http://www.w3.org/ns/org#",
    "oa": "http://www.w3.org/ns/oa#",
    "cito": "http://purl.org/spar/cito/",
    "geo": "http://www.w3.org/2003/01/geo/wgs84_pos#",
    "sd": "http://www.w3.org/ns/sparql-service-description#",
    "void": "http://rdfs.org/ns/void#",
}


@lru_cache(NAMES_KEPT)
def expand(name: str) -> str:
    """Full IRI of a prefixed name.

    >>> expand("pol:Claim")
    'https://w3id.org/policykb/ontology#Claim'
    """
    prefix, _, local = name.partition(":")
    return PREFIXES[prefix] + local


def shrink(iri: str) -> str:
    """Prefixed name of an IRI where one of our prefixes fits, else the IRI itself.

    >>> shrink("http://purl.org/dc/terms/type")
    'dct:type'
    """
    fitting = [(len(base), prefix, base) for prefix, base in PREFIXES.items() if iri.startswith(base)]
    if not fitting:
        return iri
    _, prefix, base = max(fitting)
    return f"{prefix}:{iri[len(base) :]}"
