"""What a dated event concerns where that is not the whole text: named provisions, named persons, or parts that began later."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kb.graph.happenings import Happening
from kb.graph.network import entities
from kb.naming import iris
from kb.release.release import Release
from kb.values.stored import StoredEvent

BEGINS = ("in-force", "applies")
FURTHER = "further parts"


@dataclass(frozen=True)
class Limits:
    """Pinpoints that alone an event covers, names of those whom alone it reaches, and what one single provision says.

    ``is_further`` says that it names no provisions, but that parts of the text began on an earlier day.
    """

    parts: tuple[str, ...] = ()
    whom: tuple[str, ...] = ()
    is_further: bool = False
    says: str = ""

    @property
    def words(self) -> tuple[str, ...]:
        """What it is limited to; nothing where it concerns the whole text and everyone."""
        return (*self.parts, *self.whom, *([FURTHER] if self.is_further else []))


WHOLE = Limits()


def limits_of(release: Release, one: Happening) -> Limits:
    """What an event is limited to; a step of a case is to nothing."""
    event = event_of(release, one)
    if event is None:
        return WHOLE
    found = _passages(release, event, one.dossier.iri)
    says = next(iter(found.values())) if len(found) == 1 else ""
    return Limits(
        tuple(found), reached_names(release, event.reaches), _is_further(event, release.reader.events(one.dossier.iri)), says
    )


def event_of(release: Release, one: Happening) -> StoredEvent | None:
    """The event of an instrument that a happening is; None for a step of a case."""
    events = release.reader.events(one.dossier.iri) if one.dossier.kind == "instrument" else ()
    return next((event for event in events if event.iri == one.node), None)


def foreseen_on(one: Happening, evidence: Mapping[str, str]) -> str | None:
    """The last day to which was looked, where a text was only set to begin later; None where that it began was read.

    ``evidence`` are the days to which the evidence of events goes, by IRI. What no text sets beforehand cannot be foreseen.
    """
    last = evidence.get(one.node)
    return last if last and one.kind in BEGINS and last < one.on else None


def _passages(release: Release, event: StoredEvent, dossier: str) -> dict[str, str]:
    """The provisions that it covers, with what each says, in the order of the text."""
    rows = release.rows("entity_passages", dossier=dossier) if event.covers else ()
    return {row["pinpoint"] or "": row["says"] or "" for row in rows if row["passage"] in event.covers}


def reached_names(release: Release, reached: Iterable[str]) -> tuple[str, ...]:
    """Classes that an event reaches, by their names; services and organisations where no class is named."""
    parties, known = release.reader.parties(), entities(release)
    classes = tuple(parties[iris.slug(iri)] for iri in sorted(reached) if iris.kind(iri) == "party")
    keys = [iri.removeprefix(iris.ID) for iri in sorted(reached)]
    return classes or tuple(known[key].label if key in known else key for key in keys)


def _is_further(event: StoredEvent, events: Sequence[StoredEvent]) -> bool:
    """Whether a text began before this event, which names no provisions, begins it again."""
    earlier = (one for one in events if one.kind == event.kind and one.on < event.on and not one.reaches)
    return event.kind in BEGINS and not event.covers and any(not one.withdrawn_because for one in earlier)
