"""Legal and enforcement status of the text behind a claim on a day: in force is not the same as enforced."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from kb.naming import iris
from kb.values.model import OPEN, StoredClaim, StoredEvent

NOT_LAW = ("proposed", "adopted", "annulled", "vacated", "repealed", "revoked", "expired", "lapsed", "withdrawn")


def statuses(claim: StoredClaim, events: Iterable[StoredEvent], as_of: str, known_on: str) -> tuple[str | None, str | None]:
    """(legal status, enforcement status) on a day, from the events in the record; None where no event tells."""
    found = decisive_events(claim, events, as_of, known_on)
    if found.legal is None:
        return None, None
    if found.legal.sets_legal in NOT_LAW:
        return found.legal.sets_legal, "not-in-force"
    if found.enforcement:
        return found.legal.sets_legal, found.enforcement.sets_enforcement or "applicable"
    return found.legal.sets_legal, "not-yet-applicable" if found.awaited else "applicable"


class Decisive(NamedTuple):
    """The events that decide on a day: on being law, on enforcement, and those from which it is still to apply."""

    legal: StoredEvent | None
    enforcement: StoredEvent | None
    awaited: tuple[StoredEvent, ...]

    @property
    def begun(self) -> tuple[StoredEvent, ...]:
        """Those that hold on the day, the one on being law first."""
        return tuple(event for event in (self.legal, self.enforcement) if event)

    @property
    def behind_statuses(self) -> tuple[StoredEvent, ...]:
        """Those that :func:`statuses` follow from: what is not law is not enforced, whatever else happened to it."""
        if self.legal is None or self.legal.sets_legal in NOT_LAW:
            return (self.legal,) if self.legal else ()
        return self.begun if self.enforcement else (self.legal, *self.awaited)


def decisive_events(claim: StoredClaim, events: Iterable[StoredEvent], as_of: str, known_on: str) -> Decisive:
    """What decides on the statuses of a claim at one point of both clocks."""
    bearing = [event for event in events if in_record(event, known_on) and bears_on(event, claim)]
    enforcing = [event for event in bearing if event.sets_enforcement]
    legal = _last([event for event in bearing if event.sets_legal], as_of)
    return Decisive(legal, _last(enforcing, as_of), tuple(event for event in enforcing if event.kind == "applies"))


def in_record(event: StoredEvent, known_on: str) -> bool:
    """Whether an event was in the record on a day: coded and not withdrawn yet."""
    return event.asserted_on <= known_on < event.retracted_on


def bears_on(event: StoredEvent, claim: StoredClaim) -> bool:
    """Whether an event concerns a claim: by the persons it reaches and the provisions it covers."""
    reached = not event.reaches or bool(event.reaches & scope(claim))
    return reached and (not event.covers or bool(event.covers & passages(claim)))


def _last(events: list[StoredEvent], as_of: str) -> StoredEvent | None:
    """The event that decides on a day: the latest one begun whose own end has not passed."""
    begun = [event for event in events if event.on <= as_of < (event.until or OPEN)]
    return max(begun, key=lambda event: (event.on, event.position), default=None)


def scope(claim: StoredClaim) -> set[str]:
    """IRIs of the platform or the class of persons that a claim is limited to."""
    named = [("platform", claim.platform), ("party", claim.party)]
    return {iris.entity(kind, slug) for kind, slug in named if slug}


def passages(claim: StoredClaim) -> set[str]:
    """IRIs of the provisions or holdings that a claim rests on."""
    if not claim.dossier or not claim.pinpoint:
        return set()
    return {iris.passage(claim.dossier, pinpoint) for pinpoint in claim.pinpoint.split("; ")}
