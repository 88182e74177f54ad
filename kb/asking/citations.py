"""Which sources the rows of a result rest on, and their citations.

A row rests on the acts, cases and sources that it names, on those that the passages it names belong to, and on those that
state the claims it names. What a row counts without naming it cannot be told.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from pyoxigraph import NamedNode, Store

from kb.naming import iris
from kb.naming.namespaces import expand
from kb.release.dossiers import cite
from kb.release.graph_reader import GraphReader
from kb.release.release import Release
from kb.tables.sources import Item, item_of
from kb.values.model import OPEN, Dossier

OURS = re.compile(re.escape(iris.ID) + r"(?:instrument|case|source|claim)/[^\s<>\"|]+")
STATED_IN, TYPE = NamedNode(expand("pol:statedIn")), NamedNode(expand("rdf:type"))
DOSSIERS = {expand(f"pol:{name}") for name in ("Instrument", "Case", "Source")}


def named_in(values: Iterable[str]) -> set[str]:
    """IRIs of acts, cases, sources, their passages, and claims that stand in values, alone or in a list."""
    return {found for value in values for found in OURS.findall(value)}


def dossiers_of(release: Release, named: Iterable[str]) -> list[Dossier]:
    """Heads of the acts, cases and sources behind what was named, by kind and path."""
    found = set[str]()
    for iri in named:
        found |= _dossiers(release.store, iri)
    reader = GraphReader(release)
    return sorted((reader.head(iri) for iri in found), key=lambda head: (head.kind, head.path))


def _dossiers(store: Store, iri: str) -> set[str]:
    """The dossier that an IRI is or belongs to; of a claim, the one that states it."""
    if iris.kind(iri) == "claim":
        stated = (quad.object for quad in store.quads_for_pattern(NamedNode(iri), STATED_IN, None))
        return {value.value for value in stated if isinstance(value, NamedNode)}
    while iris.kind(iri):
        classes = {str(getattr(quad.object, "value", "")) for quad in store.quads_for_pattern(NamedNode(iri), TYPE, None)}
        if classes & DOSSIERS:
            return {iri}
        iri = iri.rpartition("/")[0]
    return set()


def items_of(release: Release, dossiers: list[Dossier]) -> list[Item]:
    """CSL-JSON items of the dossiers, each with its IRI as a note."""
    reader = GraphReader(release)
    return [item_of(reader, dossier, OPEN) | {"note": dossier.iri} for dossier in dossiers]


def to_text(dossiers: list[Dossier]) -> str:
    """Citations as a list for readers."""
    return "".join(f"- {cite(dossier, None)}{f', {dossier.url}' if dossier.url else ''}\n" for dossier in dossiers)
