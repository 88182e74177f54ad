"""The claims of one legal order at one point of both clocks: what is asked, what is in scope, what decides by the policy."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from kb.values.model import QuestionHead, StoredClaim
from kb.values.registers import PlatformHead
from kb.values.resolution import GENERAL_RULE, Policy, Ranked, resolve, standing_of_named

Claims = Mapping[str, Sequence[StoredClaim]]


class Asked(NamedTuple):
    """One point of both clocks, the policy, the platform it is asked for, the names of scopes, and whose rule is asked.

    ``scope`` is general (claims on one named platform never decide), reaches (the rule as it reaches the platform) or both;
    ``evidence`` is the least grade of what is shown (primary or official), None for any.
    """

    as_of: str
    known_on: str
    policy: Policy
    platform: PlatformHead | None
    names: Mapping[str, str]
    scope: str = "general"
    evidence: str | None = None

    def told(self) -> dict[str, Any]:
        """What a comparison at this point says that it was asked, by the names of its fields."""
        named = (self.platform.id, self.platform.name) if self.platform else (None, None)
        point: dict[str, Any] = {"as_of": self.as_of, "known_on": self.known_on, "policy": self.policy.id, "scope": self.scope}
        point["evidence"] = self.evidence
        return point | dict(zip(("platform", "platform_name"), named, strict=True))


class Order(NamedTuple):
    """The claims of one legal order on one question, the strongest first; ``layer`` is None for the cell's own."""

    layer: str | None
    ranked: tuple[Ranked, ...]

    @property
    def winner(self) -> StoredClaim | None:
        """The claim that decides in this order, if one does."""
        return self.ranked[0].claim if self.ranked and self.ranked[0].standing == "decides" else None

    @property
    def answers(self) -> bool:
        """Whether this order has an answer, not an absence and not nothing."""
        return self.winner is not None and self.winner.answer is not None

    @property
    def decides(self) -> bool:
        """Whether its answer is that of the cell: its own always is, that of a layer unless it is left to the members."""
        return self.answers and not self.leaves_open

    @property
    def leaves_open(self) -> bool:
        """Whether it is a layer whose answer its own text leaves to the members or parts."""
        return self.layer is not None and self.winner is not None and self.winner.left_to_members


def holds(claim: StoredClaim, as_of: str, known_on: str) -> bool:
    """Whether a claim is valid on one day and in the record on another; both intervals are half-open."""
    return claim.valid_from <= as_of < claim.valid_until and claim.asserted_on <= known_on < claim.retracted_on


def in_scope(claim: StoredClaim, point: Asked) -> bool:
    """Whether a claim may decide: for the general rule all but those on one platform, else those that reach the platform."""
    if point.scope != "reaches" or point.platform is None:
        return not claim.platform
    if claim.platform:
        return claim.platform == point.platform.id
    return not claim.party or claim.party in point.platform.parties(claim.jurisdiction, point.as_of, point.known_on)


def ranked_claims(claims: Iterable[StoredClaim], point: Asked, head: QuestionHead) -> tuple[Ranked, ...]:
    """Claims that hold at the point: those in scope, resolved by the policy; behind them, for the general rule, those on
    named platforms."""
    found = list(claims)
    ranked = resolve([claim for claim in found if in_scope(claim, point)], point.policy, head.scale == "set")
    if point.scope == "reaches":
        return tuple(ranked)
    winner = ranked[0].claim if ranked else None
    named = sorted((claim for claim in found if _is_named(claim, point)), key=point.policy.key)
    return (*ranked, *(Ranked(claim, GENERAL_RULE, standing_of_named(winner, claim)) for claim in named))


def _is_named(claim: StoredClaim, point: Asked) -> bool:
    """Whether a claim is on a platform of which a reader of the general rule wants to know."""
    return claim.platform is not None and (point.platform is None or claim.platform == point.platform.id)
