"""A sentence of a draft with its verdict, or with the reason for which it has none."""

from __future__ import annotations

from dataclasses import dataclass

from kb.checking.draft_text import Sentence

NOT_HELD, PARTLY = "not-held", "partly"
# why a sentence was not judged, in the order in which they are counted
LANGUAGE, NO_PLACE, PLACES = "language", "no-place", "several-places"
NOTHING_NEAR, OTHER_DAY, OTHER = "nothing-near", "other-day", "no-verdict"
REASONS = (LANGUAGE, NO_PLACE, PLACES, NOTHING_NEAR, OTHER_DAY, OTHER)
UNSURE = {
    "secondary": "it is known from reports only",
    "anonymous": "it was read only in copies that name no publisher",
    "memory": "no source was read for it",
}


@dataclass(frozen=True)
class Judged:
    """A sentence with its verdict; ``cell`` is ``jurisdiction/question``, ``until`` the day on which an outdated one ended.

    ``dossier`` (an IRI) and ``pinpoint`` are where the claim that decides stands, ``pinpoints`` all passages of it on which the
    same answer rests; the answer holds from ``valid_from`` to ``valid_until``, entries of one act that follow one another
    taken together, its evidence (of a ``grade``) to ``evidence_to``.
    ``legal_status`` and ``enforcement_status`` are those of the claim on the day: what is supported may be enjoined by a court.
    ``reason`` is one of :data:`REASONS` where the verdict is not-held.
    """

    sentence: Sentence
    verdict: str
    because: str = ""
    cell: str | None = None
    claim: str | None = None
    citation: str | None = None
    says: str | None = None
    until: str | None = None
    dossier: str | None = None
    pinpoint: str | None = None
    pinpoints: tuple[str, ...] = ()
    valid_from: str | None = None
    valid_until: str | None = None
    grade: str | None = None
    evidence_to: str | None = None
    legal_status: str | None = None
    enforcement_status: str | None = None
    reason: str | None = None

    @property
    def is_halted(self) -> bool:
        """Whether what the base says of the same does not apply on the day, or not yet."""
        return self.legal_status not in (None, "in-force") or self.enforcement_status not in (None, "applicable")


def left(sentence: Sentence, reason: str, because: str) -> Judged:
    """A sentence that was not judged, with the reason as one of REASONS and in words."""
    return Judged(sentence, NOT_HELD, because, reason=reason)
