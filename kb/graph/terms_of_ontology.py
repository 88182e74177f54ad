"""The terms of the ontology, as its files state them, with the competency questions that need each."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from pyoxigraph import Quad, RdfFormat, parse

from kb.graph.schema import FROM, TO
from kb.loaders.words import ONTOLOGY
from kb.naming.namespaces import POL, expand
from kb.sparql.competency import Competency, competency_questions

FILES = ("policy.ttl", "relations.ttl", "explanation.ttl")
STATED = (*FILES, "schema.ttl", "alignments.ttl")
GROUPS = {"Class": "Classes", "ObjectProperty": "Properties that lead to a node", "DatatypeProperty": "Properties with a value"}
ALIGNED = ("rdfs:subClassOf", "rdfs:subPropertyOf", "skos:closeMatch", "skos:exactMatch", "skos:broadMatch", "skos:relatedMatch")
TERM_STATUS = "http://www.w3.org/2003/06/sw-vocab-status/ns#term_status"
Said = dict[str, list[str]]


@dataclass(frozen=True)
class Term:
    """A class or property: ``name`` without prefix, ``kind`` of GROUPS; ``aligned`` pairs a relation with an IRI."""

    name: str
    kind: str
    label: str
    means: str
    example: str
    status: str
    aligned: tuple[tuple[str, str], ...]
    leads_from: tuple[str, ...]
    leads_to: tuple[str, ...]
    needed_by: tuple[Competency, ...]

    @property
    def iri(self) -> str:
        """Its full name."""
        return POL + self.name


@cache
def ontology_terms() -> tuple[Term, ...]:
    """Every class and property, in the order of their names."""
    said, needed = _said(), _needed()
    return tuple(_term(name, said[name], needed.get(name, ())) for name in sorted(said) if _kind(said[name]))


def ontology_quads() -> Iterator[Quad]:
    """All that the files of the ontology state of the terms."""
    for file in STATED:
        yield from parse(path=str(ONTOLOGY / file), format=RdfFormat.TURTLE)


def _said() -> dict[str, Said]:
    found: dict[str, Said] = defaultdict(lambda: defaultdict(list))
    for quad in ontology_quads():
        subject = getattr(quad.subject, "value", "")
        if subject.startswith(POL):
            found[subject.removeprefix(POL)][quad.predicate.value].append(getattr(quad.object, "value", ""))
    return found


def _kind(said: Said) -> str:
    return next((kind for kind in GROUPS if expand(f"owl:{kind}") in said.get(expand("rdf:type"), ())), "")


def _term(name: str, said: Said, needed: tuple[Competency, ...]) -> Term:
    label, means, example = (" ".join(said.get(expand(one), ())) for one in ("rdfs:label", "skos:definition", "skos:example"))
    aligned = tuple((relation, value) for relation in ALIGNED for value in said.get(expand(relation), ()))
    starts, ends = (tuple(value.removeprefix(POL) for value in said.get(one, ())) for one in (FROM, TO))
    return Term(name, _kind(said), label, means, example, said.get(TERM_STATUS, [""])[0], aligned, starts, ends, needed)


def _needed() -> dict[str, tuple[Competency, ...]]:
    """Of each term the competency questions that use it, in the order of their numbers."""
    found: dict[str, tuple[Competency, ...]] = defaultdict(tuple)
    for one in competency_questions(ONTOLOGY / "competency"):
        for term in set(re.findall(r"\bpol:([A-Za-z]+)", one.text)):
            found[term] += (one,)
    return found
