"""Findings, and what they are sought in: the table, what changed, what is open and what comes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Any

from kb.briefing.rules import Rules
from kb.graph.limits import WHOLE, Limits
from kb.values.answer_distance import answer_distance
from kb.values.base_head import BaseHead
from kb.values.matters import CellName, OpenMatter
from kb.values.model import Cell, Comparison, Dossier, Otherwise, QuestionHead

HALTED_WEIGHS, MANY = 0.5, 0.4
COMPARABLE = ("answered", "none-found")


@dataclass(frozen=True)
class Turned:
    """One answer that an event turned: ``beside`` where the rule that decided before still stands, ``still`` where nothing has
    turned it since."""

    question: str
    before: Cell
    after: Cell
    beside: bool
    still: bool = True

    @property
    def dossier(self) -> Dossier | None:
        """The text behind it: of the later answer, or of the earlier one where there is no answer any more."""
        first, last = self.before.winner, self.after.winner
        deciding = last if self.after.answer or first is None else first
        return deciding.dossier if deciding else None

    @property
    def text(self) -> str:
        """The IRI of that text; empty where there is none."""
        return self.dossier.iri if self.dossier else ""

    @property
    def is_of_status(self) -> bool:
        """Whether the answer and its text stayed, and only whether it is in force or applied changed."""
        return told(self.before) == told(self.after)


@dataclass(frozen=True)
class Deed:
    """What happened on a day in a text: the kind of dated event, its note, by which text, and by which it was prolonged."""

    kind: str
    says: str
    by: Dossier | None = None
    prolonged: tuple[Dossier, ...] = ()


@dataclass(frozen=True)
class Run:
    """Who runs a service since a day: the company, who holds how many per cent of it, and who ran the service before."""

    place: str
    day: str
    name: str
    held: tuple[tuple[str, str | None], ...]
    before: str
    grade: str | None = None


@dataclass(frozen=True)
class Event:
    """What turned answers on a day: a text in one place, with each answer, the weightiest first.

    ``deed`` is what happened in the text on that day; ``runs`` who has run the platform since, where one is asked.
    """

    place: str
    day: str
    dossier: Dossier | None
    turned: tuple[Turned, ...]
    weight: float
    deed: Deed | None = None
    runs: tuple[Run, ...] = ()


@dataclass(frozen=True)
class Coming:
    """What is set for a day to come: ``says`` is what is recorded of it, ``cells`` those that may change.

    ``limits`` are the provisions and persons that it alone concerns.
    """

    day: str
    place: str
    name: str
    kind: str
    kind_label: str
    says: str
    cells: tuple[CellName, ...]
    dossier: Dossier | None = None
    limits: Limits = WHOLE


@dataclass(frozen=True)
class Material:
    """Everything that sentences are sought in; ``names`` are those of all places of the base, also of parts;
    ``says_usual_day`` says that the day on which most answers were last known stands once above them;
    ``every_matter`` are also those of the cases of other companies than that of the platform;
    ``titles`` are those of the texts and cases in which matters are open, by short key;
    ``running`` and ``owners`` say who runs the platform in the places of the table today, and whose it is."""

    rules: Rules
    table: Comparison
    events: tuple[Event, ...] = ()
    coming: tuple[Coming, ...] = ()
    matters: tuple[OpenMatter, ...] = ()
    since: str = ""
    base: BaseHead = field(default_factory=BaseHead)
    names: Mapping[str, str] = field(default_factory=dict)
    says_usual_day: bool = False
    every_matter: tuple[OpenMatter, ...] = ()
    titles: Mapping[str, str] = field(default_factory=dict)
    running: tuple[Run, ...] = ()
    owners: tuple[str, ...] = ()

    @cached_property
    def heads(self) -> Mapping[str, QuestionHead]:
        """The questions of the table by name."""
        return {head.id: head for head in self.table.questions}

    @cached_property
    def usual_day(self) -> str | None:
        """The day on which two fifths or more of the answers and searches were last known; None where it is no such day.

        Said at so many of them it would drown what else is said.
        """
        read = self.looked_for if self.says_usual_day else []
        days = Counter(cell.evidence_to for cell in read if cell.last_known and cell.evidence_to)
        day, number = max(days.items(), key=lambda pair: pair[1], default=(None, 0))
        return day if number and number >= len(read) * MANY else None

    @property
    def looked_for(self) -> list[Cell]:
        """The answers and searches of the table; that a question does not apply is neither."""
        return [cell for cell in self.table.cells if cell.winner and cell.state in COMPARABLE]

    @property
    def is_by_day(self) -> bool:
        """Whether the events are those of a platform, in the order of their days."""
        return self.table.platform is not None and self.table.scope != "general"

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


def told(cell: Cell) -> tuple[str, str | None, object]:
    """State, answer, and the text that an answer rests on, or the parts in which alone it holds."""
    text = cell.winner.claim.dossier if cell.winner and cell.answer else None
    return cell.state, cell.answer, cell.parts or text


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
