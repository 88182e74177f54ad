"""The steps of the law as events: each day on which an answer or its status turned, by the text that turned it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from kb.briefing.finding import Event, Turned, apart, is_applied, text_weight, told
from kb.briefing.rules import Rules
from kb.clocks.change_causes import laid_beside
from kb.clocks.changes import Change, Changes
from kb.values.model import Cell, Comparison, QuestionHead

COUNTED = ("law-changed", "decision-taken", "enforcement-changed")
UNKNOWN = "not-researched"
TOLD_ANEW, APPLIED_OR_NOT = 0.05, 0.15
Step = tuple[str, str, Turned]  # place, day, what turned


def events_of(found: Changes, rules: Rules, since: str) -> tuple[Event, ...]:
    """The changes of the law by what made them: a text or decision in one place on one day, the heaviest first."""
    return events_in([one for one in found.changes if one.cause in COUNTED], found.end, rules, since)


def events_in(changes: Iterable[Change], table: Comparison, rules: Rules, since: str) -> tuple[Event, ...]:
    """The steps of changed cells since a day as events, the heaviest first; ``table`` is how they are in the end."""
    heads = {head.id: head for head in table.questions}
    grouped: dict[tuple[str, str, str], list[Turned]] = {}
    for place, day, turned in (step for change in changes for step in _steps(change, since)):
        grouped.setdefault((place, turned.text, day), []).append(turned)
    events = (_event(place, day, found, heads, rules) for (place, _, day), found in grouped.items())
    return tuple(sorted(events, key=lambda one: (-one.weight, one.day, one.place)))


def _event(place: str, day: str, found: list[Turned], heads: dict[str, QuestionHead], rules: Rules) -> Event:
    weighed = {one.question: _far(heads[one.question], one) * rules.question(one.question) for one in found}
    ordered = tuple(sorted(found, key=lambda one: -weighed[one.question]))
    return Event(place, day, ordered[0].dossier, ordered, sum(weighed.values()) * _text_weight(ordered[0], rules))


def _text_weight(first: Turned, rules: Rules) -> float:
    """What the text weighs, half of it where what it turned does not apply; that it is halted weighs as much as the text."""
    return rules.text(first.dossier.type) if first.is_of_status and first.dossier else text_weight(first.after, rules)


def _far(head: QuestionHead, one: Turned) -> float:
    """How far an answer was turned; that its rule is applied from now on, or no more, counts as well."""
    turned = APPLIED_OR_NOT if one.before.answer and is_applied(one.before) != is_applied(one.after) else TOLD_ANEW
    return max(turned, apart(head, one.before, one.after))


def _steps(change: Change, since: str) -> Iterator[Step]:
    """Each later day on which the answer, its status or the text behind it turned; a day of doubt or of new words is none."""
    last = change.before
    for number, one in enumerate(change.course):
        if one.start > since and _is_step(last, one.cell):
            later = (after.cell for after in change.course[number:])
            still = not any(_is_step(one.cell, cell) for cell in later)
            now = change.after if still else one.cell
            yield change.jurisdiction, one.start, Turned(change.question, last, now, bool(laid_beside(last, now)), still)
        last = one.cell


def _is_step(before: Cell, after: Cell) -> bool:
    if UNKNOWN in (before.state, after.state):
        return False
    return told(before) != told(after) or status_in(before) != status_in(after)


def status_in(cell: Cell) -> tuple[str | None, str | None]:
    """The two statuses of what a cell says."""
    return cell.legal_status, cell.enforcement_status


def heavier_for(events: Iterable[Event], platform: str, most: int) -> tuple[Event, ...]:
    """The heaviest events of a platform by day: what law on it by name, or on a class that it is in, turned counts twice."""
    weighed = (replace(one, weight=one.weight * 2) if is_named(one, platform) else one for one in events)
    heaviest = sorted(weighed, key=lambda one: (-one.weight, one.day, one.place))[:most]
    return tuple(sorted(heaviest, key=lambda one: (one.day, one.place)))


def is_named(event: Event, platform: str) -> bool:
    """Whether what an event turned rests on law on the platform by name, or on a class."""
    winners = [cell.winner for turned in event.turned for cell in (turned.before, turned.after)]
    return any(one is not None and (one.claim.platform == platform or bool(one.claim.party)) for one in winners)
