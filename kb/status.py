"""Legal and enforcement status of the text behind a claim on a day: in force is not the same as enforced."""

from __future__ import annotations

from collections.abc import Iterable

from kb import iris
from kb.model import OPEN, StoredClaim, StoredEvent

NOT_LAW = ("proposed", "adopted", "annulled", "vacated", "repealed", "revoked", "expired", "lapsed", "withdrawn")


def statuses(claim: StoredClaim, events: Iterable[StoredEvent], as_of: str, known_on: str) -> tuple[str | None, str | None]:
    """(legal status, enforcement status) on a day, from the events in the record; None where no event tells."""
    bearing = _bearing(claim, events, known_on)
    legal = _last([event for event in bearing if event.sets_legal], as_of)
    if legal is None:
        return None, None
    if legal.sets_legal in NOT_LAW:
        return legal.sets_legal, "not-in-force"
    return legal.sets_legal, _enforcement([event for event in bearing if event.sets_enforcement], as_of)


def deciding_events(claim: StoredClaim, events: Iterable[StoredEvent], as_of: str, known_on: str) -> list[StoredEvent]:
    """The events that set the statuses of a day: the legal one, then that of enforcement; fewer where none tells."""
    bearing = _bearing(claim, events, known_on)
    legal = _last([event for event in bearing if event.sets_legal], as_of)
    enforcement = _last([event for event in bearing if event.sets_enforcement], as_of)
    return [event for event in (legal, enforcement) if event]


def _bearing(claim: StoredClaim, events: Iterable[StoredEvent], known_on: str) -> list[StoredEvent]:
    return [event for event in events if event.asserted_on <= known_on and bears_on(event, claim)]


def bears_on(event: StoredEvent, claim: StoredClaim) -> bool:
    """Whether an event concerns a claim: by the persons it reaches and the provisions it covers."""
    reached = not event.reaches or bool(event.reaches & _scope(claim))
    return reached and (not event.covers or bool(event.covers & _passages(claim)))


def _enforcement(events: list[StoredEvent], as_of: str) -> str:
    current = _last(events, as_of)
    if current:
        return current.sets_enforcement or "applicable"
    awaited = [event for event in events if event.kind == "applies"]
    return "not-yet-applicable" if awaited else "applicable"


def _last(events: list[StoredEvent], as_of: str) -> StoredEvent | None:
    """The event that decides on a day: the latest one begun whose own end has not passed."""
    begun = [event for event in events if event.on <= as_of < (event.until or OPEN)]
    return max(begun, key=lambda event: (event.on, event.position), default=None)


def _scope(claim: StoredClaim) -> set[str]:
    named = [("platform", claim.platform), ("party", claim.party)]
    return {iris.entity(kind, slug) for kind, slug in named if slug}


def _passages(claim: StoredClaim) -> set[str]:
    if not claim.dossier or not claim.pinpoint:
        return set()
    return {iris.passage(claim.dossier, pinpoint) for pinpoint in claim.pinpoint.split("; ")}
