"""Everything the base says of one entity: facts, relations both ways, provisions, history, claims, mentions, identifiers."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kb.errors import UsageError
from kb.graph.network import Tie, course, entities, ties
from kb.naming import iris
from kb.naming.entity_links import identifier_address
from kb.naming.names import known
from kb.naming.namespaces import PREFIXES, expand, shrink
from kb.release.catalogue import Entity
from kb.release.matters import open_matters
from kb.release.release import Release
from kb.release.rows import Row
from kb.values.matters import OpenMatter
from kb.values.model import OPEN, STATE_WORDS

RDF_FORMATS = ("ttl", "jsonld", "nt", "rdf")
NAME_PROPERTIES = tuple(map(expand, ("rdfs:label", "skos:prefLabel", "skos:altLabel", "pol:pinpoint", "pol:inShort", "pol:says")))
STRUCTURAL = (
    "rdf:type", "rdfs:label", "skos:altLabel", "skos:exactMatch", "skos:inScheme", "pol:amount", "pol:claimLink",
    "pol:designation", "pol:event", "pol:hasAnswer", "pol:identifier", "pol:membership", "pol:operation", "pol:participation",
    "pol:openMatter", "pol:passage", "pol:position", "pol:stake", "pol:statement", "pol:step", "pol:testimony",
    "pol:treatyParty", "pol:maximum",
)  # fmt: skip
MAIN_KINDS = ("instrument", "case", "source", "platform", "organisation", "jurisdiction", "question", "power")


@dataclass(frozen=True)
class Fact:
    """One statement: the property in words, the value in words, its IRI if it is one of our entities, and its file."""

    property: str
    says: str
    value: str
    iri: str | None
    file: str


@dataclass(frozen=True)
class Relation:
    """A tie to another entity: ``outgoing`` if this entity is the one that acts."""

    says: str
    relation: str
    other: Entity
    outgoing: bool


@dataclass(frozen=True)
class Passage:
    """A provision or holding with what it says, in our words."""

    iri: str
    pinpoint: str
    says: str
    checked: str
    read_in: str


@dataclass(frozen=True)
class EntityClaim:
    """A claim or absence and how it belongs to the entity: stated in it, resting on it, about it."""

    iri: str
    how: str
    jurisdiction: str
    question: str
    text: str
    answer: str
    in_short: str
    valid_from: str
    valid_until: str
    pinpoint: str | None
    dossier: str | None
    checked: str
    withdrawn: bool


@dataclass(frozen=True)
class Mention:
    """A statement, testimony, event or tie elsewhere that names the entity."""

    iri: str
    says: str
    how: str
    inside: str


@dataclass(frozen=True)
class Identifier:
    """An official number with its system and, where the system has one, its address."""

    scheme: str
    value: str
    url: str | None


@dataclass(frozen=True)
class EntityView:
    """One entity with all that the release says of it."""

    iri: str
    kind: str
    title: str
    also: tuple[str, ...]
    url: str | None
    facts: tuple[Fact, ...]
    relations: tuple[Relation, ...]
    passages: tuple[Passage, ...]
    course: tuple[dict[str, str], ...]
    matters: tuple[OpenMatter, ...]
    ties: tuple[Tie, ...]
    claims: tuple[EntityClaim, ...]
    mentions: tuple[Mention, ...]
    identifiers: tuple[Identifier, ...]
    same_as: tuple[str, ...]
    files: tuple[str, ...]

    @property
    def key(self) -> str:
        """Short name: ``instrument/eu/dsa``."""
        return self.iri.removeprefix(iris.ID)


def view(release: Release, entity: str) -> EntityView:
    """All that is said of an entity, named by its short key or its IRI; UsageError if there is none of that name."""
    iri = entity_iri(entity)
    rows = list(release.rows("entity_facts", entity=iri))
    catalogue = entities(release)
    if not rows:
        raise UsageError(_unknown(iri.removeprefix(iris.ID), catalogue))
    names = _names(release)
    values = {row["value"] or "": row["label"] or "" for row in release.rows("labels_of_values", entity=iri)}
    said = {name: [row["value"] or "" for row in rows if row["predicate"] == name] for name in {row["predicate"] for row in rows}}
    titles = [title for name in NAME_PROPERTIES for title in said.get(name, ())]
    return EntityView(
        iri=iri,
        kind=iris.kind(iri) or "",
        title=_of_claim(release, iri) or _title(iri, titles, catalogue),
        also=(*said.get(expand("skos:altLabel"), ()), *said.get(expand("pol:officialLabel"), ())),
        url=next(iter(said.get(expand("foaf:page"), ())), None),
        facts=tuple(_fact(row, names, values) for row in rows if not _is_shown_elsewhere(row, catalogue)),
        relations=tuple(_relations(release, iri, catalogue, names)),
        passages=tuple(_passage(row) for row in release.rows("entity_passages", dossier=iri)),
        course=tuple(course(release, iri)),
        matters=tuple(one for one in open_matters(release) if iri.removeprefix(iris.ID) in (one.in_, one.holder)),
        ties=tuple(ties(release, iri)),
        claims=tuple(_claims(release, iri)),
        mentions=tuple(_mentions(release, iri, names)),
        identifiers=tuple(_identifiers(release, iri)),
        same_as=tuple(said.get(expand("skos:exactMatch"), ())),
        files=tuple(dict.fromkeys(path for row in rows if (path := _file(row)).startswith("facts/"))),
    )


def entity_iri(entity: str) -> str:
    """IRI of an entity from its short key or IRI; UsageError if it cannot be one.

    >>> entity_iri("instrument/eu/dsa") == iris.entity("instrument", "eu/dsa")
    True
    """
    kind, _, path = entity.strip().removeprefix(iris.ID).strip("/").partition("/")
    try:
        return iris.entity(kind, path)
    except ValueError:
        raise UsageError(f"'{entity[:80]}' names no entity; write a kind and a path, for example instrument/eu/dsa") from None


def write_rdf(release: Release, entity: str, format_name: str) -> str:
    """The entity and its parts as Turtle, JSON-LD, N-Triples or RDF/XML; UsageError for another format or no such entity."""
    from pyoxigraph import serialize

    from kb.running.writing import GRAPH_FORMATS
    from kb.sparql.stored import stored_query

    rdf_format = GRAPH_FORMATS[known("format", format_name, RDF_FORMATS)]
    iri = entity_iri(entity)
    store: Any = release.store
    found = sorted(set(store.query(stored_query("entity_graph").with_values({"entity": iri}))), key=str)
    if not found:
        raise UsageError(_unknown(iri.removeprefix(iris.ID), entities(release)))
    written = serialize(found, format=rdf_format, prefixes=PREFIXES)
    assert written is not None
    return written.decode("utf-8")


def _unknown(key: str, catalogue: Mapping[str, Entity]) -> str:
    near = nearest_key(key, catalogue)
    hint = f" Did you mean '{near}'?" if near else ""
    return f"no entity '{key[:80]}'.{hint} 'kb search' finds entities by name, number and words"


def nearest_key(key: str, catalogue: Mapping[str, Entity]) -> str | None:
    """The key in a catalogue that is spelt most like another, None if none is like it."""
    return next(iter(difflib.get_close_matches(key, catalogue, n=1, cutoff=0.5)), None)


def _title(iri: str, titles: list[str], catalogue: Mapping[str, Entity]) -> str:
    """The entity's name; a part without a name of its own is named after what it belongs to."""
    name = titles[0] if titles else iris.slug(iri).replace("_", " ")
    parent = catalogue.get(_inside(iri).removeprefix(iris.ID))
    return f"{parent.label}: {name}" if parent and parent.iri != iri else name


def _of_claim(release: Release, iri: str) -> str:
    """Place and question of a claim, which has no name of its own; empty for anything else."""
    found = next(iter(release.rows("statement_of_cell", claim=iri)), None) if iris.kind(iri) == "claim" else None
    return f"{found['place']}: {found['text']}" if found else ""


def _names(release: Release) -> dict[str, str]:
    return {row["property"] or "": row["label"] or "" for row in release.rows("property_names")}


def _file(row: Row) -> str:
    return (row["file"] or "").rpartition("/graph/")[2]


def _is_shown_elsewhere(row: Row, catalogue: Mapping[str, Entity]) -> bool:
    """Whether a statement is part of another section: names, parts, ties; that something stands in the record is told nowhere."""
    said, value = shrink(row["predicate"] or ""), row["value"] or ""
    return said in STRUCTURAL or value.removeprefix(iris.ID) in catalogue or (said == "pol:retractedOn" and value == OPEN)


def _words(predicate: str, names: dict[str, str]) -> str:
    """A property in words: its label, else its local name: ``evidenceGrade`` as "evidence grade"."""
    local = re.split(r"[/#]", predicate)[-1]
    return names.get(predicate) or re.sub(r"(?<=[a-z])([A-Z])|_", lambda found: f" {(found[1] or '').lower()}", local)


def _fact(row: Row, names: dict[str, str], labels: dict[str, str]) -> Fact:
    predicate, value = row["predicate"] or "", row["value"] or ""
    own = value if value.startswith(iris.ID) else None
    return Fact(shrink(predicate), _words(predicate, names), labels.get(value, value), own, _file(row))


def _relations(release: Release, iri: str, catalogue: Mapping[str, Entity], names: dict[str, str]) -> Iterator[Relation]:
    for row in release.catalogue.neighbours(iri):
        other = catalogue.get((row["other"] or "").removeprefix(iris.ID))
        if other and other.iri != iri:
            relation = row["relation"] or ""
            yield Relation(_words(relation, names), shrink(relation), other, row["outgoing"] == "true")


def _passage(row: Row) -> Passage:
    checked = iris.slug(row["checked"] or "")
    return Passage(row["passage"] or "", row["pinpoint"] or "", row["says"] or "", checked, row["read_in"] or "")


def _claims(release: Release, iri: str) -> Iterator[EntityClaim]:
    questions = release.reader.questions()
    for row in release.rows("entity_claims", entity=iri):
        question = iris.slug(row["question"] or "")
        head = questions[question]
        absence = iris.slug(row["absence"] or "")
        answer = head.label(iris.slug(row["answer"] or "")) if row["answer"] else STATE_WORDS.get(absence, absence)
        yield EntityClaim(
            iri=row["claim"] or "",
            how=shrink(row["how"] or ""),
            jurisdiction=iris.slug(row["jurisdiction"] or ""),
            question=question,
            text=head.text,
            answer=answer,
            in_short=row["in_short"] or "",
            valid_from=row["from"] or "",
            valid_until=row["until"] or "",
            pinpoint=row["pinpoint"],
            dossier=row["dossier"],
            checked=iris.slug(row["checked"] or ""),
            withdrawn=not (row["retracted"] or "").startswith("9999"),
        )


def _mentions(release: Release, iri: str, names: dict[str, str]) -> Iterator[Mention]:
    for row in release.rows("entity_mentions", entity=iri):
        node, how = row["node"] or "", row["how"] or ""
        if _inside(node) != iri:
            yield Mention(node, row["says"] or "", _words(how, names), _inside(node))


def _inside(iri: str) -> str:
    """The main entity that a part belongs to: the instrument of a provision, the source of a statement."""
    kind, *path = iri.removeprefix(iris.ID).split("/")
    depth = 2 if kind in ("instrument", "case", "power") else 1
    return iri if kind not in MAIN_KINDS else iris.entity(kind, "/".join(path[:depth]))


def _identifiers(release: Release, iri: str) -> Iterator[Identifier]:
    for row in release.rows("entity_identifiers", entity=iri):
        scheme, value = row["scheme"] or "", row["value"] or ""
        yield Identifier(scheme, value, identifier_address(scheme, value))
