"""Findings, and what they are sought in: the table, what changed, what is open and what comes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Any

from kb.briefing.rules import Rules
from kb.values.answer_distance import answer_distance
from kb.values.base_head import BaseHead
from kb.values.matters import CellName, OpenMatter
from kb.values.model import Cell, Comparison, Dossier, Otherwise, QuestionHead

HALTED_WEIGHS = 0.5
COMPARABLE = ("answered", "none-found")


@dataclass(frozen=True)
class Turned:
    """One answer that an event turned; ``beside`` says that the rule that decided before still stands."""

    question: str
    before: Cell
    after: Cell
    beside: bool


@dataclass(frozen=True)
class Event:
    """What turned answers on a day: a text in one place, with each answer, the weightiest first."""

    place: str
    day: str
    dossier: Dossier | None
    turned: tuple[Turned, ...]
    weight: float


@dataclass(frozen=True)
class Coming:
    """What is set for a day to come: ``says`` is what is recorded of it, ``cells`` those that may change."""

    day: str
    place: str
    name: str
    kind: str
    kind_label: str
    says: str
    cells: tuple[CellName, ...]


@dataclass(frozen=True)
class Material:
    """Everything that sentences are sought in."""

    rules: Rules
    table: Comparison
    events: tuple[Event, ...] = ()
    coming: tuple[Coming, ...] = ()
    matters: tuple[OpenMatter, ...] = ()
    since: str = ""
    base: BaseHead = field(default_factory=BaseHead)

    @cached_property
    def heads(self) -> Mapping[str, QuestionHead]:
        """The questions of the table by name."""
        return {head.id: head for head in self.table.questions}

    @property
    def places(self) -> tuple[str, ...]:
        """The places of the table."""
        return tuple(slug for slug, _ in self.table.jurisdictions)

    def row(self, question: str) -> list[Cell]:
        """The cells of a question in the order of the places."""
        return [self.table.cell(place, question) for place in self.places]


@dataclass(frozen=True)
class Finding:
    """One thing that is so: its kind, its weight, the cells that say it, and what its sentence needs.

    ``questions`` are those on which no other sentence is made beside it.
    """

    kind: str
    weight: float
    cells: tuple[CellName, ...]
    values: Mapping[str, Any] = field(default_factory=dict)
    questions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Unlike:
    """How many of the pairs of answers that two places give to one question of a topic are not the same."""

    topic: str
    differ: int
    pairs: int

    @property
    def share(self) -> Fraction:
        """The part of the pairs that differ."""
        return Fraction(self.differ, self.pairs)


def distance(head: QuestionHead, one: tuple[str, str | None], other: tuple[str, str | None]) -> float:
    """How far apart two cells (state, answer) stand; that nothing was found stands below the first step of a scale."""
    if one == other:
        return 0.0
    if head.scale == "ordinal" and (one[1] is None or other[1] is None):
        steps = {slug: step for step, (slug, _) in enumerate(head.answers, 1)}
        return abs(steps.get(one[1] or "", 0) - steps.get(other[1] or "", 0)) / len(steps)
    return answer_distance(head, one[1] or one[0], other[1] or other[0])


def apart(head: QuestionHead, one: Cell, other: Cell) -> float:
    """How far apart two cells stand."""
    return distance(head, (one.state, one.answer), (other.state, other.answer))


def is_applied(cell: Cell | Otherwise) -> bool:
    """Whether the rule behind an answer is in force and nothing halts it."""
    return cell.legal_status in (None, "in-force") and cell.enforcement_status in (None, "applicable")


def is_duty(cell: Cell, rules: Rules) -> bool:
    """Whether a cell answers by a duty or a power that is in force and applied."""
    return cell.state == "answered" and cell.answer not in rules.no_duty and is_applied(cell)


def text_weight(cell: Cell, rules: Rules) -> float:
    """What the text that decides a cell weighs, half of it where it is not in force or is halted."""
    dossier = cell.winner.dossier if cell.winner else None
    return rules.text(dossier.type if dossier else None) * (1.0 if is_applied(cell) else HALTED_WEIGHS)
