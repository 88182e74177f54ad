"""Disputes: of which kind each is, how much doubt it casts, and how often each dimension is disputed."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from kb.values.answer_distance import answer_distance
from kb.values.model import Cell, Comparison, Dispute, Doubt, QuestionHead, StoredClaim, WeighedClaim
from kb.values.resolution import AUTHORITY_RANK, specificity

KINDS = {
    "value": "Sources of equal authority answer differently",
    "source-authority": "A weaker source answers differently",
    "scope": "A weaker source gives the answer a broader scope",
    "date": "Another day is given on which the same answer began to hold",
    "platform": "A source says otherwise of one named platform",
}
# what a reader should make of a dispute, the gravest first; the words of the pages are in the files of words
DOUBTS = {
    "equal-sources": "Sources of equal weight disagree",
    "in-court": "Challenged in court, pending",
    "contradicted": "A source says otherwise; we find it contradicted",
    "said-of-platform": "A source says otherwise of a named platform",
}
LEVELS = ((0.5, "high"), (0.2, "medium"), (0.0, "low"))
DAYS_OF_A_YEAR = 365
PLEADING = "pleading"


class CellDispute(NamedTuple):
    """One dispute of one cell: the claim that decides, and the one that contradicts it.

    ``platforms`` are the names of those for which alone it is so; none where the general rule is disputed.
    """

    cell: Cell
    winner: WeighedClaim
    other: WeighedClaim
    dispute: Dispute
    platforms: tuple[str, ...] = ()


class DisputeRate(NamedTuple):
    """How many of the cells of one dimension that say something are disputed (dimension ``*``: all)."""

    dimension: str
    cells: int
    disputed: int

    @property
    def rate(self) -> float:
        """Disputed cells per cell; 0 where there is no cell."""
        return self.disputed / self.cells if self.cells else 0.0


def describe(winner: StoredClaim, other: StoredClaim, head: QuestionHead) -> Dispute:
    """Kind and severity of a dispute between two claims of one cell.

    The severity is the distance of what they say (of answers on the question's scale, of days up to a year, of scopes)
    divided by one more than the steps of authority between them: the doubt a weak source casts on a law is low.
    """
    gap = _steps_between(winner, other)
    return _dispute(*_kind_and_distance(winner, other, head, gap), gap)


def describe_named(winner: StoredClaim, other: StoredClaim, head: QuestionHead) -> Dispute:
    """The dispute that a source casts on the general rule by what it says of one named platform."""
    return _dispute("platform", answer_distance(head, winner.value, other.value), _steps_between(winner, other))


def _steps_between(winner: StoredClaim, other: StoredClaim) -> int:
    return abs(AUTHORITY_RANK[winner.authority] - AUTHORITY_RANK[other.authority])


def _dispute(kind: str, distance: float, gap: int) -> Dispute:
    severity = round(distance / (1 + gap), 3)
    return Dispute(kind, severity, next(level for least, level in LEVELS if severity >= least))


def doubts_of(claims: Sequence[WeighedClaim]) -> dict[str, list[WeighedClaim]]:
    """The claims that cast doubt on a cell, by the kind of doubt, the gravest kind first."""
    winner = next((weighed.claim for weighed in claims if weighed.won), None)
    disputing = [(kind_of_doubt(winner, weighed), weighed) for weighed in claims if winner and weighed.dispute]
    if not disputing:
        return {}
    found = {kind: [weighed for its, weighed in disputing if its == kind] for kind in DOUBTS}
    return {kind: weighed for kind, weighed in found.items() if weighed}


def doubt_of(claims: Sequence[WeighedClaim]) -> Doubt | None:
    """The gravest kind of doubt that the claims of a cell cast on it, with the weight of the heaviest claim of that kind."""
    for kind, found in doubts_of(claims).items():
        weight = max(weighed.dispute.severity for weighed in found if weighed.dispute)
        return Doubt(kind, weight, tuple(weighed.claim.iri for weighed in found))
    return None


def kind_of_doubt(winner: StoredClaim, weighed: WeighedClaim) -> str:
    """Which of :data:`DOUBTS` a claim that disputes the winner casts on the cell; one of no less weight than it is loud."""
    if weighed.dispute and weighed.dispute.kind == "platform":
        return "said-of-platform"
    if AUTHORITY_RANK[weighed.claim.authority] <= AUTHORITY_RANK[winner.authority]:
        return "equal-sources"
    return "in-court" if weighed.dossier and weighed.dossier.type == PLEADING else "contradicted"


def _kind_and_distance(winner: StoredClaim, other: StoredClaim, head: QuestionHead, gap: int) -> tuple[str, float]:
    if winner.value != other.value:
        return ("source-authority" if gap else "value"), answer_distance(head, winner.value, other.value)
    if ((said := other.says_from or other.valid_from) != winner.valid_from and not gap) or other.says_from:
        apart = datetime.date.fromisoformat(said) - datetime.date.fromisoformat(winner.valid_from)
        return "date", min(1.0, abs(apart.days) / DAYS_OF_A_YEAR)
    return "scope", (specificity(winner) - specificity(other)) / 2


def disputes_of(comparison: Comparison) -> list[CellDispute]:
    """Every dispute of every cell, the most severe first."""
    return gravest_first([one for cell in comparison.cells for one in cell_disputes(cell)])


def cell_disputes(cell: Cell, platforms: tuple[str, ...] = ()) -> list[CellDispute]:
    """Every dispute of one cell, which is so for the platforms of these names, or in general."""
    winner = cell.winner
    return [CellDispute(cell, winner, one, one.dispute, platforms) for one in cell.claims if winner and one.dispute]


def gravest_first(found: Iterable[CellDispute]) -> list[CellDispute]:
    """Disputes by their severity, the most severe first, then by place and question."""
    return sorted(found, key=lambda one: (-one.dispute.severity, one.cell.jurisdiction, one.cell.question, one.other.claim.iri))


def dispute_rates(comparison: Comparison) -> list[DisputeRate]:
    """Disputed cells among those with at least one claim, for each dimension and in all."""
    dimension_of = {head.id: head.dimension for head in comparison.questions}
    told = [cell for cell in comparison.cells if cell.winner]
    rates = [DisputeRate("*", len(told), sum(cell.disputed for cell in told))]
    for dimension in dict.fromkeys(dimension_of.values()):
        cells = [cell for cell in told if dimension_of[cell.question] == dimension]
        rates.append(DisputeRate(dimension, len(cells), sum(cell.disputed for cell in cells)))
    return rates
