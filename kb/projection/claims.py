"""Claims and typed absences: the atoms that every cell is computed from."""

from __future__ import annotations

from kb.loaders.answer_words import MONEY, said, slugs_of
from kb.loaders.dossier_records import Absence, Case, Claim, Instrument
from kb.loaders.evidence.grading import graded_absence, graded_claim
from kb.loaders.fields import Scope
from kb.loaders.known import Known
from kb.loaders.references import claim_key
from kb.loaders.source_records import Answering
from kb.naming import iris
from kb.projection.dossiers import dossier_iri, home
from kb.projection.writer import GraphWriter


def project_dossier_claims(writer: GraphWriter, known: Known, kind: str, path: str, dossier: Instrument | Case) -> None:
    """All claims of one instrument or case, each linked from its jurisdiction."""
    stated_in = iris.entity(kind, path)
    for question, claims in dossier.claims.items():
        for claim in claims:
            prefix = path if kind == "instrument" else f"{kind}/{path}"
            iri = iris.entity("claim", f"{prefix}/{question}/{claim_key(claim)}")
            writer.a(iri, "pol:Claim")
            write_answer(writer, known, iri, claim.jurisdiction or home(path, dossier), question, claim)
            writer.link(iri, "pol:statedIn", stated_in)
            writer.link(iri, "pol:authority", iris.entity("authority", "law"))
            for pinpoint in claim.rests_on:
                writer.link(iri, "pol:restsOn", iris.passage(stated_in, pinpoint))
            writer.text(iri, "pol:pinpoint", "; ".join(claim.rests_on))
            for other in claim.beside:
                writer.link(iri, "pol:standsBeside", dossier_iri(other))
            if claim.left_to_members:
                writer.flag(iri, "pol:leftToMembers")
            writer.evidence(iri, graded_claim(claim, dossier))
            writer.record_time(iri, claim.coded or dossier.coded, claim.withdrawn)
            writer.text(iri, "skos:note", claim.note)


def project_absences(writer: GraphWriter, jurisdiction: str, absences: dict[str, tuple[Absence, ...]]) -> None:
    """All typed absences of one jurisdiction, with the proof of search."""
    for question, entries in absences.items():
        for absence in entries:
            iri = iris.entity("claim", f"absence/{jurisdiction}/{question}/{claim_key(absence)}")
            writer.a(iri, "pol:Absence")
            write_period(writer, iri, jurisdiction, question, absence.from_, absence.until)
            write_scope(writer, iri, absence.scope)
            writer.link(iri, "pol:absence", iris.entity("absence", absence.absence))
            writer.text(iri, "pol:inShort", absence.in_short)
            writer.link(iri, "pol:authority", iris.entity("authority", "official"))
            for searched in absence.searched:
                writer.text(iri, "pol:searched", searched)
            writer.date(iri, "pol:searchedOn", absence.searched_on)
            if absence.covers:
                writer.text(iri, "pol:coversBecause", absence.covers.because)
            writer.evidence(iri, graded_absence(absence))
            writer.record_time(iri, absence.coded, absence.withdrawn)
            writer.text(iri, "skos:note", absence.note)


def write_answer(writer: GraphWriter, known: Known, iri: str, jurisdiction: str, question: str, claim: Claim | Answering) -> None:
    """What a claim says of which question, in which period, for whom; of a set each member."""
    write_period(writer, iri, jurisdiction, question, claim.from_, claim.until)
    write_scope(writer, iri, claim.scope)
    write_answers(writer, known, iri, question, claim.answer)
    writer.text(iri, "pol:inShort", claim.in_short)


def write_answers(writer: GraphWriter, known: Known, iri: str, question: str, answer: str, property_: str = "pol:answer") -> None:
    """What a claim or a coding answers; of a number, its value and unit stand once, with the question."""
    for slug in slugs_of(answer, known.units(question)):
        writer.link(iri, property_, iris.answer(question, slug))


def write_number(writer: GraphWriter, known: Known, iri: str, slug: str) -> None:
    """A number that answers a question: a node like any answer, with its value and unit.

    It is stated in one graph alone: an engine that reads all graphs as one counts what two graphs say twice.
    """
    value, _, unit = slug.partition("-")
    names = known.named("unit", value)
    writer.a(iri, "pol:Answer")
    writer.a(iri, "pol:Quantity")
    writer.label(iri, said(value, unit, names))
    writer.text(iri, "skos:notation", slug)
    writer.decimal(iri, "pol:value", value)
    writer.link(iri, "pol:unit", iris.entity("unit", unit if unit in names else MONEY))
    if unit not in names:
        writer.text(iri, "pol:currency", unit.upper())


def write_period(writer: GraphWriter, iri: str, jurisdiction: str, question: str, start: str, end: str) -> None:
    """The direct link from the jurisdiction, the question, and the half-open valid time."""
    jurisdiction_iri = iris.entity("jurisdiction", jurisdiction)
    writer.link(jurisdiction_iri, iris.link(question), iri)
    writer.link(iri, "pol:jurisdiction", jurisdiction_iri)
    writer.link(iri, "pol:question", iris.entity("question", question))
    writer.date(iri, "pol:validFrom", start)
    writer.date(iri, "pol:validUntil", end)


def write_scope(writer: GraphWriter, iri: str, scope: Scope) -> None:
    """The platform or class of persons a claim is limited to."""
    if scope.platform:
        writer.link(iri, "pol:platform", iris.entity("platform", scope.platform))
    if scope.party:
        writer.link(iri, "pol:party", iris.entity("party", scope.party))
