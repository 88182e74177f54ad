"""What happened in a text on the day of an event, by which text and until when, and who has run a platform since."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from kb.briefing.finding import Deed, Event, Run
from kb.graph.dated_ties import DatedTie, dated_ties
from kb.graph.happenings import happenings
from kb.naming import iris
from kb.release.release import Release
from kb.values.model import EARLIEST, Comparison, StoredEvent
from kb.values.status import in_record

HALTS = ("suspended", "stayed", "enjoined")
TOLD_BY_ITS_NOTE, PAUSE_ENDS = ("closed", "determined"), "pause-ends"


def with_deeds(release: Release, events: tuple[Event, ...], table: Comparison) -> tuple[Event, ...]:
    """The events, each with what happened on its day in the text behind it, where the record has that."""
    if not events:
        return events
    days = [one.day for one in events]
    notes = {one.node: one.says for one in happenings(release, min(days), max(days))}
    return tuple(replace(one, deed=_deed(release, one, table, notes)) for one in events)


def _deed(release: Release, event: Event, table: Comparison, notes: Mapping[str, str]) -> Deed | None:
    """Of several dated events of one day the one that sets a status, or that a note alone tells."""
    every = [one for one in _dated(release, event) if in_record(one, table.known_on)]
    telling = [one for one in every if one.on == event.day and (_sets(one) or one.kind in TOLD_BY_ITS_NOTE)]
    if not telling:
        ended = any(one.until == event.day and one.sets_enforcement in HALTS for one in every)
        return Deed(PAUSE_ENDS, "") if ended else None
    first = max(telling, key=_sets)
    says = notes.get(first.iri, "") if first.kind in TOLD_BY_ITS_NOTE else ""
    made = [release.reader.head(one.by) for one in _prolonged(first, every, table.as_of) if one.by]
    return Deed(first.kind, says, release.reader.head(first.by) if first.by else None, tuple(made))


def _dated(release: Release, event: Event) -> tuple[StoredEvent, ...]:
    return tuple(release.reader.events(event.dossier.iri)) if event.dossier else ()


def _sets(one: StoredEvent) -> bool:
    return bool(one.sets_legal or one.sets_enforcement)


def _prolonged(first: StoredEvent, every: list[StoredEvent], as_of: str) -> Iterator[StoredEvent]:
    """The events of the same kind that went on where the one before them ended."""
    last = first
    for one in every:
        if one.kind == first.kind and last.on < one.on <= as_of and one.on == last.until:
            yield one
            last = one


def with_runs(release: Release, events: tuple[Event, ...], table: Comparison, since: str) -> tuple[Event, ...]:
    """The events of a platform with who has run it since when; a day without another event is one of its own."""
    found = list(events)
    for run in _runs(release, table, since):
        at = next((n for n, one in enumerate(found) if (one.place, one.day) == (run.place, run.day)), None)
        if at is None:
            found.append(Event(run.place, run.day, None, (), 0.0, runs=(run,)))
        else:
            found[at] = replace(found[at], runs=(*found[at].runs, run))
    return tuple(sorted(found, key=lambda one: (one.day, one.place)))


def running(release: Release, table: Comparison) -> tuple[Run, ...]:
    """Who runs the platform on the day of the table, place by place; of several operators the last one."""
    last = {run.place: run for run in _runs(release, table, EARLIEST)}
    return tuple(last[slug] for slug, _ in table.jurisdictions if slug in last)


def owners(release: Release, table: Comparison) -> tuple[str, ...]:
    """Whose the platform is on the day of the table, by name."""
    names = {one.iri: one.label for one in release.catalogue.entities.values()}
    every = _standing(release, iris.entity("platform", table.platform or ""), names, table.known_on)
    held = (one for one in every if one.kind == "owner" and one.valid_from <= table.as_of < one.valid_until)
    return tuple(dict.fromkeys(one.name for one in held))


def _runs(release: Release, table: Comparison, since: str) -> Iterator[Run]:
    names = {one.iri: one.label for one in release.catalogue.entities.values()}
    places = dict(table.jurisdictions)
    every = _standing(release, iris.entity("platform", table.platform or ""), names, table.known_on)
    operators = [one for one in every if one.kind == "operator"]
    for tie in operators:
        for place in (slug for slug in tie.places if slug in places and since < tie.valid_from <= table.as_of):
            before = [one.name for one in operators if one.valid_until == tie.valid_from and place in one.places]
            held = [one for one in _standing(release, iris.ID + tie.other, names, table.known_on) if one.kind == "owner"]
            stakes = tuple((one.name, one.percent) for one in held if one.valid_from <= table.as_of < one.valid_until)
            yield Run(place, tie.since, tie.name, stakes, next((name for name in before if name != tie.name), ""), tie.grade)


def _standing(release: Release, entity: str, names: Mapping[str, str], known_on: str) -> list[DatedTie]:
    return [one for one in dated_ties(release, entity, names) if one.asserted_on <= known_on < one.retracted_on]
