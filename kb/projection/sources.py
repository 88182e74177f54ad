"""Sources: the statements of an article, a company or an authority, with verdicts, evidence and coded answers."""

from __future__ import annotations

from kb.loaders.evidence.grading import graded_entry
from kb.loaders.known import Known
from kb.loaders.source_records import Answering, Source, Statement, Testimony, Where
from kb.loaders.words import authority_of
from kb.naming import iris
from kb.projection.claims import write_answer
from kb.projection.dossiers import dossier_iri, project_head
from kb.projection.writer import GraphWriter


def project_source(writer: GraphWriter, known: Known, path: str, source: Source) -> None:
    """One source with all its statements."""
    iri = iris.entity("source", path)
    writer.a(iri, "pol:Source")
    project_head(writer, iri, source)
    writer.link(iri, "dct:type", iris.entity("source-kind", source.kind))
    writer.text(iri, "dct:publisher", source.publisher)
    if source.published:
        writer.partial_date(iri, "dct:issued", source.published)
    writer.text(iri, "pol:dated", source.dated)
    writer.date(iri, "pol:accessedOn", source.accessed)
    for position, (key, statement) in enumerate(source.claims.items()):
        _project_statement(writer, iri, key, statement, source, position)
        if statement.answers:
            _project_answer(writer, known, iri, key, statement, statement.answers, source)


def _project_statement(
    writer: GraphWriter, source_iri: str, key: str, statement: Statement, source: Source, position: int
) -> None:
    iri = f"{source_iri}/{key}"
    writer.a(iri, "pol:Statement")
    writer.link(source_iri, "pol:statement", iri)
    writer.number(iri, "pol:position", position)
    writer.text(iri, "skos:notation", key)
    writer.text(iri, "pol:says", statement.says)
    writer.text(iri, "pol:subjectText", statement.subject)
    writer.text(iri, "pol:predicateText", statement.predicate)
    writer.text(iri, "pol:objectText", statement.object)
    writer.text(iri, "pol:heldFor", statement.held_for)
    writer.text(iri, "pol:because", statement.because)
    writer.text(iri, "skos:note", statement.note)
    writer.record_time(iri, statement.coded or source.coded, statement.withdrawn)
    _project_where(writer, iri, statement.where)
    if statement.verdict:
        writer.link(iri, "pol:verdict", iris.entity("verdict", statement.verdict))
    for reference in statement.about:
        writer.link(iri, "pol:about", dossier_iri(reference))
    for number, testimony in enumerate(statement.evidence, 1):
        _project_testimony(writer, iri, testimony, number)


def _project_where(writer: GraphWriter, iri: str, where: Where) -> None:
    writer.text(iri, "pol:part", where.part)
    writer.text(iri, "pol:paragraph", where.paragraph)
    writer.text(iri, "pol:sentence", where.sentence)
    writer.text(iri, "pol:sentenceHash", where.sha256)


def _project_testimony(writer: GraphWriter, statement: str, testimony: Testimony, number: int) -> None:
    node = f"{statement}/evidence/{number}"
    writer.a(node, "pol:Testimony")
    writer.link(statement, "pol:testimony", node)
    writer.number(node, "pol:position", number)
    writer.text(node, "pol:says", testimony.says)
    writer.link(node, "pol:stance", iris.entity("stance", testimony.stance))
    writer.text(node, "pol:who", testimony.who)
    writer.text(node, "pol:dated", testimony.on)
    writer.text(node, "pol:weight", testimony.weight)
    if testimony.source:
        writer.link(node, "pol:statedIn", iris.entity("source", testimony.source))


def _project_answer(
    writer: GraphWriter, known: Known, source_iri: str, key: str, statement: Statement, answers: Answering, source: Source
) -> None:
    statement_iri = f"{source_iri}/{key}"
    iri = iris.entity("claim", f"source/{iris.tail(source_iri, 'source')}/{key}")
    writer.a(iri, "pol:Claim")
    write_answer(writer, known, iri, answers.jurisdiction, answers.question, answers)
    writer.date(iri, "pol:saysFrom", answers.says_from)
    writer.link(iri, "pol:statedIn", source_iri)
    writer.link(iri, "pol:restsOn", statement_iri)
    writer.link(statement_iri, "pol:codedAs", iri)
    writer.text(iri, "pol:pinpoint", pinpoint(statement.where))
    writer.link(iri, "pol:authority", iris.entity("authority", authority_of(source.kind)))
    writer.evidence(iri, graded_entry(None, None, source))
    writer.record_time(iri, statement.coded or source.coded, statement.withdrawn)


def pinpoint(where: Where) -> str:
    """Where a statement stands, in words: ``body, paragraph 6, sentence 2``."""
    parts = [where.part]
    parts += [f"paragraph {where.paragraph}"] if where.paragraph else []
    parts += [f"sentence {where.sentence}"] if where.sentence else []
    return ", ".join(parts)
