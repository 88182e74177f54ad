"""Jurisdictions, organisations and platforms, with their dated ties and one plain link beside each tie."""

from __future__ import annotations

from kb.loaders.evidence.grading import graded
from kb.loaders.register_records import Designation, Jurisdiction, Operation, Organisation, Platform, Stake
from kb.loaders.spoken import ENGLISH
from kb.naming import iris
from kb.projection.dossiers import dossier_iri
from kb.projection.identifiers import project_identifiers
from kb.projection.writer import GraphWriter, dated_slug


def project_jurisdictions(writer: GraphWriter, jurisdictions: dict[str, Jurisdiction]) -> None:
    """All jurisdictions with their memberships, codes and counterparts elsewhere."""
    for position, (slug, jurisdiction) in enumerate(jurisdictions.items()):
        iri = iris.entity("jurisdiction", slug)
        writer.a(iri, "pol:Jurisdiction")
        writer.label(iri, jurisdiction.name)
        writer.link(iri, "dct:type", iris.entity("jurisdiction-kind", jurisdiction.kind))
        writer.text(iri, "skos:note", jurisdiction.note)
        writer.number(iri, "pol:position", position)
        for address in jurisdiction.same_as:
            writer.link(iri, "skos:exactMatch", address)
        project_identifiers(writer, iri, jurisdiction.codes)
        for alias in jurisdiction.aliases:
            writer.said_in(iri, "skos:hiddenLabel", alias, ENGLISH)
        if jurisdiction.at:
            writer.decimal(iri, "geo:long", jurisdiction.at.longitude)
            writer.decimal(iri, "geo:lat", jurisdiction.at.latitude)
        for membership in jurisdiction.member_of:
            union = iris.entity("jurisdiction", membership.in_)
            node = f"{iri}/membership/{membership.in_}-{membership.from_}"
            writer.a(node, "pol:Membership")
            writer.link(iri, "pol:membership", node)
            writer.link(node, "pol:union", union)
            writer.date(node, "pol:validFrom", membership.from_)
            writer.date(node, "pol:validUntil", membership.until)
            writer.text(node, "pol:boundUnder", membership.under)
            writer.link(iri, "pol:memberOf", union)


def project_organisations(writer: GraphWriter, organisations: dict[str, Organisation]) -> None:
    """All organisations with seat, place of incorporation and dated owners."""
    for slug, organisation in organisations.items():
        iri = iris.entity("organisation", slug)
        writer.a(iri, "pol:Organisation")
        writer.label(iri, organisation.name)
        writer.link(iri, "dct:type", iris.entity("organisation-kind", organisation.kind))
        _jurisdiction_tie(writer, iri, "pol:seat", organisation.seat)
        _jurisdiction_tie(writer, iri, "pol:establishedIn", organisation.established_in)
        writer.link(iri, "foaf:page", organisation.official_url)
        writer.text(iri, "skos:note", organisation.note)
        if organisation.part_of:
            writer.link(iri, "pol:partOf", iris.entity("organisation", organisation.part_of))
        for alias in organisation.aliases:
            writer.text(iri, "skos:altLabel", alias)
        for stake in organisation.owners:
            _project_stake(writer, iri, stake)


def project_platforms(writer: GraphWriter, platforms: dict[str, Platform]) -> None:
    """All services with their owners, operators and designations."""
    for slug, platform in platforms.items():
        iri = iris.entity("platform", slug)
        writer.a(iri, "pol:Platform")
        writer.label(iri, platform.name)
        writer.link(iri, "dct:type", iris.entity("platform-kind", platform.kind))
        writer.link(iri, "foaf:page", platform.official_url)
        writer.text(iri, "skos:note", platform.note)
        for alias in platform.aliases:
            writer.text(iri, "skos:altLabel", alias)
        for stake in platform.owners:
            _project_stake(writer, iri, stake)
        for operation in platform.operators:
            _project_operation(writer, iri, operation)
        for designation in platform.designations:
            _project_designation(writer, iri, designation)


def _jurisdiction_tie(writer: GraphWriter, iri: str, predicate: str, slug: str | None) -> None:
    if slug:
        writer.link(iri, predicate, iris.entity("jurisdiction", slug))


def _project_stake(writer: GraphWriter, owned: str, stake: Stake) -> None:
    owner = iris.entity("organisation", stake.owner)
    node = f"{owned}/stake/{dated_slug(stake.from_, stake.owner)}"
    writer.a(node, "pol:Stake")
    writer.link(owned, "pol:stake", node)
    writer.link(node, "pol:owner", owner)
    writer.text(node, "pol:percent", stake.percent)
    _dated(writer, node, stake)
    for reference in stake.rests_on:
        writer.link(node, "pol:restsOn", dossier_iri(reference))
    writer.link(owned, "pol:ownedBy", owner)


def _project_operation(writer: GraphWriter, platform: str, operation: Operation) -> None:
    operator = iris.entity("organisation", operation.operator)
    node = f"{platform}/operation/{dated_slug(operation.from_, operation.operator)}"
    writer.a(node, "pol:Operation")
    writer.link(platform, "pol:operation", node)
    writer.link(node, "pol:operator", operator)
    _dated(writer, node, operation)
    for jurisdiction in operation.in_:
        writer.link(node, "pol:jurisdiction", iris.entity("jurisdiction", jurisdiction))
    writer.link(platform, "pol:operatedBy", operator)


def _project_designation(writer: GraphWriter, platform: str, designation: Designation) -> None:
    node = f"{platform}/designation/{dated_slug(designation.from_, designation.as_)}"
    writer.a(node, "pol:Designation")
    writer.link(platform, "pol:designation", node)
    writer.link(node, "pol:party", iris.entity("party", designation.as_))
    writer.link(node, "pol:jurisdiction", iris.entity("jurisdiction", designation.in_))
    writer.link(node, "pol:designatedBy", iris.entity("organisation", designation.by))
    writer.link(node, "pol:restsOn", dossier_iri(designation.rests_on))
    _dated(writer, node, designation)
    writer.link(platform, "pol:designatedUnder", dossier_iri(designation.rests_on))


def _dated(writer: GraphWriter, node: str, tie: Stake | Operation | Designation) -> None:
    writer.partial_date(node, "pol:validFrom", tie.from_)
    writer.date(node, "pol:validUntil", tie.until)
    writer.text(node, "pol:inShort", tie.in_short)
    writer.evidence(node, graded(tie.evidence))
    writer.coding(node, tie.coded)
