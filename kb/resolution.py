"""Which claim a cell shows: the rules of the resolution policy law-first, in order, and what counts as a dispute.

The policy is described for readers in ``ontology/policies.ttl``; a test keeps the two alike.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kb.model import StoredClaim

POLICY = "law-first/1.0.0"
AUTHORITY_RANK = {"law": 1, "official": 2, "scholarly": 3, "party": 4, "press": 5, "anonymous": 6}
GRADE_RANK = {"primary": 1, "official": 2, "secondary": 3, "anonymous": 4}
OVERLAY_RULES = ("specificity",)

Key = Callable[[StoredClaim], object]


def specificity(claim: StoredClaim) -> int:
    """2 for a claim on one platform, 1 for one on a class of persons, 0 for a general one."""
    return 2 if claim.platform else 1 if claim.party else 0


def _newest_first(day: str) -> tuple[int, ...]:
    return tuple(-int(part) for part in day.split("-"))


RULES: tuple[tuple[str, Key], ...] = (
    ("authority", lambda claim: AUTHORITY_RANK[claim.authority]),
    ("specificity", lambda claim: -specificity(claim)),
    ("answer-over-absence", lambda claim: claim.answer is None),
    ("recency", lambda claim: _newest_first(claim.valid_from)),
    ("confirmation", lambda claim: claim.checked != "confirmed"),
    ("evidence-grade", lambda claim: GRADE_RANK.get(claim.evidence_grade or "", 5)),
    ("newest-coding", lambda claim: _newest_first(claim.asserted_on)),
    ("identifier", lambda claim: claim.iri),
)


@dataclass(frozen=True)
class Ranked:
    """A claim in its place: the rule by which it lost to the winner, and whether it disputes the winner."""

    claim: StoredClaim
    rule: str | None
    disputes: bool


def resolve(claims: list[StoredClaim]) -> list[Ranked]:
    """All claims of one cell, the winner first with no rule, the others with the rule that decided against them."""
    ordered = sorted(claims, key=lambda claim: [key(claim) for _, key in RULES])
    if not ordered:
        return []
    winner = ordered[0]
    losers = [(claim, deciding_rule(winner, claim)) for claim in ordered[1:]]
    return [Ranked(winner, None, False), *[Ranked(claim, rule, disputes(winner, claim, rule)) for claim, rule in losers]]


def deciding_rule(winner: StoredClaim, loser: StoredClaim) -> str:
    """Name of the first rule that tells the two apart."""
    return next(name for name, key in RULES if key(winner) != key(loser))


def disputes(winner: StoredClaim, loser: StoredClaim, rule: str) -> bool:
    """A loser disputes the winner if it answers differently and lost by anything but a narrower scope.

    A more specific rule overlays a general one without contradicting it, and an absence contradicts nothing.
    """
    return loser.answer is not None and loser.value != winner.value and rule not in OVERLAY_RULES
