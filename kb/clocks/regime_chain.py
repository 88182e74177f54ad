"""The chain behind a duty: membership, designation, text, and the events that set its status, each with its day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kb.cells.orders import Asked
from kb.clocks.pending import Awaited
from kb.release.dossiers import event_words, short_title
from kb.release.reader import Reader
from kb.values.model import EARLIEST, OPEN, StoredClaim, StoredEvent
from kb.values.status import decisive_events
from kb.values.stored import as_known


@dataclass(frozen=True)
class Link:
    """One link of a chain: what it is (layer, reach, text, status), what it says, and since when."""

    kind: str
    says: str
    since: str | None


def chain_of(claim: StoredClaim, citation: str, memberships: Sequence[tuple[str, str, str]], point: Asked) -> tuple[Link, ...]:
    """The links from the layer to the text; ``memberships`` are (member, union, since)."""
    links = [Link("layer", f"{member} belongs to {union}", _shown(since)) for member, union, since in memberships]
    left = memberships[-1:] if claim.left_to_members else ()
    links += [Link("layer", f"{union} leaves this to the law of {member}", None) for member, union, _ in left]
    links += _reach(claim, point)
    holds = f"{citation}; coded to hold from {_shown(claim.valid_from) or 'an unknown day'}"
    holds += "" if claim.valid_until == OPEN else f" until {claim.valid_until}"
    return (*links, Link("text", holds, _shown(claim.valid_from)))


def status_links(
    reader: Reader, claim: StoredClaim, events: Sequence[StoredEvent], point: Asked, coming: Awaited | None
) -> tuple[Link, ...]:
    """The events that set the status; of an amendment to come only the event that made it."""
    if coming and coming.is_amendment:
        within = f", in {short_title(reader, coming.amending)}" if coming.amending else ""
        return (Link("status", f"amendment {event_words(reader, coming.made, claim)}{within}", _happened(coming.made)),)
    begun = decisive_events(claim, events, point.as_of, point.known_on).begun
    made = (coming.made,) if coming and coming.made not in begun else ()
    return tuple(Link("status", event_words(reader, event, claim), _happened(event)) for event in (*made, *begun))


def _happened(event: StoredEvent) -> str:
    """The day, the month or the year of an event, as closely as it is known."""
    return as_known(event.on, event.precision)


def _reach(claim: StoredClaim, point: Asked) -> list[Link]:
    """Why the text reaches the platform: by name, by a class it was designated into, or because it reaches everyone."""
    if claim.platform:
        return [Link("reach", f"made for {point.names[claim.platform]}", None)]
    if not claim.party:
        return [Link("reach", "reaches everyone it concerns; nobody and no class is named", None)]
    class_name = point.names.get(claim.party, claim.party)
    if point.platform is None:
        return [Link("reach", f"reaches the class: {class_name}", None)]
    designated = [
        start
        for party, place, start, end, asserted in point.platform.designations
        if (party, place) == (claim.party, claim.jurisdiction) and start <= point.as_of < end and asserted <= point.known_on
    ]
    if designated:
        return [Link("reach", f"{point.platform.name} was put in the class: {class_name}", _shown(min(designated)))]
    return [Link("reach", f"reaches the class: {class_name}; {point.platform.name} is not shown to belong to it", None)]


def _shown(day: str) -> str | None:
    return None if day == EARLIEST else day
