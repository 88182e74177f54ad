"""Check the claims of one file against its own events and evidence: what they say must not go beyond what it has.

Withdrawn claims are left alone: they say what was said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations
from typing import Any

from kb.loaders.dossier_records import Case, Claim, Event, Instrument
from kb.loaders.evidence.grading import graded_claim
from kb.loaders.fields import OPEN
from kb.loaders.known import Known
from kb.loaders.yaml_files import Place

Found = tuple[Place, str]
Doubt = tuple[Place, str, str]
Placed = list[tuple[Place, Claim]]

BEGINS = ("in-force", "applies")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
NAME = re.compile(r"[A-ZÀ-Þ]|\d")
MADE = {"adopted", "signed", "issued", "published"}  # with nothing else a text has no effect yet
UNKNOWN_DAY = "a sentence names a day that no event and no claim of its file has"
WITHOUT_FORCE = "a text that was made, and of which something is claimed, has no day on which it comes into force"
UNWRITTEN = "what a template says was not written over"
FILLS = "Say"  # how each text of a template begins that is to be written over
FILLER = re.compile(
    rf"{FILLS} (which texts? w|where you looked|what was looked |what the sentence says|why the search covers"
    r"|in one sentence what happened|how it ended, or that|who published it)"
)


def claim_mistakes(record: Instrument | Case, known: Known) -> Iterator[Found]:
    """(place, what to write) for every claim that begins too early, overlaps another, or is confirmed by no text."""
    for question, claims in record.claims.items():
        placed = _standing(question, claims)
        yield from _overlapping(placed, record)
        for place, claim in placed:
            if isinstance(record, Instrument):
                yield from _too_early(place, claim, claims, record.dates, known)
            yield from _unproved(place, claim, record)


def claim_doubts(record: Instrument | Case) -> Iterator[Doubt]:
    """(place, kind, what to look at) for what may be right in a file, and mostly is not."""
    if isinstance(record, Instrument) and _has_no_force(record):
        what = "no day on which it comes into force, so its claims are told as not yet in force; add {on: ..., what: in-force}"
        yield ("dates",), WITHOUT_FORCE, what
    days = set(_days_of(record))
    for question, claims in record.claims.items():
        for place, claim in _standing(question, claims):
            for day in DAY.findall(claim.in_short):
                if not any(day.startswith(known) for known in days):
                    what = f"no event and no claim of this file has the day {day}; correct it, or add the event"
                    yield (*place, "in_short"), UNKNOWN_DAY, what


def unwritten(value: Any, place: Place = ()) -> Iterator[Doubt]:
    """(place, kind, what to do) for every text of a file that stands as a template of ``kb new`` has it."""
    if isinstance(value, str) and FILLER.match(value):
        yield place, UNWRITTEN, f"this is what the template says, and no fact: write over '{value}'"
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in inner:
        yield from unwritten(one, (*place, key))


def _has_no_force(record: Instrument) -> bool:
    """Whether something is claimed of a text of which only its making is told."""
    has_claims = any(not claim.withdrawn for claims in record.claims.values() for claim in claims)
    return has_claims and {event.what for event in record.dates if not event.withdrawn} <= MADE


def _standing(question: str, claims: tuple[Claim, ...]) -> Placed:
    return [(("claims", question, number), claim) for number, claim in enumerate(claims) if not claim.withdrawn]


def _days_of(record: Instrument | Case) -> Iterator[str]:
    """Every day, month and year that an event, a step, an amount or a claim of the file has."""
    if isinstance(record, Instrument):
        yield from (day for event in record.dates if not event.withdrawn for day in (event.on, event.until) if day)
    else:
        yield from (step.on for step in record.steps if not step.withdrawn)
        yield from (amount.on for amount in record.amounts if amount.on)
    for claims in record.claims.values():
        for claim in claims:
            yield from (claim.from_, claim.until)


def _overlapping(placed: Placed, record: Instrument | Case) -> Iterator[Found]:
    """Claims of one text, for the same persons and time. Sources that disagree on a text say so with evidence of their own."""
    for (_, first), (place, second) in combinations(placed, 2):
        same = (first.scope, first.jurisdiction) == (second.scope, second.jurisdiction)
        if not same or first.until <= second.from_ or second.until <= first.from_ or first.beside or second.beside:
            continue
        if first.answer == second.answer or not (first.evidence and second.evidence):
            until = "" if first.until == OPEN else f" until {first.until}"
            advice = "end or withdraw one of them, write 'beside:', or give both 'evidence:' if sources disagree on the answer"
            yield (
                place,
                f"overlaps with '{first.answer}' from {first.from_}{until} on this question for the same persons; {advice}",
            )


def _too_early(place: Place, claim: Claim, claims: tuple[Claim, ...], events: tuple[Event, ...], known: Known) -> Iterator[Found]:
    """A claim before its text has effect, on a day on which nothing happened to it and no other claim on the question ended."""
    events = tuple(event for event in events if not event.withdrawn)
    bearing = [event for event in events if _bears_on(event, claim, known)]
    first = {what: min(days) for what in BEGINS if (days := [event.on for event in bearing if event.what == what])}
    effect = max(first.values(), default="")
    if claim.from_[: len(effect)] >= effect or any(claim.from_.startswith(event.on) for event in events):
        return
    if any(other.until == claim.from_ and other.scope == claim.scope and not other.withdrawn for other in claims):
        return
    what = "applies" if first.get("applies") == effect else "is in force"
    yield (
        (*place, "from"),
        f"begins before its text {what} ({effect}); write 'from: {effect}' or the day of an event under 'dates:'",
    )


def _bears_on(event: Event, claim: Claim, known: Known) -> bool:
    covered = not event.covers or bool(set(event.covers) & set(claim.rests_on))
    reached = {claim.scope.party, *known.platforms.get(claim.scope.platform or "", ()), claim.scope.platform}
    return covered and (not event.to or event.to in reached)


def _unproved(place: Place, claim: Claim, record: Instrument | Case) -> Iterator[Found]:
    """A claim that is confirmed by what its file has read, where that names no text."""
    if claim.evidence is None and (found := graded_claim(claim, record)).confirmed:
        for reading in found.readings:
            if not NAME.search(reading.read):
                advice = "name it there, or add 'evidence:' here"
                yield place, f"takes 'confirmed' from '{reading.read}', which names no text; {advice}"
