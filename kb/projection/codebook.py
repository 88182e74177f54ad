"""Dimensions, questions and their closed answers."""

from __future__ import annotations

from kb.loaders.fields import EARLIEST
from kb.loaders.known import Known
from kb.loaders.register_records import Dimension, Question
from kb.naming import iris
from kb.naming.namespaces import expand
from kb.projection.claims import write_number
from kb.projection.writer import GraphWriter


def project_dimension(writer: GraphWriter, known: Known, slug: str, dimension: Dimension) -> None:
    """One dimension with its questions, in order, and the numbers that answer them."""
    iri = iris.entity("dimension", slug)
    writer.a(iri, "pol:Dimension")
    writer.label(iri, dimension.title)
    writer.text(iri, "skos:definition", dimension.about)
    writer.text(iri, "pol:codebookVersion", dimension.version)
    writer.number(iri, "pol:position", int(dimension.order))
    writer.number(iri, "pol:keepsGood", int(dimension.keeps_good.days))
    writer.number(iri, "pol:keepsGoodOpen", int(dimension.keeps_good.open))
    for version, since, changed in [
        *((one.version, one.since, one.changed) for one in dimension.earlier),
        (dimension.version, dimension.since or EARLIEST, dimension.changed),
    ]:
        node = f"{iri}/edition/{version}"
        for worded in changed:
            writer.link(node, "pol:changes", iris.entity("question", worded))
        writer.a(node, "pol:Edition")
        writer.link(iri, "pol:edition", node)
        writer.text(node, "pol:codebookVersion", version)
        writer.date(node, "pol:inUseSince", since)
    for number, (name, question) in enumerate(dimension.questions.items()):
        _project_question(writer, name, question, number)
        writer.link(iris.entity("question", name), "pol:dimension", iri)
        for slug_of_number in known.numbers_of(name):
            write_number(writer, known, iris.answer(name, slug_of_number), slug_of_number)


def _project_question(writer: GraphWriter, name: str, question: Question, position: int) -> None:
    iri = iris.entity("question", name)
    writer.a(iri, "pol:Question")
    writer.label(iri, question.text)
    writer.link(iri, "pol:scale", iris.entity("scale", question.scale))
    writer.text(iri, "pol:howToCode", question.how_to_code)
    writer.text(iri, "skos:note", question.note)
    writer.number(iri, "pol:position", position)
    writer.a(iris.link(name), "rdf:Property")
    writer.link(iris.link(name), "rdfs:subPropertyOf", expand("pol:hasClaim"))
    writer.link(iri, "pol:claimLink", iris.link(name))
    for unit in question.unit:
        writer.link(iri, "pol:unit", iris.entity("unit", unit))
    if question.direction:
        writer.link(iri, "pol:direction", iris.entity("direction", question.direction))
    writer.decimal(iri, "pol:least", question.least)
    writer.decimal(iri, "pol:most", question.most)
    for successor in question.replaced_by:
        writer.flag(iri, "owl:deprecated")
        writer.link(iri, "dct:isReplacedBy", iris.entity("question", successor))
    for former in question.formerly:
        _project_former_name(writer, former, name, question)
    for number, (slug, answer) in enumerate(question.answers.items()):
        answer_iri = iris.answer(name, slug)
        writer.a(answer_iri, "pol:Answer")
        writer.label(answer_iri, answer.label)
        writer.text(answer_iri, "skos:definition", answer.means)
        writer.text(answer_iri, "pol:condition", answer.condition)
        writer.text(answer_iri, "skos:notation", slug)
        writer.number(answer_iri, "pol:position", number)
        writer.link(iri, "pol:hasAnswer", answer_iri)
        for part in answer.from_parts:
            writer.link(answer_iri, "pol:fromPartAnswer", iris.answer(name, part))


def _project_former_name(writer: GraphWriter, former: str, name: str, question: Question) -> None:
    """Names that were published stay: the question's, its link's and its answers', each replaced by the one of today."""
    old = iris.entity("question", former)
    writer.label(old, f"{question.text} (former name)")
    replaced = {old: iris.entity("question", name), iris.link(former): iris.link(name)}
    replaced |= {iris.answer(former, slug): iris.answer(name, slug) for slug in question.answers}
    for gone, present in replaced.items():
        writer.flag(gone, "owl:deprecated")
        writer.link(gone, "dct:isReplacedBy", present)
