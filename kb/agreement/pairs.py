"""Both codings of each cell that was coded twice: what the table says, and what the second coder said without seeing it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kb.agreement.alpha import Coded, alpha
from kb.cells.comparison import compare
from kb.errors import KnowledgeBaseError
from kb.loaders.codings.records import CANNOT_TELL, Codings
from kb.release.release import Release
from kb.values.model import Cell

FIRST, SECOND = "first", "second"
LESS_THAN_THE_LEAST = -1


@dataclass(frozen=True)
class Pair:
    """One cell: the first answer and the second, by whom each, and where the second was found to stand."""

    draw: str
    jurisdiction: str
    question: str
    dimension: str
    scale: str
    first: str
    second: str
    first_by: str
    second_by: str
    places: tuple[str, ...]
    pinpoint: str
    note: str

    @property
    def is_told(self) -> bool:
        """Whether the second coder could tell at all; if not the value is missing, and no disagreement."""
        return self.second != CANNOT_TELL

    @property
    def agrees(self) -> bool:
        """Whether both gave the same answer."""
        return self.first == self.second


@dataclass(frozen=True)
class Agreement:
    """Agreement in one dimension on one scale: cells, how many agree, alpha (None where it says nothing)."""

    dimension: str
    scale: str
    cells: int
    agreeing: int
    alpha: float | None


def pairs_of(release: Release, codings: dict[str, Codings]) -> list[Pair]:
    """Both codings of every cell, the first as it was on record when it was drawn; KnowledgeBaseError if a role coded its own."""
    found = [pair for slug, draw in sorted(codings.items()) for pair in _of_draw(release, slug, draw)]
    if own := [pair for pair in found if pair.first_by == pair.second_by]:
        told = (f"facts/codings/{one.draw}.yaml: {one.jurisdiction} {one.question}: coded twice by {one.first_by}" for one in own)
        cells = "\n".join(told)
        raise KnowledgeBaseError(f"an author is no second coder; another role codes these cells:\n{cells}")
    return found


def _of_draw(release: Release, slug: str, draw: Codings) -> Iterator[Pair]:
    cells = [(jurisdiction, question) for jurisdiction, question, _, _ in draw.each()]
    places, questions = list(dict.fromkeys(one for one, _ in cells)), list(dict.fromkeys(one for _, one in cells))
    table = compare(release.reader, places, questions=questions, as_of=draw.drawn.as_of, known_on=draw.drawn.on)
    heads = {head.id: head for head in table.questions}
    for jurisdiction, question, coding, coded in draw.each():
        head, cell = heads[question], table.cell(jurisdiction, question)
        first_by = cell.winner.claim.coded_by if cell.winner else None
        about = (head.dimension, head.scale, answer_of(cell), coding.answer, first_by or "", coded.by)
        listed = tuple(slug for slug, _ in head.answers)
        yield Pair(slug, jurisdiction, question, *about, listed, "; ".join(coding.rests_on), coding.note or "")


def own_cells(release: Release) -> int:
    """How many cells of today's table have an answer or an absence of their own."""
    table = compare(release.reader, list(release.reader.jurisdictions()))
    return sum(1 for cell in table.cells if cell.winner and cell.layer is None)


def answer_of(cell: Cell) -> str:
    """The answer of a cell, or the kind of its absence."""
    return cell.answer or cell.state


def agreements(pairs: list[Pair]) -> list[Agreement]:
    """Agreement by dimension and scale where the second coder could tell, by name; then all these cells as nominal ones."""
    pairs = [one for one in pairs if one.is_told]
    groups = sorted({(one.dimension, one.scale) for one in pairs})
    found = [
        _agreement(name, scale, [one for one in pairs if (one.dimension, one.scale) == (name, scale)]) for name, scale in groups
    ]
    return [*found, _agreement("all", "nominal", pairs)]


def least_agreed(pairs: list[Pair]) -> list[tuple[str, int, int]]:
    """(question, cells, cells that agree) for every question with a disagreement, the least agreed first."""
    pairs = [one for one in pairs if one.is_told]
    questions = sorted({one.question for one in pairs})
    rows = [(name, *_counts([one for one in pairs if one.question == name])) for name in questions]
    return sorted((row for row in rows if row[2] < row[1]), key=lambda row: (row[2] / row[1], -row[1], row[0]))


def _counts(pairs: list[Pair]) -> tuple[int, int]:
    return len(pairs), sum(one.agrees for one in pairs)


def _agreement(name: str, scale: str, pairs: list[Pair]) -> Agreement:
    codings = (coded for one in pairs for coded in _coded(one, scale))
    return Agreement(name, scale, *_counts(pairs), alpha(codings, scale))


def _coded(pair: Pair, scale: str) -> Iterator[Coded]:
    """Both values of a cell: the answers themselves, or their places on a scale that has an order."""
    unit = f"{pair.draw} {pair.jurisdiction} {pair.question}"
    for coder, answer in ((FIRST, pair.first), (SECOND, pair.second)):
        yield coder, unit, answer if scale == "nominal" else _place(answer, pair.places)


def _place(answer: str, places: tuple[str, ...]) -> int:
    """The place of an answer from least to most; where no rule was found that is less than the least."""
    return places.index(answer) if answer in places else LESS_THAN_THE_LEAST
