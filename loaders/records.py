"""All records of one reading of the facts, by kind and identifier."""

from __future__ import annotations

from dataclasses import dataclass, field

from kb.loaders.base_records import Base
from kb.loaders.codings.records import Codings
from kb.loaders.dossier_records import Absence, Case, Instrument
from kb.loaders.imports.kept_records import Imported, Part
from kb.loaders.labels.records import Labels
from kb.loaders.matters.records import Matters
from kb.loaders.powers.records import Power
from kb.loaders.problems import Problem
from kb.loaders.register_records import Dimension, Jurisdiction, Organisation, Platform, Question
from kb.loaders.source_records import Source
from kb.loaders.word_records import Word


@dataclass
class Facts:
    """All records of one reading, by kind and identifier; the files with their SHA-256 and with what is doubtful in each.

    ``open`` has the open matters of the files of absences; those of a dossier stand in it. ``imports`` are the heads of outside
    data sets, ``parts`` their rows by file.
    """

    base: Base | None = None
    words: dict[str, dict[str, Word]] = field(default_factory=dict)
    jurisdictions: dict[str, Jurisdiction] = field(default_factory=dict)
    organisations: dict[str, Organisation] = field(default_factory=dict)
    platforms: dict[str, Platform] = field(default_factory=dict)
    dimensions: dict[str, Dimension] = field(default_factory=dict)
    instruments: dict[str, Instrument] = field(default_factory=dict)
    cases: dict[str, Case] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)
    absences: dict[str, dict[str, tuple[Absence, ...]]] = field(default_factory=dict)
    labels: dict[str, Labels] = field(default_factory=dict)
    codings: dict[str, Codings] = field(default_factory=dict)
    imports: dict[str, Imported] = field(default_factory=dict)
    parts: dict[str, Part] = field(default_factory=dict)
    powers: dict[str, dict[str, Power]] = field(default_factory=dict)
    open: dict[str, Matters] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    doubts: dict[str, tuple[Problem, ...]] = field(default_factory=dict)

    @property
    def role(self) -> str:
        """The role in which something is stated where none is named: the first that the base lists; empty if it lists none."""
        return self.base.roles[0] if self.base and self.base.roles else ""

    def questions(self) -> dict[str, Question]:
        """All questions by identifier, in the order of the codebook."""
        return {name: question for dimension in self.dimensions.values() for name, question in dimension.questions.items()}

    def answer_labels(self) -> dict[tuple[str, str], str]:
        """How each answer of each question is called."""
        asked = self.questions().items()
        return {(name, slug): answer.label for name, question in asked for slug, answer in question.answers.items()}
