"""Second codings: what another role answered to a question without seeing the first answer."""

from __future__ import annotations

from kb.loaders.codings.records import CANNOT_TELL, Codings, SecondCoding
from kb.loaders.known import Known
from kb.loaders.words import words
from kb.naming import iris
from kb.projection.claims import write_answers
from kb.projection.dossiers import dossier_iri
from kb.projection.writer import GraphWriter


def project_codings(writer: GraphWriter, known: Known, slug: str, codings: Codings) -> None:
    """All second codings of one draw; each is a node that names its cell, its answer, its coder and its day."""
    for jurisdiction, question, coding, coded in codings.each():
        iri = iris.entity("coding", f"{slug}/{jurisdiction}/{question}")
        writer.a(iri, "pol:SecondCoding")
        writer.link(iri, "pol:codesFor", iris.entity("jurisdiction", jurisdiction))
        writer.link(iri, "pol:codesQuestion", iris.entity("question", question))
        if coding.answer in words("absence"):
            writer.link(iri, "pol:codedAbsence", iris.entity("absence", coding.answer))
        elif coding.answer != CANNOT_TELL:
            write_answers(writer, known, iri, question, coding.answer, "pol:codedAnswer")
        writer.text(iri, "pol:pinpoint", "; ".join(coding.rests_on) or None)
        for read in coding.read:
            writer.link(iri, "pol:codedFrom", dossier_iri(read))
        writer.text(iri, "skos:note", _note(coding))
        writer.text(iri, "pol:codedBy", coded.by)
        writer.date(iri, "pol:assertedOn", coded.on)
        writer.date(iri, "pol:codesAsOf", codings.drawn.as_of)


def _note(coding: SecondCoding) -> str | None:
    """The coder's note, and how a disagreement was resolved."""
    resolved = coding.resolution and f"Looked at again, our statement is {coding.resolution.found}: {coding.resolution.note}"
    return " ".join(part for part in (coding.note, resolved) if part) or None
