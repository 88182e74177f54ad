"""What a second coder answered to the question of a cell without seeing the first answer, and the triples that say so."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from kb.cells.sentences import Sentence, Stated
from kb.loaders.answer_words import BOTH
from kb.naming import iris
from kb.release.release import Release
from kb.values.model import STATE_WORDS, Cell, Comparison, QuestionHead

if TYPE_CHECKING:
    from pyoxigraph import Quad

SAID = ("pol:codedAnswer", "pol:codedAbsence", "pol:pinpoint", "skos:note", "pol:codedBy", "pol:assertedOn")
CANNOT_TELL = "the texts do not tell"


@dataclass(frozen=True)
class SecondCoded:
    """A second coding of a cell: its answer in words, whether that is the answer of the cell, by which role and when."""

    label: str
    agrees: bool
    by: str
    on: str
    pinpoint: str
    note: str
    quads: tuple[Quad, ...]

    @property
    def sentence(self) -> Sentence:
        """The coding in one sentence."""
        where = f", resting on {self.pinpoint}" if self.pinpoint else ""
        what = "gave the same answer" if self.agrees else f"answered otherwise: {self.label}"
        note = f". {self.note.rstrip('.')}" if self.note else ""
        return Sentence(
            f"A second coder ({self.by}, {self.on}), who did not see the first answer, {what}{where}{note}.", self.quads
        )


def second_codings(release: Release, comparison: Comparison, head: QuestionHead, cell: Cell) -> tuple[SecondCoded, ...]:
    """The second codings of a cell that were on record, the oldest first."""
    place, stated = iris.entity("jurisdiction", cell.jurisdiction), Stated(release.store)
    rows = release.rows("second_codings", jurisdiction=place, question=iris.entity("question", head.id))
    found = []
    for _, group in groupby(rows, key=itemgetter("coding")):
        row, *others = group
        if str(row["on"]) > comparison.known_on:
            continue
        answers = (iris.slug_or_none(one["answer"]) for one in (row, *others))
        answer, absence = BOTH.join(sorted(one for one in answers if one)), iris.slug_or_none(row["absence"])
        told = head.label(answer) if answer and head.knows(answer) else ""
        label = told or (STATE_WORDS[absence] if absence else CANNOT_TELL)
        about = (str(row["by"]), str(row["on"]), row["pinpoint"] or "", row["note"] or "")
        agrees = (answer or absence) == (cell.answer or cell.state)
        found.append(SecondCoded(label, agrees, *about, stated.of(str(row["coding"]), *SAID)))
    return tuple(found)
