"""Sources: their statements, where each stands, its verdict, its evidence, and the answer it gives if it gives one."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from kb.loaders.dossier_records import Dossier
from kb.loaders.fields import Answered, Coding, Date, PartialDate, Period, Record, Reference, Scope, Short, Slug, Text, Withdrawal


class Where(Record):
    """Where a statement stands in its source: part, paragraph, sentence, and the SHA-256 of that sentence."""

    part: Short
    paragraph: Annotated[str, Field(pattern=r"^[0-9]+$")] | None = None
    sentence: Annotated[str, Field(pattern=r"^[0-9]+$")] | None = None
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")] | None = None


class Testimony(Record):
    """One piece of evidence for or against a statement."""

    says: Text
    stance: str
    who: Text | None = None
    on: Text | None = None
    source: Reference | None = None
    weight: Text | None = None


class Answering(Period):
    """The answer a source gives to a question of the codebook."""

    question: Slug
    jurisdiction: Reference
    answer: Answered
    in_short: Short
    scope: Scope = Scope()
    says_from: Date | None = None


class Statement(Record):
    """One atomic statement of a source, in our words, with its verdict and evidence."""

    where: Where
    says: Text
    subject: Text
    predicate: Text
    object: Text
    held_for: Text | None = None
    verdict: str | None = None
    because: Text | None = None
    evidence: tuple[Testimony, ...] = ()
    answers: Answering | None = None
    about: tuple[Reference, ...] = ()
    coded: Coding | None = None
    withdrawn: Withdrawal | None = None
    note: Text | None = None


class Source(Dossier):
    """A news, company or official page: its metadata and the statements it makes."""

    kind: str
    publisher: Text
    published: PartialDate | None = None
    dated: Text | None = None
    accessed: Date | None = None
    claims: dict[Slug, Statement] = {}
