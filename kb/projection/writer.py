"""Write the quads of one named graph, by prefixed names and plain values."""

from __future__ import annotations

import hashlib
import re
from functools import cache, lru_cache

from pyoxigraph import Literal, NamedNode, Quad

from kb.loaders.evidence.grading import Graded, is_reference
from kb.loaders.fields import OPEN, Coding, LookedThrough, Reading, Withdrawal
from kb.loaders.references import resolve
from kb.loaders.spoken import ENGLISH, languages_of
from kb.naming import iris
from kb.naming.namespaces import expand

XSD_DATE = NamedNode(expand("xsd:date"))
XSD_BOOLEAN = NamedNode(expand("xsd:boolean"))
XSD_INTEGER = NamedNode(expand("xsd:integer"))
XSD_DECIMAL = NamedNode(expand("xsd:decimal"))
NODES_KEPT = 1 << 14

_node = lru_cache(NODES_KEPT)(NamedNode)  # the same few nodes are named again and again


@cache
def _property(name: str) -> NamedNode:
    """A property or class by its prefixed name, or by its IRI."""
    return NamedNode(name if name.startswith("http") else expand(name))


def _called(reading: Reading) -> str:
    """What was read, for people: the edition of a text of the base, which has a node of its own; else as it is written."""
    return reading.edition if reading.edition and is_reference(reading.read) else reading.read


class GraphWriter:
    """Collects the quads of one input file; the graph's IRI comes from the file's path."""

    def __init__(self, path: str) -> None:
        self.graph = NamedNode(iris.graph(path))
        self.quads: list[Quad] = []
        self._file = path.removeprefix("facts/").removesuffix(".yaml")
        self._readings: set[str] = set()

    def _add(self, subject: str, predicate: str, value: NamedNode | Literal) -> None:
        self.quads.append(Quad(_node(subject), _property(predicate), value, self.graph))

    def a(self, subject: str, type_name: str) -> None:
        """State the class of a node."""
        self._add(subject, "rdf:type", _property(type_name))

    def link(self, subject: str, predicate: str, target: str | None) -> None:
        """State a tie to another node; None states nothing."""
        if target is not None:
            self._add(subject, predicate, _node(target))

    def text(self, subject: str, predicate: str, value: str | None) -> None:
        """State a plain string, with white space folded; None states nothing."""
        if value is not None:
            self._add(subject, predicate, Literal(" ".join(value.split())))

    def said_in(self, subject: str, predicate: str, value: str, language: str) -> None:
        """State a text in a language, named by its tag."""
        self._add(subject, predicate, Literal(" ".join(value.split()), language=language))

    def label(self, subject: str, value: str) -> None:
        """State the name people know a node by, what it is called in other languages, and which of these is the official one."""
        self.text(subject, "rdfs:label", value)
        for position, (language, name) in enumerate(languages_of(value).items()):
            if language != ENGLISH:
                self.said_in(subject, "pol:translatedLabel", name, language)
                if position == 0:
                    self.said_in(subject, "pol:officialLabel", name, language)

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

    def evidence(self, subject: str, found: Graded | None) -> None:
        """State how it is known: what was read, of what grade, whether somebody confirmed it, and to which day that goes."""
        if found is None:
            return
        self.link(subject, "pol:evidenceGrade", iris.entity("evidence-grade", found.grade))
        self.text(subject, "pol:readIn", "; ".join(dict.fromkeys(map(_called, found.readings))))
        self.link(subject, "pol:checked", iris.entity("checked", "confirmed" if found.confirmed else "background"))
        self.date(subject, "pol:evidenceTo", found.evidence_to)
        for reading in found.readings:
            self.link(subject, "pol:reading", self._reading(reading))

    def _reading(self, reading: Reading) -> str:
        """State one reading of one text, once in a file; its identifier follows from what it says."""
        node = iris.entity("reading", f"{self._file}/{_digest(reading)}")
        if node in self._readings:
            return node
        self._readings.add(node)
        self.a(node, "pol:Reading")
        self.text(node, "pol:read", reading.read)
        if is_reference(reading.read):
            folder, path = resolve(reading.read)
            self.link(node, "prov:used", iris.entity(iris.KIND_OF_FOLDER[folder], path))
        self.link(node, "pol:evidenceKind", iris.entity("evidence-kind", reading.kind))
        self.text(node, "pol:workEdition", reading.edition)
        self.text(node, "pol:passageRead", reading.passage)
        self.text(node, "pol:copyPublisher", reading.publisher)
        self.link(node, "pol:readAt", reading.address)
        self.text(node, "pol:dated", reading.dated)
        self.date(node, "pol:currentTo", reading.current_to)
        self.date(node, "pol:readOn", reading.read_on)
        self.text(node, "pol:readBy", reading.by)
        self.text(node, "pol:passageHash", reading.sha256)
        return node

    def looked_through(self, subject: str, looked: LookedThrough | None) -> None:
        """State through which day texts were looked through for changes, and which texts."""
        if looked is not None:
            self.date(subject, "pol:lookedThroughTo", looked.to)
            self.date(subject, "pol:lookedThroughOn", looked.on)
            self.text(subject, "pol:lookedThrough", looked.what)

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


def _digest(reading: Reading) -> str:
    """What tells the readings of one file apart: the beginning of a hash of all that they say."""
    return hashlib.sha256(reading.model_dump_json(exclude_none=True).encode()).hexdigest()[:12]
