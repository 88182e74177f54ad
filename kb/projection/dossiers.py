"""Instruments and cases: titles, identifiers, dated events or steps, provisions or holdings, and relations."""

from __future__ import annotations

from kb.loaders.dossier_records import Amount, Case, Dossier, Instrument, Passage, TreatyParty
from kb.loaders.evidence.grading import graded_entry
from kb.loaders.known import Known
from kb.loaders.record.statements import dated_keys
from kb.loaders.references import resolve
from kb.naming import iris
from kb.naming.namespaces import expand
from kb.projection.identifiers import project_identifiers
from kb.projection.writer import GraphWriter, dated_slug


def dossier_iri(reference: str) -> str:
    """IRI of the instrument, case or source a facts file refers to."""
    folder, path = resolve(reference)
    return iris.entity(iris.KIND_OF_FOLDER[folder], path)


def project_instrument(writer: GraphWriter, known: Known, path: str, instrument: Instrument) -> None:
    """One instrument without its claims."""
    iri = iris.entity("instrument", path)
    writer.a(iri, "pol:Instrument")
    project_head(writer, iri, instrument)
    writer.link(iri, "dct:type", iris.entity("instrument-type", instrument.type))
    writer.link(iri, "pol:jurisdiction", iris.entity("jurisdiction", home(path, instrument)))
    for approach in instrument.approaches:
        writer.link(iri, "pol:approach", iris.entity("approach", approach))
    for platform in instrument.platforms:
        writer.link(iri, "pol:platform", iris.entity("platform", platform))
    for relation in instrument.relations:
        for name, target in relation.items():
            writer.link(iri, relation_iri(name), dossier_iri(target))
    project_passages(writer, iri, "pol:Provision", instrument.provisions, instrument)
    for party in instrument.parties:
        _project_treaty_party(writer, iri, party, instrument)
    writer.text(iri, "pol:otherParties", instrument.other_parties)
    for number, key in enumerate(dated_keys(instrument.dates)):
        _project_event(writer, known, iri, f"{iri}/event/{key}", number, instrument)


def project_case(writer: GraphWriter, path: str, case: Case) -> None:
    """One proceeding without its claims."""
    iri = iris.entity("case", path)
    writer.a(iri, "pol:Case")
    project_head(writer, iri, case)
    writer.link(iri, "dct:type", iris.entity("case-kind", case.kind))
    writer.link(iri, "pol:jurisdiction", iris.entity("jurisdiction", home(path, case)))
    writer.link(iri, "pol:forum", iris.entity("organisation", case.forum))
    writer.text(iri, "pol:outcome", case.outcome)
    for reference in case.concerns:
        writer.link(iri, "pol:concerns", dossier_iri(reference))
    for platform in case.platforms:
        writer.link(iri, "pol:platform", iris.entity("platform", platform))
    _project_parties(writer, iri, case)
    project_passages(writer, iri, "pol:Holding", case.holdings, case)
    for number, key in enumerate(dated_keys(case.steps)):
        _project_step(writer, iri, f"{iri}/step/{key}", number, case)


def home(path: str, dossier: Instrument | Case) -> str:
    """Jurisdiction of a dossier: what it says, or the folder it is in."""
    return dossier.jurisdiction or path.partition("/")[0]


def project_head(writer: GraphWriter, iri: str, dossier: Dossier) -> None:
    """Title, short title, identifiers, address and notes."""
    writer.label(iri, dossier.title)
    writer.text(iri, "skos:altLabel", dossier.short)
    writer.link(iri, "foaf:page", dossier.official_url)
    for note in dossier.note:
        writer.text(iri, "skos:note", note)
    writer.looked_through(iri, dossier.looked_through)
    writer.coding(iri, dossier.coded)
    project_identifiers(writer, iri, dossier.identifiers)


def project_passages(writer: GraphWriter, iri: str, type_name: str, passages: dict[str, Passage], dossier: Dossier) -> None:
    """Provisions or holdings with their pinpoints."""
    for position, (pinpoint, passage) in enumerate(passages.items()):
        node = iris.passage(iri, pinpoint)
        writer.a(node, type_name)
        writer.link(iri, "pol:passage", node)
        writer.text(node, "pol:pinpoint", pinpoint)
        writer.text(node, "pol:says", passage.says)
        writer.text(node, "oa:exact", passage.quote)
        writer.text(node, "skos:note", passage.note)
        writer.number(node, "pol:position", position)
        writer.evidence(node, graded_entry(passage.evidence, None, dossier))


def _project_treaty_party(writer: GraphWriter, iri: str, party: TreatyParty, instrument: Instrument) -> None:
    jurisdiction = iris.entity("jurisdiction", party.jurisdiction)
    node = f"{iri}/treaty-party/{dated_slug(party.from_ or 'undated', party.jurisdiction)}"
    writer.a(node, "pol:TreatyParty")
    writer.link(iri, "pol:treatyParty", node)
    writer.link(node, "pol:jurisdiction", jurisdiction)
    if party.from_:
        writer.partial_date(node, "pol:validFrom", party.from_)
    writer.date(node, "pol:validUntil", party.until)
    writer.text(node, "skos:note", party.note)
    writer.evidence(node, graded_entry(party.evidence, party.coded, instrument))
    writer.coding(node, party.coded or instrument.coded)
    writer.link(iri, "pol:binds", jurisdiction)


def _project_event(writer: GraphWriter, known: Known, iri: str, node: str, number: int, instrument: Instrument) -> None:
    event = instrument.dates[number]
    writer.a(node, "pol:Event")
    writer.link(iri, "pol:event", node)
    writer.link(node, "pol:eventKind", iris.entity("event", event.what))
    writer.partial_date(node, "pol:on", event.on)
    writer.date(node, "pol:until", event.until)
    writer.text(node, "pol:pinpoint", event.provision)
    writer.text(node, "skos:note", event.note)
    writer.number(node, "pol:position", number)
    writer.evidence(node, graded_entry(event.evidence, event.coded, instrument))
    writer.record_time(node, event.coded or instrument.coded, event.withdrawn)
    if event.by:
        writer.link(node, "pol:by", dossier_iri(event.by))
    for pinpoint in event.covers:
        writer.link(node, "pol:covers", iris.passage(iri, pinpoint))
    for target in reached(known, event.to) if event.to else ():
        writer.link(node, "pol:reaches", target)


def reached(known: Known, addressee: str) -> list[str]:
    """IRIs of the platforms and the party class that an addressee stands for.

    An organisation stands for the platforms it owns or runs; a party class for itself and the platforms in it.
    """
    platforms = sorted(slug for slug, addressees in known.platforms.items() if addressee in addressees)
    targets = [iris.entity("platform", slug) for slug in platforms]
    if addressee in known.organisations:
        targets.append(iris.entity("organisation", addressee))
    if addressee in known.listed("party"):
        targets.append(iris.entity("party", addressee))
    return targets


def _project_parties(writer: GraphWriter, iri: str, case: Case) -> None:
    for number, party in enumerate(case.parties):
        node = f"{iri}/party/{number}"
        writer.a(node, "pol:Participation")
        writer.link(iri, "pol:participation", node)
        writer.link(node, "pol:participant", iris.entity("organisation", party.who))
        writer.text(node, "pol:role", party.role)
    for number, amount in enumerate(case.amounts):
        writer.link(iri, "pol:amount", f"{iri}/amount/{number}")
        project_amount(writer, f"{iri}/amount/{number}", amount)


def project_amount(writer: GraphWriter, node: str, amount: Amount) -> None:
    """State a sum of a case, on a node of its own."""
    writer.a(node, "pol:Amount")
    writer.text(node, "pol:amountValue", amount.value)
    writer.text(node, "pol:currency", amount.currency)
    writer.text(node, "pol:purpose", amount.what)
    if amount.on:
        writer.partial_date(node, "pol:on", amount.on)
    if amount.standing:
        writer.link(node, "pol:sumStanding", iris.entity("sum-standing", amount.standing))


def _project_step(writer: GraphWriter, iri: str, node: str, number: int, case: Case) -> None:
    step = case.steps[number]
    writer.a(node, "pol:Step")
    writer.link(iri, "pol:step", node)
    writer.link(node, "pol:stepKind", iris.entity("case-step", step.what))
    writer.partial_date(node, "pol:on", step.on)
    writer.text(node, "pol:inShort", step.in_short)
    writer.text(node, "pol:pinpoint", step.provision)
    writer.number(node, "pol:position", number)
    writer.evidence(node, graded_entry(step.evidence, step.coded, case))
    writer.text(node, "skos:note", step.note)
    writer.record_time(node, step.coded or case.coded, step.withdrawn)
    if step.by:
        writer.link(node, "pol:actor", iris.entity("organisation", step.by))


def relation_iri(name: str) -> str:
    """The property of a relation, by the name that stands under ``relations:``."""
    return expand("pol:" + _camel(name))


def _camel(name: str) -> str:
    head, *rest = name.split("_")
    return head + "".join(part.title() for part in rest)
