"""How large a generated base is: jurisdictions, questions, years, and how many texts follow each other in a cell."""

from __future__ import annotations

import datetime
import random
from dataclasses import dataclass, replace

FIRST_YEAR, RECORD_FROM, RECORD_TO = 2005, "2012-01-01", "2026-06-30"
CORE_QUESTIONS, CORE_JURISDICTIONS = 12, 3
QUESTIONS_PER_DIMENSION = 6


@dataclass(frozen=True)
class Plan:
    """The measures of one base; equal plans give equal bases.

    The first three jurisdictions on the first twelve questions (the core) are the same records in every plan of one
    seed and as many years, so that their table has the same answer at every size.
    """

    jurisdictions: int
    questions: int
    rounds: int
    core_columns: int = CORE_JURISDICTIONS
    core_rounds: int = 4
    years: int = 20
    seed: int = 1

    @property
    def dimensions(self) -> int:
        """How many groups the questions form."""
        return (self.questions + QUESTIONS_PER_DIMENSION - 2) // QUESTIONS_PER_DIMENSION

    def questions_of(self, dimension: int) -> list[int]:
        """Numbers of the questions of one dimension; a single one that is left over belongs to the last."""
        first = dimension * QUESTIONS_PER_DIMENSION
        is_last = dimension == self.dimensions - 1
        return list(range(first, self.questions if is_last else first + QUESTIONS_PER_DIMENSION))

    def rounds_of(self, jurisdiction: int, dimension: int) -> int:
        """How many texts follow each other for one jurisdiction in one dimension."""
        core = dimension * QUESTIONS_PER_DIMENSION < CORE_QUESTIONS and jurisdiction < self.core_columns
        return self.core_rounds if core else self.rounds

    def chance(self, *names: object) -> random.Random:
        """Random numbers that depend on the seed and the names, and on nothing else."""
        return random.Random("/".join(map(str, (self.seed, self.years, *names))))

    def start(self, jurisdiction: int, dimension: int, number: int) -> str | None:
        """Day on which the text of a round comes into force; None after the last round."""
        rounds = self.rounds_of(jurisdiction, dimension)
        if number >= rounds:
            return None
        length = 365.25 * self.years / rounds
        offset = self.chance("start", jurisdiction, dimension, number).uniform(0.05, 0.6)
        return later(f"{FIRST_YEAR}-01-01", int(length * (number + offset)))


PLANS = {
    "10k": Plan(jurisdictions=3, questions=12, rounds=1),
    "100k": Plan(jurisdictions=28, questions=18, rounds=1, core_columns=28),
    "1m": Plan(jurisdictions=200, questions=36, rounds=1, core_columns=200),
    "4m": Plan(jurisdictions=200, questions=100, rounds=3, core_columns=200),
    "10m": Plan(jurisdictions=200, questions=100, rounds=9, core_columns=200),
}


def plan_of(size: str, **changes: int | None) -> Plan:
    """One of the named plans, with some measures changed; KeyError for a name that is none."""
    return replace(PLANS[size], **{name: value for name, value in changes.items() if value is not None})


def later(day: str, days: int) -> str:
    """An ISO date some days after another."""
    return (datetime.date.fromisoformat(day) + datetime.timedelta(days=days)).isoformat()
