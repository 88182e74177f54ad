"""Records become quads: every input file is one named graph, every node has an IRI."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import Quad

from kb.loaders.imports.kept_records import name_of
from kb.loaders.known import Known, known_of
from kb.loaders.records import Facts
from kb.projection.base import project_base
from kb.projection.claims import project_absences, project_dossier_claims
from kb.projection.codebook import project_dimension
from kb.projection.codings import project_codings
from kb.projection.dossiers import project_case, project_instrument
from kb.projection.imports import project_import, project_part, said_in_words
from kb.projection.labels import project_labels
from kb.projection.matters import project_absence_matters, project_dossier_matters
from kb.projection.own_words import project_words
from kb.projection.powers import project_powers
from kb.projection.registers import project_jurisdictions, project_organisations, project_platforms
from kb.projection.sources import project_source
from kb.projection.writer import GraphWriter

__all__ = ["project", "project_files"]


def project(facts: Facts) -> Iterator[Quad]:
    """All quads of the facts, file by file."""
    for quads in project_files(facts):
        yield from quads


def project_files(facts: Facts, known: Known | None = None) -> Iterator[list[Quad]]:
    """The quads of each file of the facts: one named graph each.

    ``known`` is what these files know of others; it is told where ``facts`` are not all of them.
    """
    known = known or known_of(facts)
    for name, sha256 in facts.files.items():
        writer = GraphWriter(f"facts/{name}")
        _project_file(facts, name, writer, known)
        writer.describe_file(name, sha256)
        yield writer.quads


def _project_file(facts: Facts, name: str, writer: GraphWriter, known: Known) -> None:
    kind, _, rest = name_of(name).partition("/")
    if name in facts.parts:
        part = facts.parts[name]
        project_part(writer, known, facts.imports[part.id], part, said_in_words(facts.answer_labels(), known))
    elif kind == "imports":
        project_import(writer, known, rest, facts.imports[rest])
    elif kind == "base" and facts.base:
        project_base(writer, facts.base)
    elif kind == "words":
        project_words(writer, facts.words)
    elif kind == "jurisdictions":
        project_jurisdictions(writer, facts.jurisdictions)
    elif kind == "organisations":
        project_organisations(writer, facts.organisations)
    elif kind == "platforms":
        project_platforms(writer, facts.platforms)
    elif kind == "codebook":
        project_dimension(writer, known, rest, facts.dimensions[rest])
    elif kind == "labels":
        project_labels(writer, rest, facts.labels[rest])
    elif kind == "instruments":
        project_instrument(writer, known, rest, facts.instruments[rest])
        project_dossier_claims(writer, known, "instrument", rest, facts.instruments[rest])
        project_dossier_matters(writer, "instrument", rest, facts.instruments[rest])
    elif kind == "cases":
        project_case(writer, rest, facts.cases[rest])
        project_dossier_claims(writer, known, "case", rest, facts.cases[rest])
        project_dossier_matters(writer, "case", rest, facts.cases[rest])
    elif kind == "absences":
        project_absences(writer, rest, facts.absences[rest])
        project_absence_matters(writer, rest, facts.open.get(rest, ()), facts.absences[rest])
    elif kind == "powers":
        project_powers(writer, known, rest, facts.powers[rest])
    elif kind == "codings":
        project_codings(writer, known, rest, facts.codings[rest])
    else:
        project_source(writer, known, rest, facts.sources[rest])
        project_dossier_matters(writer, "source", rest, facts.sources[rest])
