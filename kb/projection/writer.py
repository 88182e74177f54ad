"""Write the quads of one named graph, by prefixed names and plain values."""

from __future__ import annotations

import re

from pyoxigraph import Literal, NamedNode, Quad

from kb.loaders.fields import OPEN, Coding, Evidence, Withdrawal
from kb.naming import iris
from kb.naming.namespaces import expand

XSD_DATE = NamedNode(expand("xsd:date"))
XSD_BOOLEAN = NamedNode(expand("xsd:boolean"))
XSD_INTEGER = NamedNode(expand("xsd:integer"))
XSD_DECIMAL = NamedNode(expand("xsd:decimal"))


class GraphWriter:
    """Collects the quads of one input file; the graph's IRI comes from the file's path."""

    def __init__(self, path: str) -> None:
        self.graph = NamedNode(iris.graph(path))
        self.quads: list[Quad] = []

    def _add(self, subject: str, predicate: str, value: NamedNode | Literal) -> None:
        iri = predicate if predicate.startswith("http") else expand(predicate)
        self.quads.append(Quad(NamedNode(subject), NamedNode(iri), value, self.graph))

    def a(self, subject: str, type_name: str) -> None:
        """State the class of a node."""
        self._add(subject, "rdf:type", NamedNode(expand(type_name)))

    def link(self, subject: str, predicate: str, target: str | None) -> None:
        """State a tie to another node; None states nothing."""
        if target is not None:
            self._add(subject, predicate, NamedNode(target))

    def text(self, subject: str, predicate: str, value: str | None) -> None:
        """State a plain string, with white space folded; None states nothing."""
        if value is not None:
            self._add(subject, predicate, Literal(" ".join(value.split())))

    def said_in(self, subject: str, predicate: str, value: str, language: str) -> None:
        """State a text in a language, named by its tag."""
        self._add(subject, predicate, Literal(" ".join(value.split()), language=language))

    def label(self, subject: str, value: str) -> None:
        """State the name people know a node by."""
        self.text(subject, "rdfs:label", value)

    def date(self, subject: str, predicate: str, value: str | None) -> None:
        """State a day as xsd:date."""
        if value is not None:
            self._add(subject, predicate, Literal(value, datatype=XSD_DATE))

    def partial_date(self, subject: str, predicate: str, value: str) -> None:
        """State the first day of a day, month or year, and the precision where it is not a day."""
        self.date(subject, predicate, (value + "-01-01")[:10])
        if len(value) < 10:
            self.text(subject, "pol:precision", "month" if len(value) == 7 else "year")

    def flag(self, subject: str, predicate: str) -> None:
        """State that something is so."""
        self._add(subject, predicate, Literal("true", datatype=XSD_BOOLEAN))

    def number(self, subject: str, predicate: str, value: int) -> None:
        """State a whole number used for ordering."""
        self._add(subject, predicate, Literal(str(value), datatype=XSD_INTEGER))

    def decimal(self, subject: str, predicate: str, value: str | None) -> None:
        """State an exact number from its digits; None states nothing."""
        if value is not None:
            self._add(subject, predicate, Literal(value, datatype=XSD_DECIMAL))

    def evidence(self, subject: str, evidence: Evidence | None) -> None:
        """State how it is known: grade, where it was read, whether that confirmed it."""
        if evidence is None:
            return
        self.link(subject, "pol:evidenceGrade", iris.entity("evidence-grade", evidence.grade))
        self.text(subject, "pol:readIn", evidence.read_in)
        self.link(subject, "pol:checked", iris.entity("checked", evidence.checked))

    def coding(self, subject: str, coded: Coding | None) -> None:
        """State who coded it and since when it is in the record."""
        if coded is not None:
            self.text(subject, "pol:codedBy", coded.by)
            self.date(subject, "pol:assertedOn", coded.on)

    def record_time(self, subject: str, coded: Coding | None, withdrawn: Withdrawal | None) -> None:
        """State when something entered the record and when it left it (9999-12-31 while it stands), and why."""
        self.coding(subject, coded)
        self.date(subject, "pol:retractedOn", withdrawn.on if withdrawn else OPEN)
        if withdrawn:
            self.link(subject, "pol:withdrawnBecause", iris.entity("withdrawal-reason", withdrawn.why))
            self.text(subject, "pol:withdrawalNote", withdrawn.note)

    def describe_file(self, name: str, sha256: str) -> None:
        """State which file this graph was made from."""
        self.a(self.graph.value, "pol:FactsFile")
        self.text(self.graph.value, "pol:path", name)
        self.text(self.graph.value, "pol:sha256", sha256)


def dated_slug(date: str, what: str) -> str:
    """Slug of a dated thing: ``2025-01-20-enforcement-suspended``."""
    return re.sub(r"[^a-z0-9-]+", "-", f"{date}-{what}".lower())
