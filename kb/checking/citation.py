"""What a text cites, with what the base finds of it: an identifier, a passage of an act, a case."""

from __future__ import annotations

from dataclasses import dataclass

from kb.release.release import Release
from kb.values.status import in_record

HELD, NOT_HELD, UNCLEAR = "held", "not-held", "unclear"
ELSEWHERE, NO_SUCH, OTHER_COURT = "elsewhere", "no-such-passage", "other-court"
WRONG = (ELSEWHERE, NO_SUCH, OTHER_COURT)


@dataclass(frozen=True)
class Cited:
    """What a text cites; the dossier that has it, None where none has, with its legal status on the day.

    ``finding`` is held, not-held, unclear (which act is meant), elsewhere (the base rests the same on another passage),
    no-such-passage (the text of the act has none), or other-court; ``told`` says it in words.
    ``compared`` is the verdict on the sentence where it rests on what is cited; None where only that it exists was looked at.
    """

    identifier: str
    paragraph: int
    dossier: str | None = None
    title: str | None = None
    status: str | None = None
    finding: str = HELD
    told: str = ""
    compared: str | None = None


def legal_status(release: Release, dossier: str, as_of: str, known_on: str) -> str | None:
    """The legal status of an act on a day as known on another, by its last event that sets one; None where none does."""
    begun = [one for one in release.reader.events(dossier) if in_record(one, known_on) and one.sets_legal and one.on <= as_of]
    last = max(begun, key=lambda one: (one.on, one.position), default=None)
    return last.sets_legal if last else None
