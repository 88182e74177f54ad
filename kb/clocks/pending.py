"""Whether a duty that is coded to hold later was pending on a day: its text was made, and nothing but its own days lay ahead.

Claims are coded from today's knowledge. One that begins after the day asked may tell of a text that nobody had written
then: an amendment of later years, an injunction, a new owner. Only what a dated event shows to have been there counts.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from kb.values.model import StoredClaim, StoredEvent
from kb.values.status import bears_on, passages, statuses

BEFORE_LAW = ("proposed", "adopted")
MAKES_TEXT = ("proposed", "introduced", "adopted", "signed", "issued", "published")
BEGINS = ("in-force", "applies")
SET_BY_TEXT = (*BEGINS, "deadline", "review-due")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")

Events = Sequence[StoredEvent]


@dataclass(frozen=True)
class Awaited:
    """A duty that was still to come: the event that made its text, how that text stood, and the act that amends another by it."""

    made: StoredEvent
    legal: str | None
    enforcement: str | None
    is_amendment: bool = False
    amending: str | None = None


def awaited(
    claim: StoredClaim, coded: Iterable[StoredClaim], events_of: Callable[[str | None], Events], as_of: str, known_on: str
) -> Awaited | None:
    """How a claim that begins after a day was pending on it; None if its text was not there, or took effect already.

    ``coded`` are the claims on the same question, ``events_of`` gives the events of an instrument as the record had them.
    """
    bearing = [event for event in events_of(claim.dossier) if bears_on(event, claim)]
    ahead = [event for event in bearing if as_of < event.on <= claim.valid_from]
    if _tells_of_later(claim, bearing, ahead, as_of):
        return None
    if changes := [event for event in ahead if event.kind == "amended"]:
        return _amendment(claim, changes, bearing, events_of, as_of)
    is_phase = any(_is_continued_by(other, claim) for other in coded)
    return _first_text(claim, bearing, as_of, known_on, is_phase)


def _is_continued_by(claim: StoredClaim, later: StoredClaim) -> bool:
    """Whether a claim says of the same text and for the same persons what was so until a later one begins."""
    same = (claim.dossier, claim.platform, claim.party) == (later.dossier, later.platform, later.party)
    return same and claim.valid_until == later.valid_from


def _tells_of_later(claim: StoredClaim, bearing: Events, ahead: Events, as_of: str) -> bool:
    """Whether the claim begins after something that no text foretells, or its sentence names such a day."""
    if any(_is_news(event, claim) for event in ahead):
        return True
    foretold = {event.on for event in bearing if event.kind in SET_BY_TEXT}
    return any(as_of < day and day not in foretold for day in DAY.findall(claim.in_short))


def _is_news(event: StoredEvent, claim: StoredClaim) -> bool:
    """Whether an event, seen from before it, could not be known; that somebody joins a class changes nothing for the class."""
    if event.kind == "designated":
        return claim.platform is not None
    return event.kind not in (*MAKES_TEXT, *SET_BY_TEXT, "amended")


def _first_text(claim: StoredClaim, bearing: Events, as_of: str, known_on: str, is_phase: bool) -> Awaited | None:
    """The text as it was first made, between its making and its taking effect.

    A claim that goes on where another ends (``is_phase``) is of that text only if it begins on a day that the text sets.
    """
    made = _made(bearing, as_of, (*MAKES_TEXT, "amended", "in-force"))
    legal, enforcement = statuses(claim, bearing, as_of, known_on)
    waits = legal is None or legal in BEFORE_LAW or enforcement == "not-yet-applicable"
    begins = [event.on for event in bearing if event.kind in BEGINS and event.on > as_of]
    effects = [event.on for event in bearing if event.kind == "applies" and event.on > as_of] or begins
    if made is None or not waits or not begins:
        return None
    is_later = claim.valid_from not in begins and (is_phase or claim.valid_from > min(effects))
    return None if is_later else Awaited(made, legal, enforcement)


def _amendment(
    claim: StoredClaim, changes: Events, bearing: Events, events_of: Callable[[str | None], Events], as_of: str
) -> Awaited | None:
    """An amendment, between its making and the day on which it changes the text."""
    own = [event for event in bearing if event.covers & passages(claim)]
    made = [_made([*own, *events_of(change.by)], as_of) for change in changes]
    if claim.valid_from != changes[-1].on or not all(made) or (last := made[-1]) is None:
        return None
    legal = "proposed" if last.sets_legal == "proposed" else "adopted"
    return Awaited(last, legal, "not-in-force", True, changes[-1].by)


def _made(events: Iterable[StoredEvent], as_of: str, kinds: Sequence[str] = MAKES_TEXT) -> StoredEvent | None:
    """The last event by which a text had been made on a day, if there is one."""
    made = [event for event in events if event.kind in kinds and _last_day(event) <= as_of]
    return max(made, key=lambda event: (event.on, event.position), default=None)


def _last_day(event: StoredEvent) -> str:
    """The day by which an event has happened for certain: of some only the month or the year is known."""
    year, month = int(event.on[:4]), 12 if event.precision == "year" else int(event.on[5:7])
    return f"{year}-{month:02}-{monthrange(year, month)[1]}" if event.precision else event.on
