"""How far apart two findings on one question stand: by steps on an ordinal scale, alike or not on a nominal one.

What each absence counts as is decided in ``ontology/decisions/0008-distance-between-regimes.md``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kb.values.model import Cell, QuestionHead

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

NONE_FOUND, NOT_APPLICABLE = "none-found", "not-applicable"
MISSING = ("not-researched", "silent", "withheld")


@dataclass(frozen=True)
class AnswerScale:
    """Every finding a cell of one question can show, and how far apart any two are: 0 alike, 1 as far as can be.

    ``apart`` is square, in the order of ``findings``; it is not a number wherever a question does not arise.
    """

    findings: tuple[str, ...]
    apart: Floats

    def finding(self, cell: Cell) -> int | None:
        """Place of what the cell shows among the findings; None if the cell is missing."""
        return None if cell.state in MISSING else self.findings.index(cell.answer or cell.state)

    def possible(self, cell: Cell) -> Bools:
        """The findings that the cell may turn out to show: any if it is missing, those that stand in it if it is disputed."""
        shown = self.finding(cell)
        if shown is None:
            return np.ones(len(self.findings), dtype=bool)
        standing = {self.findings[shown], *(weighed.claim.value for weighed in cell.claims if weighed.disputes)}
        return np.array([finding in standing for finding in self.findings])


def answer_scale(head: QuestionHead) -> AnswerScale:
    """The scale of a question: its answers in order, then none found, then not applicable."""
    answers = tuple(answer for answer, _ in head.answers)
    findings = (*answers, NONE_FOUND, NOT_APPLICABLE)
    counted = len(findings) - 1
    apart = np.full((len(findings), len(findings)), np.nan)
    if head.scale == "ordinal":
        first = 0 if says_none(answers[0]) else 1
        steps = np.array([*range(first, first + len(answers)), 0], dtype=float)
        apart[:counted, :counted] = np.abs(steps[:, None] - steps[None, :]) / max(steps.max(), 1)
    else:
        apart[:counted, :counted] = 1 - np.eye(counted)
    return AnswerScale(findings, apart)


def says_none(answer: str) -> bool:
    """Whether the lowest answer of an ordinal scale says itself that there is nothing: it is ``none`` or begins with ``no-``.

    >>> [says_none(answer) for answer in ("no-power", "none", "notices")]
    [True, True, False]
    """
    return re.fullmatch(r"none|no-.*", answer) is not None
