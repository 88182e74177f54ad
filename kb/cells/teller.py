"""What the sentences on one cell draw on, and the triples that several of them say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kb.cells.sentences import Stated, values
from kb.naming import iris
from kb.release.reader import Reader
from kb.values.model import EARLIEST, OPEN, Comparison, StoredClaim

if TYPE_CHECKING:
    from pyoxigraph import Quad

READ = (
    "pol:read", "prov:used", "pol:evidenceKind", "pol:workEdition", "pol:passageRead", "pol:copyPublisher",
    "pol:readAt", "pol:readOn", "pol:readBy",
)  # fmt: skip


@dataclass(frozen=True)
class Teller:
    """What the sentences on one cell draw on."""

    stated: Stated
    reader: Reader
    comparison: Comparison
    place: str
    winner: StoredClaim | None


def value_quads(teller: Teller, claim: StoredClaim) -> tuple[Quad, ...]:
    """That the claim gives its answers, or states its absence, and how that is called; of a number as its own file says."""
    stated = teller.stated
    given = stated.of(claim.iri, "pol:answer", "pol:absence")
    said = [quad for value in values(given) for quad in stated.of(value, "rdfs:label", "skos:prefLabel", "pol:value", "pol:unit")]
    own = {quad.graph_name for quad in given}
    there = {quad.subject for quad in said if quad.graph_name in own}
    return given + tuple(quad for quad in said if quad.graph_name in own or quad.subject not in there)


def link_quads(teller: Teller, claim: StoredClaim) -> tuple[Quad, ...]:
    """That the claim is one of this cell."""
    jurisdiction = iris.entity("jurisdiction", claim.jurisdiction)
    return teller.stated.tie(jurisdiction, iris.link(claim.question), claim.iri) + teller.stated.of(claim.iri, "pol:jurisdiction")


def reading_quads(teller: Teller, claim: StoredClaim) -> tuple[Quad, ...]:
    """That the claim rests on its readings, and what each read, of which edition, when and by which role."""
    found = teller.stated.of(claim.iri, "pol:reading")
    return found + tuple(quad for node in values(found) for quad in teller.stated.of(node, *READ))


def period(claim: StoredClaim) -> str:
    """``from 2024-04-24 until 2026-01-22``."""
    start = "an unknown day" if claim.valid_from == EARLIEST else claim.valid_from
    return f"from {start}{until(claim.valid_until)}"


def until(end: str) -> str:
    """`` until 2026-01-22``, or nothing for an open end."""
    return "" if end == OPEN else f" until {end}"
