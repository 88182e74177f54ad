"""Which sentences of the facts tell which passages: what a provision says, a claim in short, the days that their file knows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kb.loaders.dossier_records import Instrument
from kb.loaders.fields import EARLIEST, OPEN, Reading
from kb.loaders.record.statements import statements_of
from kb.loaders.records import Facts
from kb.loaders.yaml_files import Place


@dataclass(frozen=True)
class Told:
    """One sentence: the statement or provision that it is, where it is written, what it says, which pinpoints it tells.

    ``id`` of a provision is ``us/pafaca#sec. 2(b)``; ``days`` are ISO days that need not stand in the passage;
    ``inherited`` are the readings of the file, where it has none of its own.
    """

    id: str
    instrument: str
    file: str
    place: Place
    sentence: str
    pinpoints: tuple[str, ...]
    days: tuple[str, ...]
    quote: str | None = None
    inherited: tuple[Reading, ...] = ()


def told_sentences(facts: Facts, instrument: str) -> Iterator[Told]:
    """The sentences of one instrument that tell its provisions; what is withdrawn tells nothing any more."""
    act = facts.instruments[instrument]
    file, days = f"instruments/{instrument}.yaml", _days(facts, act)
    for pinpoint, passage in act.provisions.items():
        place: Place = ("provisions", pinpoint)
        yield Told(
            f"{instrument}#{pinpoint}",
            instrument,
            file,
            place,
            passage.says,
            (pinpoint,),
            days,
            passage.quote,
            _inherited(act, passage.evidence),
        )
    for statement in statements_of(facts, file):
        if statement.kind != "claim" or statement.withdrawn_on:
            continue
        _, question, number = statement.place
        claim = act.claims[str(question)][int(number)]
        own = tuple(day for day in (claim.from_, claim.until) if day not in (EARLIEST, OPEN))
        inherited = _inherited(act, claim.evidence)
        yield Told(
            statement.id, instrument, file, statement.place, claim.in_short, claim.rests_on, (*days, *own), inherited=inherited
        )


def _inherited(act: Instrument, own: Sequence[Reading] | None) -> tuple[Reading, ...]:
    return () if own else tuple(act.evidence or ())


def _days(facts: Facts, act: Instrument) -> tuple[str, ...]:
    """The days of an act's events, and of the acts and cases that it names."""
    events = [*act.dates]
    days: list[str] = []
    for name in {*(other for one in act.relations for other in one.values()), *(event.by for event in act.dates if event.by)}:
        if case := facts.cases.get(name.removeprefix("cases/")):
            days += (step.on for step in case.steps if not step.withdrawn)
        elif other := facts.instruments.get(name):
            events += other.dates
    for event in events:
        if not event.withdrawn:
            days += (day for day in (event.on, event.until) if day)
    return tuple(dict.fromkeys(days))
