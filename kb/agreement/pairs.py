"""Both codings of each cell that was coded twice: what the table says, and what the second coder said without seeing it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kb.agreement.alpha import Coded, alpha
from kb.agreement.aspects import aspects_apart, stated
from kb.cells.comparison import compare
from kb.errors import KnowledgeBaseError
from kb.loaders.answer_words import BOTH, slugs_of
from kb.loaders.codings.records import CANNOT_TELL, FOUND, Codings, Draw, SecondCoding
from kb.release.release import Release
from kb.values.model import Cell, QuestionHead

FIRST, SECOND = "first", "second"
LESS_THAN_THE_LEAST = -1
UNRESOLVED = "unresolved"
NOMINAL, NUMBER = "nominal", "number"  # numbers of different units have no distance: they are the same or not


@dataclass(frozen=True)
class Pair:
    """One cell: the first answer and the second, by whom each, and where the second was found to stand.

    ``apart`` names the aspects in which both differ, in a draw of all cells also those besides the answer; ``found`` is what a
    third look found of our statement, ``resolution`` why.
    """

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
    apart: tuple[str, ...] = ()
    found: str = ""
    resolution: str = ""
    amended: str | None = None

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
        yield _pair(slug, draw.drawn, heads[question], table.cell(jurisdiction, question), coding, coded.by)


def _pair(slug: str, drawn: Draw, head: QuestionHead, cell: Cell, coding: SecondCoding, by: str) -> Pair:
    look = coding.resolution
    ours = look.ours if look else None
    first, second = _named(head, ours.answer) if ours else answer_of(cell), _named(head, coding.answer)
    others = tuple(aspects_apart(stated(cell, ours), coding)) if drawn.among else ()
    apart = (("answer",) if first != second else ()) + others
    first_by = cell.winner.claim.coded_by or "" if cell.winner else ""
    about = (head.dimension, head.scale, first, second, first_by, by, tuple(name for name, _ in head.answers))
    resolved = (look.found, look.note, look.amended) if look else ("", "", None)
    return Pair(
        slug,
        cell.jurisdiction,
        head.id,
        *about,
        "; ".join(coding.rests_on),
        coding.note or "",
        apart if second != CANNOT_TELL else (),
        *resolved,
    )


def _named(head: QuestionHead, answer: str) -> str:
    """An answer as the base names it: of a number with its unit."""
    units = frozenset(unit for unit, _ in head.units) if head.scale == NUMBER else None
    return BOTH.join(slugs_of(answer, units))


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
    return [*found, _agreement("all", NOMINAL, pairs)]


def findings(pairs: list[Pair]) -> dict[str, dict[str, int]]:
    """Of each draw how many cells it has and how our statements were found: right (also where both agree), imprecise, wrong,
    not looked at again, or that the second coder or nobody could tell."""
    found: dict[str, dict[str, int]] = {}
    for one in pairs:
        counts = found.setdefault(one.draw, {"cells": 0} | dict.fromkeys((*FOUND, UNRESOLVED), 0))
        counts["cells"] += 1
        agreed = "right" if not one.apart else UNRESOLVED
        counts[one.found or (agreed if one.is_told else CANNOT_TELL)] += 1
    return found


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
    return Agreement(name, scale, *_counts(pairs), alpha(codings, NOMINAL if scale == NUMBER else scale))


def _coded(pair: Pair, scale: str) -> Iterator[Coded]:
    """Both values of a cell: the answers themselves, or their places on a scale that has an order."""
    unit = f"{pair.draw} {pair.jurisdiction} {pair.question}"
    for coder, answer in ((FIRST, pair.first), (SECOND, pair.second)):
        yield coder, unit, answer if scale in (NOMINAL, NUMBER) else _place(answer, pair.places)


def _place(answer: str, places: tuple[str, ...]) -> int:
    """The place of an answer from least to most; where no rule was found that is less than the least."""
    return places.index(answer) if answer in places else LESS_THAN_THE_LEAST
