"""Where a whole text stands on a day: whether it is law, and for whom it is applied or halted, from its dated events."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kb.values.status import NOT_LAW, in_record
from kb.values.stored import KEEPS_GOOD, OPEN, StoredEvent, as_known

Enforced = tuple[str, str, str, frozenset[str]]


@dataclass(frozen=True)
class TextStatus:
    """Legal status since a day, and of each circle of addressees (none: everyone) status, since, until (or empty).

    ``events`` are those that decide. Without an event on being law, ``legal`` is None.
    """

    legal: str | None
    legal_since: str
    enforcement: tuple[Enforced, ...]
    events: tuple[StoredEvent, ...]


def text_status(events: Iterable[StoredEvent], as_of: str, known_on: str) -> TextStatus:
    """The status of a text at one point of both clocks; an event on single provisions says nothing of the whole."""
    found = [one for one in events if in_record(one, known_on) and not one.covers]
    law = _last([one for one in found if one.sets_legal], as_of)
    if law is None or law.sets_legal in NOT_LAW:
        return TextStatus(law.sets_legal if law else None, _shown(law) if law else "", (), (law,) if law else ())
    enforcing = [one for one in found if one.sets_enforcement]
    circles = list(dict.fromkeys(one.reaches for one in enforcing))
    told = [(reached, [one for one in enforcing if one.reaches in (reached, frozenset())]) for reached in circles]
    kept = [(reached, among) for reached, among in told if len(circles) == 1 or _applies_to(reached, among)]
    decided = [(reached, _begun(among, as_of), among) for reached, among in kept]
    enforced = [_enforced(reached, one, among) for reached, one, among in decided]
    alike: dict[tuple[str, str, str], list[frozenset[str]]] = {}
    for status, since, until, reached in enforced:
        alike.setdefault((status, since, until), []).append(reached)
    apart = tuple((*told, frozenset().union(*among) if all(among) else frozenset()) for told, among in alike.items())
    events_told = dict.fromkeys([law, *(one for _, one, _ in decided if one)])
    return TextStatus(law.sets_legal, _shown(law), apart, tuple(events_told))


def _begun(among: Sequence[StoredEvent], as_of: str) -> StoredEvent | None:
    """The event with which the status of the day began: the first of those that set the same one after another."""
    running = sorted((one for one in among if one.on <= as_of < (one.until or OPEN)), key=lambda one: (one.on, one.position))
    first = running[-1] if running else None
    for one in reversed(running):
        if first is None or one.sets_enforcement != first.sets_enforcement:
            break
        first = one
    return first


def _applies_to(reached: frozenset[str], among: Sequence[StoredEvent]) -> bool:
    """Whether a day is set from which the text applies to this circle itself."""
    return any(one.reaches == reached and one.kind == "applies" for one in among)


def _enforced(reached: frozenset[str], one: StoredEvent | None, among: Sequence[StoredEvent]) -> Enforced:
    """The status of one circle; before its first event it is still to apply, from the day that is set."""
    if one is None:
        first = min(among, key=lambda event: event.on)
        return "not-yet-applicable", _shown(first), "", reached
    return one.sets_enforcement or "applicable", _shown(one), one.until or "", reached


def _shown(one: StoredEvent) -> str:
    return as_known(one.on, one.precision)


def _last(events: Sequence[StoredEvent], as_of: str) -> StoredEvent | None:
    begun = [one for one in events if one.on <= as_of < (one.until or OPEN)]
    return max(begun, key=lambda one: (one.on, one.position), default=None)


def last_day_of(evidence_to: str, is_open: bool) -> str:
    """The last day on which what was read to a day still stands: for a shorter time while a matter is open."""
    return (datetime.date.fromisoformat(evidence_to) + datetime.timedelta(days=KEEPS_GOOD[is_open])).isoformat()
