"""What one named graph states, by subject and property: its claims, dossiers and events, without a store.

Whatever the stored queries ask of claims and dossiers they ask within one graph (``GRAPH ?file``), so that the indexes
of a release can be derived graph by graph while it is written. Tests compare the result with the queries' answers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import Any

from pyoxigraph import Quad

from kb.naming import iris
from kb.naming.namespaces import expand
from kb.release.claims import claim_of, reading_of
from kb.release.dossiers import event_from_rows, events_in_order, head_from_rows
from kb.release.rows import Row
from kb.values.model import Dossier, StoredClaim, StoredEvent

TYPE = expand("rdf:type")
CLAIM_CLASSES = (expand("pol:Claim"), expand("pol:Absence"))
DOSSIER_CLASSES = tuple(expand(name) for name in ("pol:Instrument", "pol:Case", "pol:Source"))
LEGAL, ENFORCEMENT = expand("pol:setsLegalStatus"), expand("pol:setsEnforcementStatus")
ASKED_OF_HEADS = {
    "title": expand("rdfs:label"),
    "short": expand("skos:altLabel"),
    "type": expand("dct:type"),
    "url": expand("foaf:page"),
    "issued": expand("dct:issued"),
    "dated": expand("pol:dated"),
    "publisher": expand("dct:publisher"),
}
ASKED_OF_IDENTIFIERS = {
    "scheme": expand("pol:identifierScheme"),
    "value": expand("skos:notation"),
    "position": expand("pol:position"),
}
ASKED_OF_EVENTS = {
    "kind": expand("pol:eventKind"),
    "on": expand("pol:on"),
    "precision": expand("pol:precision"),
    "position": expand("pol:position"),
    "asserted": expand("pol:assertedOn"),
    "retracted": expand("pol:retractedOn"),
    "because": expand("pol:withdrawnBecause"),
    "note": expand("pol:withdrawalNote"),
    "until": expand("pol:until"),
    "by": expand("pol:by"),
}
IDENTIFIER, EVENT, READING = expand("pol:identifier"), expand("pol:event"), expand("pol:reading")
REACHES, COVERS = expand("pol:reaches"), expand("pol:covers")

Statuses = Mapping[str, tuple[str | None, str | None]]


class GraphContents:
    """The statements of one graph; every value as text."""

    def __init__(self, quads: Iterable[Quad]) -> None:
        self._said: dict[str, dict[str, list[str]]] = {}
        name: Any = None
        for subject, predicate, value, name in quads:  # noqa: B007
            of_subject = self._said.setdefault(subject.value, {})
            of_subject.setdefault(predicate.value, []).append(value.value)
        self.name: str = name.value if name else ""

    def subjects(self) -> Iterator[str]:
        """Everything of which the graph says something."""
        return iter(self._said)

    def all(self, subject: str, predicate: str) -> list[str]:
        """All values of a property, in the order of the file."""
        return self._said.get(subject, {}).get(predicate, [])

    def one(self, subject: str, predicate: str) -> str | None:
        """The value of a property that has at most one."""
        return next(iter(self.all(subject, predicate)), None)

    def said_of(self, subject: str) -> Mapping[str, list[str]]:
        """All values of a subject by property."""
        return self._said.get(subject, {})

    def classes(self) -> Counter[str]:
        """How many nodes of each class the graph names."""
        return Counter(name for said in self._said.values() for name in said.get(TYPE, ()))

    def claims(self) -> list[StoredClaim]:
        """All claims and absences, in the order of the file."""
        return [
            self._typed(
                claim_of(iri, self._said[iri], readings=[reading_of(self._said[node]) for node in self.all(iri, READING)])
            )
            for iri in self._of_class(CLAIM_CLASSES)
        ]

    def dossiers(self, statuses: Statuses) -> list[tuple[Dossier, list[StoredEvent]]]:
        """All instruments, cases and sources with their dated events; ``statuses`` says what each kind of event sets."""
        return [(self._head(iri), self._events(iri, statuses)) for iri in self._of_class(DOSSIER_CLASSES)]

    def statuses(self) -> dict[str, tuple[str | None, str | None]]:
        """What kinds of events set, where the graph says it: (legal status, enforcement status)."""
        found = ((kind, self.one(kind, LEGAL), self.one(kind, ENFORCEMENT)) for kind in self._said)
        return {
            kind: (iris.slug_or_none(legal), iris.slug_or_none(enforced)) for kind, legal, enforced in found if legal or enforced
        }

    def _typed(self, claim: StoredClaim) -> StoredClaim:
        """The claim with the type of the instrument it is stated in."""
        found = self.one(claim.dossier, ASKED_OF_HEADS["type"]) if claim.dossier else None
        return claim._replace(instrument_type=iris.slug(found)) if found else claim

    def _of_class(self, classes: Sequence[str]) -> list[str]:
        return [iri for iri, said in self._said.items() if any(name in classes for name in said.get(TYPE, ()))]

    def _head(self, iri: str) -> Dossier:
        head = self._row(iri, ASKED_OF_HEADS)
        found = self.all(iri, IDENTIFIER)
        identifiers = [self._row(node, ASKED_OF_IDENTIFIERS) for node in found] or [dict.fromkeys(ASKED_OF_IDENTIFIERS)]
        return head_from_rows(iri, [head | identifier for identifier in identifiers])

    def _events(self, iri: str, statuses: Statuses) -> list[StoredEvent]:
        return events_in_order(self._event(node, statuses) for node in self.all(iri, EVENT))

    def _event(self, node: str, statuses: Statuses) -> StoredEvent:
        row = self._row(node, ASKED_OF_EVENTS)
        pairs = list(zip_longest(self.all(node, REACHES), self.all(node, COVERS))) or [(None, None)]
        return event_from_rows(node, [row | {"reaches": reached, "covers": covered} for reached, covered in pairs], statuses)

    def _row(self, subject: str, asked: Mapping[str, str]) -> Row:
        return {name: self.one(subject, predicate) for name, predicate in asked.items()}
