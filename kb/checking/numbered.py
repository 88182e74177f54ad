"""Questions that ask for a number beside a sentence that gives one: which it answers, and whether claims give the same."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from kb.checking.numbers import Number, alike, is_of_kind, is_time, of_answer
from kb.checking.words import Said, apart, parts_of, said
from kb.values.model import QuestionHead, StoredClaim

FEWEST = 3  # words that a sentence must share with a question and its claims
ALTERNATIVE = re.compile(
    r"\bor [^.;]*?(?:\bif (?:that|this|it) is (?:more|higher|greater)"
    r"|\bwhichever (?:amount )?is (?:the )?(?:more|higher|greater|larger))"
)
FRAME = said("within how many for which up from below at rate go says once law").words  # how questions of numbers are put


def asked_for(
    spoken: Said, heads: Iterable[QuestionHead], compared: Sequence[tuple[QuestionHead, StoredClaim]], names: frozenset[str]
) -> tuple[QuestionHead, list[StoredClaim]] | None:
    """The question that a sentence answers with a number in its unit, and the claims of the place that do; None for none.

    Hours and months are asked of many duties: there the sentence must have more than half of the words of the question, and
    no question of which it has more may be without an answer.
    """
    own = spoken.words - names
    best: tuple[tuple[int, int], QuestionHead, list[StoredClaim]] | None = None
    most = 0
    for head in heads:
        subject = _subject(head)
        said_of_it = len(subject & own)
        most = max(most, said_of_it if _is_of_time(head) else 0)
        if _is_of_time(head) and said_of_it <= len(subject) / 2:
            continue
        claims = [claim for one, claim in compared if one.id == head.id and _is_in_unit(number_of(head, claim), spoken)]
        shared = max((len(_about(head, claim) & own) for claim in claims), default=0)
        rank = (said_of_it if _is_of_time(head) else 0, shared)
        if claims and shared >= FEWEST and (best is None or rank > best[0]):
            best = rank, head, claims
    if best is None or (_is_of_time(best[1]) and best[0][0] < most):
        return None
    return best[1], best[2]


def number_of(head: QuestionHead, claim: StoredClaim) -> Number | None:
    """The number that a claim answers, with its unit as sentences have it; None where it answers none."""
    answer = head.number(claim.answer)
    return of_answer(float(answer[0]), answer[1], _is_of_age(head)) if answer else None


def gives(head: QuestionHead, claim: StoredClaim, spoken: Said) -> bool:
    """Whether a sentence has the number that a claim answers."""
    number = number_of(head, claim)
    return number is not None and any(alike(number, one) for one in spoken.numbers)


def unheld(head: QuestionHead, claim: StoredClaim, spoken: Said) -> Number | None:
    """A number of a sentence that a claim neither answers nor says."""
    told = said(claim.in_short)
    held = [*told.numbers, *filter(None, (number_of(head, claim),))]
    rest = (one for one in sorted(spoken.numbers) if one[1] not in told.figures and not any(alike(one, other) for other in held))
    return next(rest, None)


def is_tier(spoken: Said, claim: StoredClaim) -> bool:
    """Whether a claim gives a number of a sentence for the same, beside the one asked for: another tier of the rule."""
    told = said(claim.in_short)
    held = any(alike(one, other) for one in spoken.numbers for other in told.numbers)
    return held and apart(spoken, told) is None


def of_another_case(head: QuestionHead, winner: StoredClaim, claims: Iterable[StoredClaim], spoken: Said) -> Number | None:
    """A number of a sentence that claims have beside the one asked for, where the sentence does not say of which case it speaks.

    Not of times, of which many are told: there only what is said of the same counts (:func:`is_tier`).
    """
    asked, told = number_of(head, winner), said(winner.in_short).words
    if asked is None or is_time(asked) or (spoken.words & told) - _about(head, winner, with_claim=False):
        return None
    every = [number for claim in claims for number in said(claim.in_short).numbers]
    own = (one for one in sorted(spoken.numbers) if is_of_kind(one, asked))
    return next((one for one in own if any(alike(one, other) for other in every)), None)


def alternative(head: QuestionHead, claim: StoredClaim, spoken: Said) -> tuple[str, str] | None:
    """Verdict and reason on a sentence by which nothing goes above a number, where a claim has another limit if that is more."""
    found = ALTERNATIVE.search(claim.in_short)
    number = number_of(head, claim)
    others = [one for one in said(claim.in_short).numbers if number and not alike(one, number)]
    if not found or not others or any(alike(one, other) for one in others for other in spoken.numbers):
        return None
    verdict = "contradicted" if number and number[0] != "percent" else "partly"
    return verdict, f"the base lets it go higher: {found[0].strip()}"


def part_with(head: QuestionHead, claim: StoredClaim) -> str:
    """The sentence or half-sentence of a claim with the number that it answers; all of it where none has it alone."""
    number = number_of(head, claim)
    parts = [part for part in parts_of(claim.in_short)[1:] if number and any(alike(number, one) for one in part.numbers)]
    return min(parts, key=lambda part: len(part.text)).text if parts else claim.in_short


def _subject(head: QuestionHead) -> frozenset[str]:
    """The words of a question that say of what it asks, without its unit."""
    return said(head.text).words - FRAME - said(" ".join(words for _, words in head.units)).words


def _about(head: QuestionHead, claim: StoredClaim, with_claim: bool = True) -> frozenset[str]:
    units = said(" ".join(words for _, words in head.units)).words
    return said(head.text).words | units | (said(claim.in_short).words if with_claim else frozenset())


def _is_of_age(head: QuestionHead) -> bool:
    return "age" in said(head.text).words


def _is_of_time(head: QuestionHead) -> bool:
    return any(is_time(of_answer(1, unit, _is_of_age(head))) for unit, _ in head.units)


def _is_in_unit(number: Number | None, spoken: Said) -> bool:
    """Whether a sentence has a number in the unit of an answer; a time may be in any unit of time."""
    return number is not None and any(is_of_kind(number, one) for one in spoken.numbers)
