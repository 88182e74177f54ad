"""The ontology as pages: each term with what is said of it and the competency questions that need it; and a JSON-LD context."""

from __future__ import annotations

import json
import re
from collections import defaultdict

from pyoxigraph import RdfFormat, parse

from kb.loaders.words import ONTOLOGY
from kb.naming.namespaces import POL, PREFIXES, expand
from operations.reference.pages import Part, Section, table

FILES = ("policy.ttl", "relations.ttl", "explanation.ttl")
GROUPS = {"Class": "Classes", "ObjectProperty": "Properties that lead to a node", "DatatypeProperty": "Properties with a value"}
LONGEST = 60  # terms in one table
XSD_STRING = "http://www.w3.org/2001/XMLSchema#"
Term = dict[str, list[str]]


def ontology() -> Part:
    """Every class and property, group by group, in alphabetical order."""
    terms, needed = _terms(), _needed()
    sections = []
    for kind, heading in GROUPS.items():
        named = sorted(name for name, term in terms.items() if expand(f"owl:{kind}") in term.get(expand("rdf:type"), ()))
        for start in range(0, len(named), LONGEST):
            part = named[start : start + LONGEST]
            within = f": {_local(part[0])} to {_local(part[-1])}" if len(named) > LONGEST else ""
            rows = (_row(name, terms[name], needed) for name in part)
            sections.append(
                Section(heading + within, tuple(table(("term", "label", "means", "example", "status", "needed by"), rows)))
            )
    about = (
        "Every term of the ontology (`pol:`). *Needed by* are the numbers of the competency questions in "
        "`ontology/competency/` that use it. A [JSON-LD context](context.jsonld) names them all."
    )
    return Part("ontology", "Ontology", about, tuple(sections))


def _terms() -> dict[str, Term]:
    found: dict[str, Term] = defaultdict(lambda: defaultdict(list))
    for file in FILES:
        for quad in parse(path=str(ONTOLOGY / file), format=RdfFormat.TURTLE):
            subject = getattr(quad.subject, "value", "")
            if subject.startswith(POL):
                found[subject][quad.predicate.value].append(getattr(quad.object, "value", ""))
    return found


def _row(name: str, term: Term, needed: dict[str, list[str]]) -> tuple[str, ...]:
    said = [" ".join(term.get(expand(one), ())) for one in ("rdfs:label", "skos:definition", "skos:example")]
    status = term.get("http://www.w3.org/2003/06/sw-vocab-status/ns#term_status", [""])[0]
    return f"`{_local(name)}`", *said, status, _numbers(needed.get(_local(name), []))


def _numbers(found: list[str]) -> str:
    return ", ".join(found[:6]) + (f" and {len(found) - 6} more" if len(found) > 6 else "")


def _local(name: str) -> str:
    return name.removeprefix(POL)


def _needed() -> dict[str, list[str]]:
    """Of each term the numbers of the competency questions that use it."""
    found: dict[str, list[str]] = defaultdict(list)
    for path in sorted((ONTOLOGY / "competency").glob("*.rq"), key=lambda one: int(one.name.partition("-")[0])):
        for term in sorted(set(re.findall(r"\bpol:([A-Za-z]+)", path.read_text(encoding="utf-8")))):
            found[term].append(str(int(path.name.partition("-")[0])))
    return found


def context() -> str:
    """A JSON-LD context: prefixes, every term by its name, and which properties lead to nodes."""
    terms = _terms()
    named: dict[str, object] = dict(PREFIXES)
    for name in sorted(terms):
        is_link = expand("owl:ObjectProperty") in terms[name].get(expand("rdf:type"), ())
        named[_local(name)] = {"@id": name, "@type": "@id"} if is_link else name
    return json.dumps({"@context": {"@version": 1.1, **named}}, ensure_ascii=False, indent=1) + "\n"
