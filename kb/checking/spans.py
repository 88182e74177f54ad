"""How long an answer goes on: entries that follow one another with the same answer are one time, for a reader."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kb.loaders.answer_words import members_of
from kb.values.model import StoredClaim


def going_on(ended: StoredClaim, others: Iterable[StoredClaim], day: str) -> StoredClaim | None:
    """The claim by which the answer of an ended one still holds on a day, of its act and platform first; None if none does."""
    held = set(members_of(ended.value))
    found = [one for one in _of_question(ended, others) if _holds(one, day) and held <= set(members_of(one.value))]
    return max(
        found, key=lambda one: (_scope(one) == _scope(ended), one.platform == ended.platform, one.valid_from), default=None
    )


def since(claim: StoredClaim, others: Sequence[StoredClaim]) -> str:
    """The day since which an act gives an answer for the same platform or class without a gap."""
    same = [one for one in _of_question(claim, others) if (one.value, *_scope(one)) == (claim.value, *_scope(claim))]
    start = claim.valid_from
    while earlier := [one.valid_from for one in same if one.valid_from < start <= one.valid_until]:
        start = min(earlier)
    return start


def ended_on(claim: StoredClaim, others: Sequence[StoredClaim]) -> str:
    """The day to which an answer went on, whichever entry gave it."""
    end, same = claim.valid_until, [one for one in _of_question(claim, others) if one.value == claim.value]
    while later := [one.valid_until for one in same if one.valid_from <= end < one.valid_until]:
        end = max(later)
    return end


def _of_question(claim: StoredClaim, others: Iterable[StoredClaim]) -> list[StoredClaim]:
    return [one for one in others if (one.jurisdiction, one.question) == (claim.jurisdiction, claim.question)]


def _scope(claim: StoredClaim) -> tuple[str | None, str | None, str | None]:
    return claim.dossier, claim.platform, claim.party


def _holds(claim: StoredClaim, day: str) -> bool:
    return claim.valid_from <= day < claim.valid_until
