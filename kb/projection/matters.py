"""Open matters: a node for each below what it stands in, with the cells it could change, the looks at it, and how it ended."""

from __future__ import annotations

from collections.abc import Sequence

from kb.loaders.dossier_records import Absence, Case, Dossier, Instrument
from kb.loaders.evidence.grading import graded
from kb.loaders.fields import Coding
from kb.loaders.matters.records import Closing, Look, Matters, OpenMatter, cells_at_stake
from kb.loaders.record.statements import dated_keys
from kb.loaders.source_records import Source
from kb.naming import iris
from kb.projection.dossiers import dossier_iri, home
from kb.projection.writer import GraphWriter

Cells = Sequence[tuple[str, str]]


def project_dossier_matters(writer: GraphWriter, kind: str, path: str, dossier: Instrument | Case | Source) -> None:
    """The open matters of an instrument, a case or a source; those of a source name their cells with a jurisdiction."""
    own = "" if isinstance(dossier, Source) else home(path, dossier)
    iri = iris.entity(kind, path)
    _project(writer, iri, iri, own, dossier.open, _answered(dossier, own), dossier.coded)


def project_absence_matters(
    writer: GraphWriter, jurisdiction: str, matters: Matters, absences: dict[str, tuple[Absence, ...]]
) -> None:
    """The open matters of what was searched in a jurisdiction and not found."""
    cells = [(jurisdiction, question) for question in absences]
    start = iris.entity("absence", jurisdiction)
    _project(writer, iris.entity("jurisdiction", jurisdiction), start, jurisdiction, matters, cells, None)


def _answered(dossier: Dossier, own: str) -> Cells:
    """The cells that the standing claims of a file answer."""
    if isinstance(dossier, Instrument | Case):
        claims = [(question, claim) for question, stated in dossier.claims.items() for claim in stated if not claim.withdrawn]
        return [(claim.jurisdiction or own, question) for question, claim in claims]
    if isinstance(dossier, Source):
        answers = (said.answers for said in dossier.claims.values() if not said.withdrawn)
        return [(given.jurisdiction, given.question) for given in answers if given]
    return []


def _project(
    writer: GraphWriter, iri: str, start: str, own: str, matters: Matters, answered: Cells, coded: Coding | None
) -> None:
    """Matters of the entity ``iri``; ``start`` is what their own identifiers begin with."""
    for key, matter in zip(dated_keys(matters), matters, strict=True):
        node = f"{start}/open/{key}"
        writer.link(iri, "pol:openMatter", node)
        _project_matter(writer, node, iri, matter, coded)
        for jurisdiction, question in cells_at_stake(matter, own, answered):
            _project_cell(writer, node, jurisdiction, question)
        for number, look in enumerate(matter.looked):
            _project_look(writer, node, number, look)
        if matter.closed:
            _project_closing(writer, node, f"{start}/closed/{key}", matter.closed)


def _project_matter(writer: GraphWriter, node: str, iri: str, matter: OpenMatter, coded: Coding | None) -> None:
    writer.a(node, "pol:OpenMatter")
    writer.link(node, "pol:matterKind", iris.entity("open-matter", matter.what))
    writer.link(node, "pol:openIn", dossier_iri(matter.in_) if matter.in_ else iri)
    writer.partial_date(node, "pol:on", matter.since)
    writer.date(node, "pol:lookAgain", matter.look_again)
    writer.text(node, "pol:dayBecause", matter.because)
    writer.text(node, "pol:inShort", matter.in_short)
    writer.text(node, "skos:note", matter.note)
    writer.evidence(node, graded(matter.evidence) if matter.evidence else None)
    writer.record_time(node, matter.coded or coded, matter.withdrawn)


def _project_cell(writer: GraphWriter, node: str, jurisdiction: str, question: str) -> None:
    cell = f"{node}/cell/{jurisdiction}--{question}"
    writer.link(node, "pol:couldChange", cell)
    writer.a(cell, "pol:CellAtStake")
    writer.link(cell, "pol:jurisdiction", iris.entity("jurisdiction", jurisdiction))
    writer.link(cell, "pol:question", iris.entity("question", question))


def _project_look(writer: GraphWriter, node: str, number: int, look: Look) -> None:
    made = f"{node}/look/{number}"
    writer.link(node, "pol:look", made)
    writer.a(made, "pol:Look")
    writer.date(made, "pol:lookAgain", look.look_again)
    writer.text(made, "pol:readIn", look.read)
    writer.coding(made, Coding(by=look.by, on=look.on))


def _project_closing(writer: GraphWriter, node: str, end: str, closing: Closing) -> None:
    writer.link(node, "pol:closing", end)
    writer.a(end, "pol:Closing")
    writer.date(end, "pol:on", closing.on)
    writer.link(end, "pol:closingKind", iris.entity("matter-closing", closing.how))
    writer.text(end, "pol:inShort", closing.in_short)
    writer.evidence(end, graded(closing.evidence))
    writer.coding(end, closing.coded)
