"""Read an explanation back from its PROV in JSON-LD, whatever the order and shape of the nodes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kb.cells.sentences import Stated, values
from kb.errors import KnowledgeBaseError
from kb.naming import iris
from kb.naming.namespaces import expand, shrink

if TYPE_CHECKING:
    from pyoxigraph import Quad, Store

COMPUTED = ("cell", "resolution", "weighing", "association", "policy", "release", "agent")


def values_of_jsonld(text: str) -> dict[str, Any]:
    """The values of an explanation under the names of its JSON form; KnowledgeBaseError if the document is none."""
    from pyoxigraph import NamedNode, RdfFormat, Store, parse

    store = Store()
    try:
        store.extend(parse(text, format=RdfFormat.JSON_LD))
    except (SyntaxError, ValueError) as error:
        raise KnowledgeBaseError(f"it is not JSON-LD with its context inside ({error})") from None
    cells = [quad.subject for quad in store.quads_for_pattern(None, NamedNode(expand("rdf:type")), NamedNode(expand("pol:Cell")))]
    if len(cells) != 1 or not isinstance(cells[0], NamedNode):
        raise KnowledgeBaseError(f"it describes {len(cells)} cells, not one")
    try:
        return _of_cell(store, Stated(store), cells[0].value)
    except ValueError:
        raise KnowledgeBaseError("a node of it has no IRI") from None


def _of_cell(store: Store, stated: Stated, cell: str) -> dict[str, Any]:
    resolution = stated.value(cell, "prov:wasGeneratedBy")
    used = values(stated.of(resolution or None, "prov:used"))
    plan = stated.value(stated.value(resolution or None, "prov:qualifiedAssociation") or None, "prov:hadPlan")
    weighings = values(stated.of(resolution or None, "prov:qualifiedUsage"))
    return {
        "release": next((iris.slug(iri) for iri in used if iris.kind(iri) == "release"), ""),
        "as_of": stated.value(cell, "pol:asOf"),
        "known_on": stated.value(cell, "pol:knownOn"),
        "platform": _slug(stated, cell, "pol:platform"),
        "policy": iris.tail(plan, "policy"),
        "jurisdiction": _slug(stated, cell, "pol:jurisdiction") or "",
        "question": {"id": _slug(stated, cell, "pol:question") or ""},
        "state": _slug(stated, cell, "pol:absence") or "answered",
        "answer": _slug(stated, cell, "pol:answer"),
        "disputed": stated.value(cell, "pol:disputed") == "true",
        "legal_status": _slug(stated, cell, "pol:legalStatus"),
        "enforcement_status": _slug(stated, cell, "pol:enforcementStatus"),
        "claims": [_part(stated, weighing) for weighing in weighings],
        "sentences": [_said(quad) for quad in sorted(store, key=str) if _is_recorded(quad)],
        "linked": True,
    }


def _part(stated: Stated, weighing: str) -> dict[str, Any]:
    claim = stated.value(weighing, "prov:entity")
    return {
        "id": claim,
        "state": _slug(stated, claim or None, "pol:absence") or "answered",
        "answer": _slug(stated, claim or None, "pol:answer"),
        "standing": _slug(stated, weighing, "prov:hadRole") or "",
        "rule": _slug(stated, weighing, "pol:decidedBy"),
    }


def _slug(stated: Stated, node: str | None, name: str) -> str | None:
    return iris.slug_or_none(stated.value(node, name))


def _is_recorded(quad: Quad) -> bool:
    """Whether a triple is of the record, not of what the program computed from it."""
    return iris.kind(_subject(quad)) not in COMPUTED and quad.predicate.value != expand("cito:disputes")


def _subject(quad: Quad) -> str:
    return str(getattr(quad.subject, "value", ""))


def _said(quad: Quad) -> dict[str, Any]:
    subject = _subject(quad)
    text = f"{subject.removeprefix(iris.ID)} {shrink(quad.predicate.value)} {values([quad])[0]}"
    return {"about": subject, "text": text, "triples": [str(quad)]}
