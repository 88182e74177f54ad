"""Powers of authorities, each a node with its holders, its kind, whom it is over, and the provision that gives it."""

from __future__ import annotations

from kb.loaders.evidence.grading import graded
from kb.loaders.known import Known
from kb.loaders.powers.records import Maximum, Power
from kb.naming import iris
from kb.projection.dossiers import dossier_iri
from kb.projection.writer import GraphWriter


def project_powers(writer: GraphWriter, known: Known, jurisdiction: str, powers: dict[str, Power]) -> None:
    """All powers under the law of one jurisdiction."""
    names = known.named("power-kind")
    for slug, power in powers.items():
        iri = iris.entity("power", f"{jurisdiction}/{slug}")
        writer.a(iri, "pol:Power")
        writer.label(iri, f"{names[power.kind]} ({known.short_of(power.under)}, {power.provision})")
        writer.link(iri, "pol:jurisdiction", iris.entity("jurisdiction", jurisdiction))
        for holder in power.held_by:
            writer.link(iri, "pol:heldBy", iris.entity("organisation", holder))
        writer.link(iri, "pol:powerKind", iris.entity("power-kind", power.kind))
        writer.link(iri, "pol:over", iris.entity("party", power.over))
        writer.link(iri, "pol:under", dossier_iri(power.under))
        writer.text(iri, "pol:pinpoint", power.provision)
        writer.text(iri, "pol:inShort", power.in_short)
        writer.text(iri, "skos:note", power.note)
        writer.partial_date(iri, "pol:validFrom", power.from_)
        writer.date(iri, "pol:validUntil", power.until)
        writer.evidence(iri, graded(power.evidence or ()))
        writer.record_time(iri, power.coded, power.withdrawn)
        for number, maximum in enumerate(power.maximum):
            _project_maximum(writer, iri, number, maximum)


def _project_maximum(writer: GraphWriter, power: str, number: int, maximum: Maximum) -> None:
    node = f"{power}/maximum/{number}"
    writer.a(node, "pol:Maximum")
    writer.link(power, "pol:maximum", node)
    writer.decimal(node, "pol:maximumValue", maximum.value)
    writer.text(node, "pol:currency", maximum.currency)
    writer.link(node, "pol:unit", iris.entity("unit", maximum.unit) if maximum.unit else None)
    writer.text(node, "pol:base", maximum.base)
