"""Outside data as statements: the data set is a source, its claims are claims of that source, its laws instruments."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from kb.loaders.answer_words import slugs_of
from kb.loaders.evidence.grading import graded
from kb.loaders.fields import Scope
from kb.loaders.imports.kept_records import Imported, ImportedClaim, Part, TermsEdition, end_of
from kb.loaders.known import Known
from kb.loaders.words import authority_of
from kb.naming import iris
from kb.projection.claims import write_answers, write_period, write_scope
from kb.projection.dossiers import project_instrument
from kb.projection.registers import project_jurisdictions
from kb.projection.sources import project_source
from kb.projection.writer import GraphWriter

Labels = Callable[[str, str], str]


def project_import(writer: GraphWriter, known: Known, path: str, head: Imported) -> None:
    """The head of a data set: a source with its licence, and the places that it brought."""
    project_source(writer, known, path, head.source())
    writer.text(iris.entity("source", path), "dct:rights", head.licence)
    project_jurisdictions(writer, head.places)


def project_part(writer: GraphWriter, known: Known, head: Imported, part: Part, label_of: Labels) -> None:
    """The rows of one file of a data set."""
    for path, instrument in part.instruments.items():
        project_instrument(writer, known, path, instrument)
        writer.link(iris.entity("instrument", path), "dct:source", iris.entity("source", part.id))
    label, named = lru_cache(1 << 16)(label_of), head.short or head.title
    for row in part.rows:
        if isinstance(row, ImportedClaim):
            _project_claim(writer, known, head, part.id, row, f"{label(row.question, row.answer)}, according to {named}."[:400])
        elif isinstance(row, TermsEdition):
            _project_terms(writer, head, part.id, row)


def _project_claim(writer: GraphWriter, known: Known, head: Imported, path: str, row: ImportedClaim, in_short: str) -> None:
    source = iris.entity("source", path)
    scope = Scope(platform=row.platform or None, party=row.party or None) if row.platform or row.party else Scope()
    restated = row.asserted_on if row.asserted_on != head.coded.on else ""
    key = "--".join(part for part in (row.from_, row.platform, row.party, restated) if part)
    iri = iris.entity("claim", f"import/{path}/{row.place}/{row.question}/{key}")
    writer.a(iri, "pol:Claim")
    write_period(writer, iri, row.place, row.question, row.from_, row.until)
    write_scope(writer, iri, scope)
    write_answers(writer, known, iri, row.question, row.answer)
    writer.text(iri, "pol:inShort", in_short)
    writer.link(iri, "pol:statedIn", source)
    writer.link(iri, "pol:restsOn", source)
    writer.text(iri, "pol:pinpoint", head.pinpoint(row.rows))
    writer.link(iri, "pol:authority", iris.entity("authority", authority_of(head.kind)))
    writer.evidence(iri, graded(head.evidence))
    writer.text(iri, "pol:codedBy", head.coded.by)
    writer.date(iri, "pol:assertedOn", row.asserted_on)
    writer.date(iri, "pol:retractedOn", end_of(row.withdrawn_on))
    if row.withdrawn_on:
        writer.link(iri, "pol:withdrawnBecause", iris.entity("withdrawal-reason", "source-withdrawn"))
    writer.text(iri, "skos:note", row.note or None)


def _project_terms(writer: GraphWriter, head: Imported, path: str, row: TermsEdition) -> None:
    node = iris.entity("terms", f"{row.platform}/{row.document}/{row.on}-{row.commit[:12]}")
    writer.a(node, "pol:TermsEdition")
    writer.link(node, "pol:platform", iris.entity("platform", row.platform))
    writer.text(node, "pol:document", row.document)
    writer.date(node, "pol:on", row.on)
    writer.text(node, "pol:commit", row.commit)
    writer.text(node, "pol:sha256", row.sha256)
    writer.link(node, "pol:statedIn", iris.entity("source", path))


def said_in_words(labels: dict[tuple[str, str], str], known: Known) -> Labels:
    """How an answer is called: by the codebook, a number by its value and unit."""

    def label_of(question: str, answer: str) -> str:
        if known.units(question):
            return answer.capitalize()
        return ", ".join(labels.get((question, slug), slug) for slug in slugs_of(answer, None))

    return label_of
