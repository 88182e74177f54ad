"""Which sources the rows of a result rest on, and their citations as CSL-JSON, BibTeX and RIS.

A row rests on the acts, cases and sources that it names, on those that the passages it names belong to, and on those that
state the claims it names. What a row counts without naming it cannot be told.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

from pyoxigraph import NamedNode, Store

from kb import iris
from kb.dossiers import CITED_AS, cite
from kb.graph_reader import GraphReader
from kb.model import Dossier
from kb.namespaces import expand
from kb.release import Release

OURS = re.compile(re.escape(iris.ID) + r"(?:instrument|case|source|claim)/[^\s<>\"|]+")
STATED_IN, TYPE = NamedNode(expand("pol:statedIn")), NamedNode(expand("rdf:type"))
DOSSIERS = {expand(f"pol:{name}") for name in ("Instrument", "Case", "Source")}
CSL_TYPES = {"instrument": "legislation", "case": "legal_case", "source": "webpage"}
BIBTEX_SPECIAL = str.maketrans({mark: f"\\{mark}" for mark in "&%$#_{}"} | {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}"})
RIS_TYPES = {"instrument": "STAT", "case": "CASE", "source": "ELEC"}


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


def to_csl(dossiers: list[Dossier]) -> str:
    """Citations as CSL-JSON."""
    return json.dumps([_csl(dossier) for dossier in dossiers], ensure_ascii=False, indent=1) + "\n"


def _csl(dossier: Dossier) -> dict[str, Any]:
    item: dict[str, Any] = {"id": _key(dossier), "type": CSL_TYPES[dossier.kind], "title": dossier.title}
    optional = {
        "title-short": dossier.short,
        "number": _number(dossier),
        "URL": dossier.url,
        "publisher": dossier.publisher,
        "note": dossier.iri,
    }
    item |= {name: value for name, value in optional.items() if value}
    if dossier.issued:
        item["issued"] = {"date-parts": [[int(part) for part in dossier.issued.split("-")]]}
    return item


def to_bibtex(dossiers: list[Dossier]) -> str:
    """Citations as BibTeX entries of type misc."""
    return "\n".join(_bibtex(dossier) for dossier in dossiers)


def _bibtex(dossier: Dossier) -> str:
    fields = {
        "title": f"{{{dossier.title.translate(BIBTEX_SPECIAL)}}}",
        "howpublished": (_number(dossier) or "").translate(BIBTEX_SPECIAL),
        "publisher": (dossier.publisher or "").translate(BIBTEX_SPECIAL),
        "year": (dossier.issued or "")[:4],
        "url": (dossier.url or "").replace("{", "%7B").replace("}", "%7D"),
        "note": dossier.iri.translate(BIBTEX_SPECIAL),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@misc{{{_key(dossier)},", *lines, "}", ""])


def to_ris(dossiers: list[Dossier]) -> str:
    """Citations as RIS records."""
    return "".join(_ris(dossier) for dossier in dossiers)


def _ris(dossier: Dossier) -> str:
    fields = [
        ("TY", RIS_TYPES[dossier.kind]),
        ("ID", _key(dossier)),
        ("TI", dossier.title),
        ("PB", dossier.publisher),
        ("PY", (dossier.issued or "")[:4]),
        ("DA", (dossier.issued or "").replace("-", "/")),
        ("M1", _number(dossier)),
        ("UR", dossier.url),
        ("N1", dossier.iri),
        ("ER", ""),
    ]
    return "".join(f"{tag}  - {value}\r\n" for tag, value in fields if value or tag == "ER") + "\r\n"


def to_text(dossiers: list[Dossier]) -> str:
    """Citations as a list for readers."""
    return "".join(f"- {cite(dossier, None)}{f', {dossier.url}' if dossier.url else ''}\n" for dossier in dossiers)


def _number(dossier: Dossier) -> str | None:
    """The first official number, in the words in which it is cited."""
    return next((CITED_AS[scheme].format(value) for scheme, value in dossier.identifiers if scheme in CITED_AS), None)


def _key(dossier: Dossier) -> str:
    return f"{dossier.kind}-{dossier.path}".replace("/", "-")
