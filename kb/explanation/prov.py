"""An explanation as PROV in JSON-LD: the cell, the resolution that made it, the claims it used, their sources and coders.

The context stands in the document, every node has an IRI, and what the release states is taken from its triples.
"""

from __future__ import annotations

import json
from collections.abc import Iterable

from kb.cells.sentences import Stated, values
from kb.explanation.explain import Explanation
from kb.explanation.jsonld import Node, link, link_or_none, node, objects, stated_node, typed
from kb.explanation.reasons import Reason
from kb.loaders.answer_words import members_of
from kb.naming import iris
from kb.naming.namespaces import PREFIXES
from kb.release.release import Release
from kb.values.model import Cell, Comparison, StoredClaim
from kb.values.status import decisive_events

CONTEXT = {name: PREFIXES[name] for name in ("pol", "prov", "rdf", "rdfs", "skos", "dct", "foaf", "owl", "cito", "xsd")}
PART_OF_CLAIM = (
    "pol:jurisdiction", "pol:question", "pol:answer", "pol:absence", "pol:inShort", "pol:platform", "pol:party",
    "pol:validFrom", "pol:validUntil", "pol:assertedOn", "pol:authority", "pol:pinpoint", "pol:evidenceGrade", "pol:checked",
    "pol:readIn", "pol:evidenceTo", "pol:reading", "skos:note",
)  # fmt: skip
PART_OF_DOSSIER = ("rdfs:label", "skos:altLabel", "foaf:page", "dct:publisher", "dct:issued", "pol:dated")
PART_OF_PASSAGE = ("pol:pinpoint", "pol:says", "pol:verdict", "pol:because")
PART_OF_READING = (
    "pol:read", "prov:used", "pol:evidenceKind", "pol:workEdition", "pol:passageRead", "pol:copyPublisher",
    "pol:readAt", "pol:dated", "pol:currentTo", "pol:readOn", "pol:readBy", "pol:passageHash",
)  # fmt: skip
PART_OF_EVENT = ("pol:eventKind", "pol:on", "pol:precision", "pol:until", "pol:by", "pol:assertedOn")


def to_jsonld(release: Release, explanation: Explanation) -> str:
    """The explanation as a JSON-LD document with one list of nodes; equal explanations give equal text."""
    stated = Stated(release.store)
    nodes = [*_computed(explanation, _events(release, stated, explanation)), *_recorded(stated, explanation)]
    named = {one["@id"]: one for one in nodes}
    return json.dumps({"@context": CONTEXT, "@graph": list(named.values())}, ensure_ascii=False, indent=1) + "\n"


def cell_path(comparison: Comparison, cell: Cell) -> str:
    """What tells a cell from every other one: place, question, both days, platform, policy and release."""
    platform = comparison.platform or "any-platform"
    point = (comparison.as_of, comparison.known_on, platform, comparison.policy, comparison.release)
    return "/".join((cell.jurisdiction, cell.question, *point))


def _computed(explanation: Explanation, events: list[Node]) -> list[Node]:
    """What the program made: the cell and the resolution with its weighings, plan and agent; and the events it read."""
    comparison, path = explanation.comparison, cell_path(explanation.comparison, explanation.cell)
    claims = [link(reason.weighed.claim.iri) for reason in explanation.reasons]
    release, program = iris.entity("release", comparison.release), iris.entity("agent", "kb")
    plan, association = iris.entity("policy", comparison.policy), iris.entity("association", path)
    weighings = [_weighing(path, number, reason) for number, reason in enumerate(explanation.reasons, 1)]
    resolution = node(
        iris.entity("resolution", path),
        ["prov:Activity", "pol:Resolution"],
        {
            "prov:used": [*claims, *(link(event["@id"]) for event in events), link(release)],
            "prov:qualifiedUsage": [link(weighing["@id"]) for weighing in weighings],
            "prov:wasAssociatedWith": link(program),
            "prov:qualifiedAssociation": link(association),
        },
    )
    policy = {
        "prov:specializationOf": link(iris.policy(comparison.policy)),
        "owl:versionInfo": comparison.policy.partition("/")[2],
    }
    return [
        _cell(explanation, path, claims),
        resolution,
        node(association, ["prov:Association"], {"prov:agent": link(program), "prov:hadPlan": link(plan)}),
        node(plan, ["prov:Plan", "prov:Entity"], policy),
        node(program, ["prov:SoftwareAgent"], {"rdfs:label": "The program of this knowledge base"}),
        node(release, ["prov:Entity"], {"dct:identifier": comparison.release}),
        *weighings,
        *events,
    ]


def _cell(explanation: Explanation, path: str, claims: list[Node]) -> Node:
    comparison, cell = explanation.comparison, explanation.cell
    name = dict(comparison.jurisdictions)[cell.jurisdiction]
    said = [link(iris.answer(cell.question, one)) for one in members_of(cell.answer)] if cell.answer else []
    absent = "pol:absence", link(iris.entity("absence", cell.state))
    given = ("pol:answer", said[0] if len(said) == 1 else said) if said else absent
    content = {
        "rdfs:label": f"{name}: {explanation.question.text}",
        "pol:jurisdiction": link(iris.entity("jurisdiction", cell.jurisdiction)),
        "pol:question": link(iris.entity("question", cell.question)),
        "pol:asOf": typed(comparison.as_of, "xsd:date"),
        "pol:knownOn": typed(comparison.known_on, "xsd:date"),
        "pol:platform": link_or_none(_of("platform", comparison.platform)),
        given[0]: given[1],
        "prov:value": cell.label,
        "pol:inShort": cell.in_short,
        "pol:legalStatus": link_or_none(_of("legal-status", cell.legal_status)),
        "pol:enforcementStatus": link_or_none(_of("enforcement-status", cell.enforcement_status)),
        "pol:disputed": cell.disputed,
        "pol:shows": link_or_none(cell.winner.claim.iri if cell.winner else None),
        "prov:wasDerivedFrom": claims,
        "prov:wasGeneratedBy": link(iris.entity("resolution", path)),
    }
    return node(iris.entity("cell", path), ["prov:Entity", "pol:Cell"], content)


def _weighing(path: str, number: int, reason: Reason) -> Node:
    weighed = reason.weighed
    content = {
        "prov:entity": link(weighed.claim.iri),
        "prov:hadRole": link(iris.entity("standing", weighed.standing)),
        "pol:decidedBy": link_or_none(reason.rule_iri),
    }
    return node(iris.entity("weighing", f"{path}/{number}"), ["prov:Usage", "pol:Weighing"], content)


def _events(release: Release, stated: Stated, explanation: Explanation) -> list[Node]:
    """The dated events that the status of the cell follows from."""
    comparison, winner = explanation.comparison, explanation.cell.winner
    if not winner or not winner.claim.dossier:
        return []
    events = release.reader.events(winner.claim.dossier)
    found = decisive_events(winner.claim, events, comparison.as_of, comparison.known_on)
    return [stated_node(stated, event.iri, PART_OF_EVENT) for event in found.behind_statuses]


def _recorded(stated: Stated, explanation: Explanation) -> Iterable[Node]:
    """What the record holds: claims, their dossiers and passages, coders, searches, and the rules that decided."""
    winner = explanation.cell.winner
    yield stated_node(stated, iris.policy(explanation.comparison.policy), ("rdfs:label", "skos:definition"))
    for reason in explanation.reasons:
        claim = reason.weighed.claim
        yield _claim(stated, reason, winner.claim.iri if winner and reason.weighed.disputes else None)
        if claim.dossier:
            yield stated_node(stated, claim.dossier, PART_OF_DOSSIER)
        for support in reason.supports:
            if support.passage:
                yield stated_node(stated, support.passage, PART_OF_PASSAGE)
        for reading in values(stated.of(claim.iri, "pol:reading")):
            yield node(reading, ["prov:Activity", "pol:Reading"], objects(stated.of(reading, *PART_OF_READING)))
        if claim.coded_by:
            yield node(iris.entity("role", claim.coded_by), ["prov:Agent"], {"rdfs:label": claim.coded_by})
        if claim.absence:
            yield _search(stated, claim)
        if reason.rule_iri:
            yield stated_node(stated, reason.rule_iri, ("rdfs:label", "skos:definition"))
    for standing in dict.fromkeys(reason.weighed.standing for reason in explanation.reasons):
        yield node(iris.entity("standing", standing), ["prov:Role"], {"rdfs:label": standing})


def _claim(stated: Stated, reason: Reason, disputed: str | None) -> Node:
    claim = reason.weighed.claim
    derived = {
        "dct:bibliographicCitation": reason.citation,
        "prov:hadPrimarySource": link_or_none(claim.dossier),
        "prov:wasDerivedFrom": [link(support.passage) for support in reason.supports if support.passage],
        "prov:wasAttributedTo": link_or_none(_of("role", claim.coded_by)),
        "prov:generatedAtTime": typed(f"{claim.asserted_on}T00:00:00Z", "xsd:dateTime"),
        "prov:wasGeneratedBy": link_or_none(_search_iri(claim) if claim.absence else None),
        "cito:disputes": link_or_none(disputed),
    }
    return stated_node(stated, claim.iri, PART_OF_CLAIM, derived)


def _search(stated: Stated, claim: StoredClaim) -> Node:
    found = objects(stated.of(claim.iri, "pol:searched", "pol:searchedOn"))
    found["prov:wasAssociatedWith"] = link_or_none(_of("role", claim.coded_by))
    return node(_search_iri(claim), ["prov:Activity", "pol:Search"], found)


def _search_iri(claim: StoredClaim) -> str:
    return iris.entity("search", iris.tail(claim.iri, "claim"))


def _of(kind: str, slug: str | None) -> str | None:
    return iris.entity(kind, slug) if slug else None
