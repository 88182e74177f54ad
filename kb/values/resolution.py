"""Which claim a cell shows, and how the others stand to it: a named policy tries its rules in order.

The policies are resources of ``ontology/policies.ttl``; this module knows what each rule compares. A test keeps the two alike.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from kb.loaders.answer_words import members_of
from kb.values.evidence import GRADES
from kb.values.model import StoredClaim

AUTHORITY_RANK = {"law": 1, "official": 2, "scholarly": 3, "party": 4, "press": 5, "anonymous": 6}
GRADE_RANK = {grade: rank for rank, grade in enumerate(GRADES, 1)}
LEGAL_VALUE = {
    "statute": 1, "regulation": 1, "directive": 1, "treaty": 1, "delegated-act": 2, "implementing-act": 2, "decision": 2,
    "executive-order": 2, "presidential-order": 2, "rule": 2, "subsidiary-legislation": 2, "code-of-practice": 3,
    "guideline": 4, "internal-measure": 4, "bill": 5,
}  # fmt: skip

Key = Callable[[StoredClaim], object]


def specificity(claim: StoredClaim) -> int:
    """2 for a claim on one platform, 1 for one on a class of persons, 0 for a general one."""
    return 2 if claim.platform else 1 if claim.party else 0


def _newest_first(day: str) -> int:
    return -int(day.replace("-", ""))


RULES: Mapping[str, Key] = {
    "authority": lambda claim: AUTHORITY_RANK[claim.authority],
    "specificity": lambda claim: -specificity(claim),
    "generality": specificity,
    "answer-over-absence": lambda claim: claim.answer is None,
    "recency": lambda claim: _newest_first(claim.valid_from),
    "legal-value": lambda claim: LEGAL_VALUE.get(claim.instrument_type or "", 1),
    "confirmation": lambda claim: claim.checked != "confirmed",
    "evidence-grade": lambda claim: GRADE_RANK.get(claim.evidence_grade or "", 5),
    "newest-coding": lambda claim: _newest_first(claim.asserted_on),
    "identifier": lambda claim: claim.iri,
}
LAST_RULE = "identifier"
GENERAL_RULE = "generality"  # by which a claim on one platform gives way where the general rule is asked


@dataclass(frozen=True)
class Policy:
    """A named, versioned order of rules; the order of identifiers always ends it."""

    name: str
    version: str
    label: str
    about: str
    rules: tuple[str, ...]

    @property
    def id(self) -> str:
        """``name/version``, as tables and explanations state it."""
        return f"{self.name}/{self.version}"

    @cached_property
    def order(self) -> tuple[str, ...]:
        """The rules as they are tried."""
        return (*(name for name in self.rules if name != LAST_RULE), LAST_RULE)

    def key(self, claim: StoredClaim) -> list[object]:
        """What claims are sorted by: the winner has the smallest key."""
        return [RULES[name](claim) for name in self.order]


class Ranked(NamedTuple):
    """A claim in its place: the rule by which it lost to the winner, and how it stands to it (see ``standing``)."""

    claim: StoredClaim
    rule: str | None
    standing: str


def resolve(claims: list[StoredClaim], policy: Policy, together: bool = False) -> list[Ranked]:
    """All claims of one cell, the winner first with no rule, the others with the rule that decided against them.

    ``together`` says that several answers to the question may be true at the same time.
    """
    if not claims:
        return []
    ordered = sorted(claims, key=policy.key) if len(claims) > 1 else claims
    winner = ordered[0]
    ranked = [Ranked(winner, None, "decides")]
    for number, claim in enumerate(ordered[1:], 1):
        rule = deciding_rule(winner, claim, policy)
        stands = standing_in_set(winner, claim) if together else standing(winner, claim, rule, ordered[:number])
        ranked.append(Ranked(claim, rule, stands))
    return ranked


def deciding_rule(winner: StoredClaim, loser: StoredClaim, policy: Policy) -> str:
    """Name of the first rule that tells the two apart."""
    return next(name for name in policy.order if RULES[name](winner) != RULES[name](loser))


def standing(winner: StoredClaim, loser: StoredClaim, rule: str, stronger: Sequence[StoredClaim] = ()) -> str:
    """How a losing claim stands to the winner.

    ``yields``: an absence, which contradicts nothing. ``agrees``: the same value. ``beside``: another answer that the facts
    say applies at the same time. ``overlaid``: another answer of equal authority for other persons; rules for different
    persons do not contradict each other. ``disputes``: any other different answer; it contradicts the winner.
    """
    if loser.answer is None:
        return "yields"
    if loser.value == winner.value:
        return "disputes" if differs_in_date(winner, loser) or differs_in_scope(winner, loser, rule, stronger) else "agrees"
    if stands_beside(winner, loser):
        return "beside"
    same_weight = AUTHORITY_RANK[winner.authority] == AUTHORITY_RANK[loser.authority]
    return "overlaid" if same_weight and _scope(winner) != _scope(loser) else "disputes"


def standing_in_set(winner: StoredClaim, loser: StoredClaim) -> str:
    """How a losing claim stands to the winner where several answers may be true together: what the winner says as well
    agrees, more of equal authority is true beside it (for other persons: overlaid), more of another source disputes."""
    if loser.answer is None:
        return "yields"
    if is_within(loser, winner):
        return "agrees"
    if AUTHORITY_RANK[winner.authority] != AUTHORITY_RANK[loser.authority]:
        return "disputes"
    return "beside" if _scope(winner) == _scope(loser) or stands_beside(winner, loser) else "overlaid"


def is_within(one: StoredClaim, other: StoredClaim) -> bool:
    """Whether a claim answers nothing that another does not answer as well."""
    return set(members_of(one.value)) <= set(members_of(other.value))


def standing_of_named(winner: StoredClaim | None, claim: StoredClaim) -> str:
    """How a claim on one named platform stands to the general rule: law on it holds otherwise and contradicts nothing; a
    source that says another thing of it disputes; one that says the same agrees."""
    if claim.authority == "law" or winner is None:
        return "otherwise"
    if claim.answer is None:
        return "yields"
    return "agrees" if is_within(claim, winner) else "disputes"


def stands_beside(one: StoredClaim, other: StoredClaim) -> bool:
    """Whether the facts of either say that both apply at the same time."""
    return other.dossier in one.beside or one.dossier in other.beside


def differs_in_date(winner: StoredClaim, loser: StoredClaim) -> bool:
    """Whether the two give one answer but another day on which it began to hold.

    A source's own day is the one it states; two claims of one text for one scope must not overlap with two beginnings.
    """
    if loser.says_from:
        return loser.says_from != winner.valid_from
    one_text = loser.dossier is not None and loser.dossier == winner.dossier
    return one_text and _scope(winner) == _scope(loser) and loser.valid_from != winner.valid_from


def differs_in_scope(winner: StoredClaim, loser: StoredClaim, rule: str, stronger: Sequence[StoredClaim]) -> bool:
    """Whether a weaker source gives the answer a broader scope than any stronger claim of the cell gives it."""
    if rule != "authority":
        return False
    return all(specificity(loser) < specificity(claim) for claim in [winner, *stronger] if claim.value == loser.value)


def _scope(claim: StoredClaim) -> tuple[str | None, str | None]:
    return claim.platform, claim.party
