"""How far apart two findings on one question stand: by steps on an ordinal scale, by the difference of numbers, by the members
that sets share, alike or not on a nominal scale.

What each absence counts as is decided in ``ontology/decisions/0008-distance-between-regimes.md``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kb.loaders.answer_words import BOTH
from kb.values.answer_distance import answer_distance
from kb.values.model import Cell, QuestionHead

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

NONE_FOUND, NOT_APPLICABLE = "none-found", "not-applicable"
MISSING = ("not-researched", "silent", "withheld")
MEASURED = ("number", "set")


@dataclass(frozen=True)
class AnswerScale:
    """Every finding a cell of one question can show, and how far apart any two are: 0 alike, 1 as far as can be.

    ``apart`` is square, in the order of ``findings``; it is not a number wherever a question does not arise.
    """

    findings: tuple[str, ...]
    apart: Floats

    def finding(self, cell: Cell) -> int | None:
        """Place of what the cell shows among the findings; None if the cell is missing."""
        return None if cell.state in MISSING else self.findings.index(shown_by(cell))

    def possible(self, cell: Cell) -> Bools:
        """The findings that the cell may turn out to show: any if it is missing, those that stand in it if it is disputed."""
        shown = self.finding(cell)
        if shown is None:
            return np.ones(len(self.findings), dtype=bool)
        standing = {self.findings[shown], *(weighed.claim.value for weighed in cell.claims if weighed.disputes)}
        return np.array([finding in standing for finding in self.findings])


def shown_by(cell: Cell) -> str:
    """The finding that a cell shows: of a set all answers that are true together."""
    return BOTH.join(sorted(cell.answers)) or cell.answer or cell.state


def answer_scale(head: QuestionHead, cells: Iterable[Cell] = ()) -> AnswerScale:
    """The scale of a question: its answers in order, then none found, then not applicable.

    Of a number or set the answers are those that the cells give, and those between which a missing cell may lie.
    """
    answers = answers_between(head, cells) if head.scale in MEASURED else tuple(answer for answer, _ in head.answers)
    findings = (*answers, NONE_FOUND, NOT_APPLICABLE)
    counted = len(findings) - 1
    apart = np.full((len(findings), len(findings)), np.nan)
    if head.scale == "ordinal":
        first = 0 if says_none(answers[0]) else 1
        steps = np.array([*range(first, first + len(answers)), 0], dtype=float)
        apart[:counted, :counted] = np.abs(steps[:, None] - steps[None, :]) / max(steps.max(), 1)
    elif head.scale in MEASURED:
        apart[: counted - 1, : counted - 1] = [[answer_distance(head, one, other) for other in answers] for one in answers]
        apart[counted - 1, : counted - 1] = apart[: counted - 1, counted - 1] = [far_from_none(head, one) for one in answers]
        apart[counted - 1, counted - 1] = 0
    else:
        apart[:counted, :counted] = 1 - np.eye(counted)
    return AnswerScale(findings, apart)


def answers_between(head: QuestionHead, cells: Iterable[Cell]) -> tuple[str, ...]:
    """The numbers or sets that cells give or that dispute them, in order, with those that lie farthest from each other."""
    found = {answer for cell in cells for answer in _said_in(cell)}
    if head.scale == "set":
        every = [slug for slug, _ in head.answers]
        return tuple(sorted({*found, *every, BOTH.join(sorted(every))}))
    units = {answer.partition("-")[2] for answer in found} or set(dict(head.units))
    ends = {f"{end}-{unit}" for unit in units for end in head.ends}
    return tuple(sorted(found | ends, key=lambda answer: (answer.partition("-")[2], float(answer.partition("-")[0]))))


def _said_in(cell: Cell) -> set[str]:
    """The answers that a cell shows, and those that dispute it."""
    disputing = {weighed.claim.answer for weighed in cell.claims if weighed.disputes and weighed.claim.answer}
    return disputing | ({shown_by(cell)} if cell.answer else set())


def far_from_none(head: QuestionHead, answer: str) -> float:
    """How far an answer stands from there being no rule: a set has nothing in common with none; no number is as lenient as the
    lenient end of the range, and an amount without range stands as far as can be from none."""
    lenient = {"more-is-stricter": 0, "less-is-stricter": -1}.get(head.direction or "")
    if head.scale == "set" or not head.ends or lenient is None:
        return 1.0
    return answer_distance(head, answer, f"{head.ends[lenient]}-{answer.partition('-')[2]}")


def says_none(answer: str) -> bool:
    """Whether the lowest answer of an ordinal scale says itself that there is nothing: it is ``none`` or begins with ``no-``.

    >>> [says_none(answer) for answer in ("no-power", "none", "notices")]
    [True, True, False]
    """
    return re.fullmatch(r"none|no-.*", answer) is not None
