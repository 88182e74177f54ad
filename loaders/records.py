"""All records of one reading of the facts, by kind and identifier."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from kb.loaders.codings.records import Codings
from kb.loaders.dossier_records import Absence, Case, Instrument
from kb.loaders.fields import Record
from kb.loaders.imports.kept_records import Imported, Part, name_of
from kb.loaders.matter_records import Matters
from kb.loaders.problems import Problem
from kb.loaders.register_records import Dimension, Jurisdiction, Organisation, Platform, Question
from kb.loaders.source_records import Source
from kb.loaders.yaml_files import Place


@dataclass
class Facts:
    """All records of one reading, by kind and identifier; the files with their SHA-256 and with what is doubtful in each.

    ``open`` has the open matters of the files of absences; those of a dossier stand in it. ``imports`` are the heads of outside
    data sets, ``parts`` their rows by file.
    """

    jurisdictions: dict[str, Jurisdiction] = field(default_factory=dict)
    organisations: dict[str, Organisation] = field(default_factory=dict)
    platforms: dict[str, Platform] = field(default_factory=dict)
    dimensions: dict[str, Dimension] = field(default_factory=dict)
    instruments: dict[str, Instrument] = field(default_factory=dict)
    cases: dict[str, Case] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)
    absences: dict[str, dict[str, tuple[Absence, ...]]] = field(default_factory=dict)
    codings: dict[str, Codings] = field(default_factory=dict)
    imports: dict[str, Imported] = field(default_factory=dict)
    parts: dict[str, Part] = field(default_factory=dict)
    open: dict[str, Matters] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    doubts: dict[str, tuple[Problem, ...]] = field(default_factory=dict)

    def questions(self) -> dict[str, Question]:
        """All questions by identifier, in the order of the codebook."""
        return {name: question for dimension in self.dimensions.values() for name, question in dimension.questions.items()}

    def answer_labels(self) -> dict[tuple[str, str], str]:
        """How each answer of each question is called."""
        asked = self.questions().items()
        return {(name, slug): answer.label for name, question in asked for slug, answer in question.answers.items()}


def records_of(facts: Facts, name: str) -> Iterator[tuple[Place, Record]]:
    """All records of one file with their places, outer ones first."""
    kind, _, rest = name_of(name).partition("/")
    if kind == "absences":
        for question, absences in facts.absences[rest].items():
            for number, absence in enumerate(absences):
                yield from _walk(("absences", question, number), absence)
        yield from _walk(("open",), facts.open[rest])
    elif rest:
        yield from _walk((), getattr(facts, "dimensions" if kind == "codebook" else kind)[rest])
    else:
        for key, record in getattr(facts, kind).items():
            yield from _walk((key,), record)


def _walk(place: Place, value: Any) -> Iterator[tuple[Place, Record]]:
    if isinstance(value, Record):
        yield place, value
        for key, child in value:
            yield from _walk((*place, key.rstrip("_")), child)
    elif isinstance(value, dict):
        for key, child in value.items():
            yield from _walk((*place, key), child)
    elif isinstance(value, tuple):
        for number, child in enumerate(value):
            yield from _walk((*place, number), child)


def plain_values(record: Record) -> Iterator[tuple[str, Place, str]]:
    """(field, index, text) of the record's own text values, lists opened."""
    for key, value in record:
        if isinstance(value, str):
            yield key, (), value
        elif isinstance(value, tuple):
            yield from ((key, (number,), item) for number, item in enumerate(value) if isinstance(item, str))
