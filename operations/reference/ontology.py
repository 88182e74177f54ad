"""The ontology as pages: each term with what is said of it and the competency questions that need it; and a JSON-LD context."""

from __future__ import annotations

import json

from kb.graph.terms_of_ontology import GROUPS, Term, ontology_terms
from kb.naming.namespaces import PREFIXES
from kb.sparql.competency import Competency
from operations.reference.evidence import properties_of_evidence
from operations.reference.pages import Part, Section, table

LONGEST = 60  # terms in one table


def ontology() -> Part:
    """Every class and property, group by group, in alphabetical order."""
    sections = []
    for kind, heading in GROUPS.items():
        named = [term for term in ontology_terms() if term.kind == kind]
        for start in range(0, len(named), LONGEST):
            part = named[start : start + LONGEST]
            within = f": {part[0].name} to {part[-1].name}" if len(named) > LONGEST else ""
            rows = map(_row, part)
            sections.append(
                Section(heading + within, tuple(table(("term", "label", "means", "example", "status", "needed by"), rows)))
            )
    about = (
        "Every term of the ontology (`pol:`). *Needed by* are the numbers of the competency questions in "
        "`ontology/competency/` that use it. A [JSON-LD context](context.jsonld) names them all."
    )
    return Part("ontology", "Ontology", about, (*sections, properties_of_evidence()))


def _row(term: Term) -> tuple[str, ...]:
    return f"`{term.name}`", term.label, term.means, term.example, term.status, _numbers(term.needed_by)


def _numbers(found: tuple[Competency, ...]) -> str:
    numbers = [str(one.number) for one in found]
    return ", ".join(numbers[:6]) + (f" and {len(numbers) - 6} more" if len(numbers) > 6 else "")


def context() -> str:
    """A JSON-LD context: prefixes, every term by its name, and which properties lead to nodes."""
    named: dict[str, object] = dict(PREFIXES)
    for term in ontology_terms():
        named[term.name] = {"@id": term.iri, "@type": "@id"} if term.kind == "ObjectProperty" else term.iri
    return json.dumps({"@context": {"@version": 1.1, **named}}, ensure_ascii=False, indent=1) + "\n"
