"""Second codings: cells that another role coded again without seeing the first answer. One file is one draw of cells.

``facts/codings/<slug>.yaml`` holds the raw codings as they were made. A second coder who cannot tell writes ``cannot-tell``.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Annotated

from pydantic import Field

from kb.loaders.fields import Answered, Coding, Date, Record, Reference, References, Short, Slug, Text, Texts

CANNOT_TELL = "cannot-tell"
Count = Annotated[str, Field(pattern=r"^[1-9][0-9]{0,4}$")]


class Among(Record):
    """All cells that could be drawn: each of some jurisdictions with each of some questions.

    ``without`` names by jurisdiction the questions of cells that could not be drawn, as they were coded again before.
    """

    jurisdictions: Annotated[tuple[Reference, ...], Field(min_length=1)]
    questions: Annotated[tuple[Slug, ...], Field(min_length=1)]
    without: dict[Reference, tuple[Slug, ...]] = Field(default_factory=dict)

    def drawn(self, count: int, seed: int) -> list[tuple[str, str]]:
        """(jurisdiction, question) of the cells that a seed draws, in the order of the draw; at most all there are."""
        every = self.every()
        return random.Random(seed).sample(every, min(count, len(every)))

    def every(self) -> list[tuple[str, str]]:
        """(jurisdiction, question) of all cells that could be drawn, sorted."""
        return sorted(
            (jurisdiction, question)
            for jurisdiction in self.jurisdictions
            for question in self.questions
            if question not in self.without.get(jurisdiction, ())
        )


class Draw(Record):
    """How the cells were drawn: how many, by which seed, from which cells, on which day of the law; by which release.

    With ``among`` the draw is repeated whenever the file is read.
    """

    cells: Count
    seed: Annotated[str, Field(pattern=r"^[0-9]{1,12}$")]
    of: Short
    as_of: Date
    on: Date
    release: Annotated[str, Field(pattern=r"^[0-9a-f]{4,64}$")] | None = None
    among: Among | None = None


FOUND = ("right", "imprecise", "wrong", "cannot-tell")


class Ours(Record):
    """What our statement was when the cell was drawn, kept where it has been amended since."""

    answer: Answered
    rests_on: Texts = ()
    from_: Date | None = Field(None, alias="from")
    legal_status: Slug | None = None
    enforcement_status: Slug | None = None


class Resolution(Record):
    """A disagreement looked at again: in what both codings differ, what our statement was, what it was found to be, and why."""

    apart: Texts
    ours: Ours | None = None
    found: Annotated[str, Field(pattern=f"^({'|'.join(FOUND)})$")]
    note: Text
    amended: Date | None = None


class SecondCoding(Record):
    """One cell coded again: the answer or kind of absence, the passages it rests on, the texts that were read.

    ``from``, ``legal_status`` and ``enforcement_status`` say since when and how the answer holds, where the coder could tell.
    """

    answer: Answered
    rests_on: Texts = ()
    read: References = ()
    from_: Date | None = Field(None, alias="from")
    legal_status: Slug | None = None
    enforcement_status: Slug | None = None
    sha256: Annotated[tuple[Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")], ...], Field()] = ()
    note: Text | None = None
    coded: Coding | None = None
    resolution: Resolution | None = None


class Codings(Record):
    """All second codings of one draw, by jurisdiction and question; ``coded`` says by whom, unless a coding does."""

    title: Text
    drawn: Draw
    coded: Coding
    note: Texts = ()
    second: dict[Reference, dict[Slug, SecondCoding]] = Field(min_length=1)

    def each(self) -> Iterator[tuple[str, str, SecondCoding, Coding]]:
        """(jurisdiction, question, coding, who coded it when) for every cell."""
        for jurisdiction, questions in self.second.items():
            for question, coding in questions.items():
                yield jurisdiction, question, coding, coding.coded or self.coded
