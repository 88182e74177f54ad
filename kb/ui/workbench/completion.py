"""What the editor offers while a query is written: our classes and properties, entities by name, words of the lists."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import Any

from pyoxigraph import Literal, NamedNode, Store

from kb.asking.values import entities_of_kind
from kb.naming import iris
from kb.naming.namespaces import PREFIXES, expand, shrink
from kb.release.release import Release
from kb.ui.frame.shared import cached

KINDS = ("jurisdiction", "platform", "organisation", "instrument", "case", "source", "question", "dimension")
CONCEPTS = ("approach", "event", "case-step", "absence", "checked", "verdict", "authority", "party", "legal-status")
LONGEST, MOST_OF_A_KIND = 60, 1000
TERMS = {"owl:Class": "class", "owl:ObjectProperty": "property", "owl:DatatypeProperty": "property"}
USED = (
    "rdf:type", "rdfs:label", "skos:prefLabel", "skos:altLabel", "skos:notation", "skos:definition", "skos:note", "skos:inScheme",
    "dct:type", "dct:issued", "dct:publisher", "foaf:page",
)  # fmt: skip


def words(release: Release) -> list[dict[str, Any]]:
    """All that can be offered, as the editor wants it."""
    found: list[dict[str, Any]] = cached(release, _words)
    return found


def _words(release: Release) -> list[dict[str, Any]]:
    return [*_terms(release.store), *_entities(release)]


def _terms(store: Store) -> list[dict[str, Any]]:
    found = []
    for class_name, kind in TERMS.items():
        for quad in store.quads_for_pattern(None, NamedNode(expand("rdf:type")), NamedNode(expand(class_name))):
            if isinstance(quad.subject, NamedNode) and (name := shrink(quad.subject.value)).startswith("pol:"):
                about = _text(store, quad.subject, "skos:definition")
                found.append({"label": name, "apply": name, "type": kind, "detail": about[:LONGEST], "info": about, "boost": 20})
    used = [{"label": name, "apply": name, "type": "property", "detail": "", "boost": 10} for name in USED]
    prefixes = [{"label": f"{name}:", "apply": f"{name}:", "type": "namespace", "detail": iri} for name, iri in PREFIXES.items()]
    return [*sorted(found, key=lambda one: str(one["label"])), *used, *prefixes]


def _text(store: Store, subject: NamedNode, predicate: str) -> str:
    quads = store.quads_for_pattern(subject, NamedNode(expand(predicate)), None)
    return next((quad.object.value for quad in quads if isinstance(quad.object, Literal)), "")


def _named(release: Release, kind: str) -> Iterable[tuple[str, tuple[str, ...]]]:
    """Paths and names of the entities of a kind; the titles of those that can be drawn are at hand."""
    rows = ((row["entity"] or "", row["label"] or "") for row in release.catalogue.rows("entities"))
    drawn = [(iris.tail(iri, kind), (title,)) for iri, title in rows if iris.kind(iri) == kind]
    return drawn or entities_of_kind(release, kind).items()


def _entities(release: Release) -> list[dict[str, Any]]:
    found = []
    for kind in (*KINDS, *CONCEPTS):
        for path, names in islice(_named(release, kind), MOST_OF_A_KIND):
            iri = f"<{iris.entity(kind, path)}>"
            shown = names[0][:LONGEST] if names else path
            found.append({"label": f"{kind}/{path}", "apply": iri, "type": "constant", "detail": shown})
    return found
