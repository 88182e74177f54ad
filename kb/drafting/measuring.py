"""How good drafts are on acts whose claims we hold: which of them are proposed, and which proposals are of no use."""

from __future__ import annotations

from dataclasses import dataclass

from kb.drafting.draft import Proposal, proposals
from kb.drafting.likeness import profiles_of
from kb.errors import UsageError
from kb.loaders.records import Facts
from kb.loaders.texts.loci import loci_of
from kb.texts.folder import TextFolder


@dataclass(frozen=True)
class Measured:
    """One act: claims held, claims proposed at their provision, questions proposed at all; proposals, and those of no use."""

    instrument: str
    claims: int
    proposed: int
    question_proposed: int
    proposals: int
    useless: int


def measure(folder: TextFolder, facts: Facts, instrument: str) -> Measured:
    """Draft an act as if nothing were known of it, and compare with its claims. UsageError where its text is not here.

    A claim is proposed if its question is proposed with an article or section on which it rests; a proposal is useless if its
    question has no claim in the act.
    """
    edition = folder.latest(instrument)
    if edition is None:
        raise UsageError(f"no text of {instrument} in {folder.path}")
    found = proposals(folder, edition, profiles_of(facts, without=instrument))
    held = {
        (question, frozenset(unit for pinpoint in claim.rests_on for unit in _units(pinpoint)))
        for question, claims in facts.instruments[instrument].claims.items()
        for claim in claims
        if not claim.withdrawn
    }
    questions = {question for question, _ in held}
    proposed = sum(any(_meets(one, question, units) for one in found) for question, units in held)
    return Measured(
        instrument,
        len(held),
        proposed,
        sum(question in {one.question for one in found} for question, _ in held),
        len(found),
        sum(one.question not in questions for one in found),
    )


def _meets(one: Proposal, question: str, units: frozenset[tuple[str, ...]]) -> bool:
    return one.question == question and bool(units & set(_units(one.pinpoint)))


def _units(pinpoint: str) -> list[tuple[str, ...]]:
    return [locus[:2] for locus in loci_of(pinpoint)]
