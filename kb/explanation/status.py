"""The dated events behind a status in words, with the triples that state them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kb.cells.sentences import Stated, values
from kb.release.dossiers import event_told
from kb.values.model import StoredClaim, StoredEvent
from kb.values.status import passages, scope
from kb.values.stored import as_known

if TYPE_CHECKING:
    from pyoxigraph import Quad


def event_of_claim(stated: Stated, event: StoredEvent, claim: StoredClaim) -> str:
    """One event as it bears on a claim: ``enforcement suspended on 2025-01-20 until 2025-04-05 for TikTok, by EO 14166``."""
    kind = next(iter(values(stated.of(event.iri, "pol:eventKind"))), "")
    name = stated.value(kind, "skos:prefLabel")
    reached = ", ".join(_name(stated, iri) for iri in sorted(event.reaches & scope(claim)))
    covered = ", ".join(stated.value(iri, "pol:pinpoint") for iri in sorted(event.covers & passages(claim)))
    by = (stated.value(event.by, "skos:altLabel") or stated.value(event.by, "rdfs:label")) if event.by else None
    day = as_known(event.on, stated.value(event.iri, "pol:precision"))
    whom = (f" for {reached}" if reached else "") + (f" as to {covered}" if covered else "")
    return event_told(f"{name[:1].lower()}{name[1:]}", event.until, by, f" on {day}", whom)


def event_quads(stated: Stated, event: StoredEvent, claim: StoredClaim) -> tuple[Quad, ...]:
    """The triples that :func:`event_of_claim` says."""
    kind = stated.value(event.iri, "pol:eventKind")
    quads = stated.tie(claim.dossier or "", "pol:event", event.iri)
    quads += stated.of(
        event.iri, "pol:eventKind", "pol:on", "pol:precision", "pol:until", "pol:position", "pol:assertedOn", "pol:by"
    )
    quads += stated.of(kind, "skos:prefLabel", "pol:setsLegalStatus", "pol:setsEnforcementStatus")
    if event.by:
        quads += stated.of(event.by, "skos:altLabel") or stated.of(event.by, "rdfs:label")
    for name, iri in [
        *(("pol:reaches", iri) for iri in sorted(event.reaches & scope(claim))),
        *(("pol:covers", iri) for iri in sorted(event.covers & passages(claim))),
    ]:
        quads += stated.tie(event.iri, name, iri) + stated.of(iri, "rdfs:label", "skos:prefLabel", "pol:pinpoint")
    return quads


def _name(stated: Stated, iri: str) -> str:
    return stated.value(iri, "rdfs:label") or stated.value(iri, "skos:prefLabel") or iri
