"""Entries of a feed: changes of law, enforcement and disputes, our corrections, new research, what comes next.

An entry is dated by the day on which it stood in the record, or by the day of the law where that came later. Its identifier
depends on nothing but what it tells of, so that a reader never sees it twice.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from kb.cells.comparison import choose_questions
from kb.cells.coverage import researched
from kb.cells.layers import orders_ever
from kb.cells.place_names import known_places
from kb.clocks.change_causes import CAUSE_OF_WITHDRAWAL, CAUSES, law_cause
from kb.clocks.timeline import Interval, timeline
from kb.naming import iris
from kb.release.reader import Reader
from kb.release.release import Release
from kb.values.model import EARLIEST, OPEN, STATE_WORDS, QuestionHead, StoredClaim
from kb.values.view import View
from kb.values.words import status_of

MOST = 200


@dataclass(frozen=True)
class Entry:
    """One thing that happened: when it stood in the record, on which day of the law, why, and what was said before and after.

    ``note`` is the sentence of whoever withdrew a statement, where there is one.
    """

    id: str
    day: str
    law_day: str | None
    cause: str
    jurisdiction: str
    question: str | None
    title: str
    before: str | None
    after: str
    evidence: tuple[str, ...] = ()
    note: str | None = None

    @property
    def because(self) -> str:
        """The cause in words."""
        return CAUSES[self.cause]


def entries(release: Release, view: View, since: str | None = None, today: datetime.date | None = None) -> list[Entry]:
    """What happened of what a view asks, the newest first, at most MOST; since a day (that day included) if one is given.

    Without jurisdictions all that are researched. Raises UsageError for names that do not exist.
    """
    reader, day = release.reader, (today or datetime.date.today()).isoformat()
    places = known_places(reader, view.jurisdictions or researched(release))
    heads = choose_questions(reader.questions(), view.questions, view.dimensions)
    found: dict[str, Entry] = {}
    for one in _all(reader, places, heads, view.platform, day):
        if one.day <= day and one.day >= (since or ""):
            found.setdefault(one.id, one)
    return sorted(found.values(), key=lambda one: (one.day, one.law_day or one.day, one.id), reverse=True)[:MOST]


def _all(reader: Reader, places: Sequence[str], heads: Sequence[QuestionHead], platform: str | None, day: str) -> Iterator[Entry]:
    for place in places:
        orders = orders_ever(reader, place)
        coded: dict[str, set[str]] = {}
        for head in heads:
            claims = reader.history(head.id, orders)
            yield from _corrections(reader, place, head, claims)
            yield from _of_law(reader, place, head, platform, day)
            for claim in claims:
                coded.setdefault(claim.asserted_on, set()).add(head.id)
        yield from (_research(reader, place, on, questions) for on, questions in coded.items())


def _of_law(reader: Reader, place: str, head: QuestionHead, platform: str | None, day: str) -> Iterator[Entry]:
    """One entry for each day on which a cell began to say something else, as known on a day."""
    view = View([place], questions=[head.id], platform=platform, known_on=day)
    for before, after in pairwise(timeline(reader, view)):
        days = before.start, after.start
        cause, evidence = law_cause(reader, before.cell, after.cell, (before, after), days, day)
        if after.cell.state == "not-researched" or cause in ("coverage-begins", "coverage-ends"):
            continue
        winner = after.cell.winner
        recorded = winner.claim.asserted_on if winner else after.start
        stood = after.start if recorded < after.start <= day else recorded
        ident = iris.feed_entry(place, head.id, "law", after.start)
        told = (_told(before), _told(after))
        yield Entry(ident, stood, after.start, cause, place, head.id, _title(reader, place, head, after.start), *told, evidence)


def _told(interval: Interval) -> str:
    cell = interval.cell
    status = status_of(cell.legal_status, cell.enforcement_status) if cell.legal_status else ""
    return f"{cell.label}{f' ({status})' if status else ''}. {cell.in_short}"


def _title(reader: Reader, place: str, head: QuestionHead, day: str) -> str:
    return f"{reader.jurisdictions()[place]}, {day}: {head.text}"


def _corrections(reader: Reader, place: str, head: QuestionHead, claims: Sequence[StoredClaim]) -> Iterator[Entry]:
    """One entry for each statement that was withdrawn, with what was stated in its place."""
    for old in claims:
        if old.retracted_on == OPEN:
            continue
        new = [one for one in claims if _takes_the_place(old, one)]
        cause = CAUSE_OF_WITHDRAWAL.get(old.withdrawn_because or "", old.withdrawn_because or "corrected")
        cause = cause if cause in CAUSES else "corrected"
        after = "; ".join(_stated(head, one) for one in new) or "Withdrawn; nothing is stated in its place."
        ident = iris.feed_entry(place, head.id, "record", old.retracted_on, iris.slug(old.iri))
        title = _title(reader, place, head, old.retracted_on)
        told, evidence = (_stated(head, old), after), (old.iri,)
        yield Entry(ident, old.retracted_on, None, cause, place, head.id, title, *told, evidence, old.withdrawal_note)


def _takes_the_place(old: StoredClaim, one: StoredClaim) -> bool:
    """Whether a claim was stated on the day on which another was withdrawn, of the same text for the same persons."""
    return one.asserted_on == old.retracted_on and all(
        getattr(one, name) == getattr(old, name) for name in ("jurisdiction", "dossier", "platform", "party")
    )


def _stated(head: QuestionHead, claim: StoredClaim) -> str:
    """A statement in words, with the days for which it was stated."""
    label = (
        head.label(claim.answer)
        if claim.answer and head.knows(claim.answer)
        else claim.answer or STATE_WORDS.get(claim.state, claim.state)
    )
    start = "an unknown day" if claim.valid_from == EARLIEST else claim.valid_from
    end = "open" if claim.valid_until == OPEN else claim.valid_until
    return f"{label} ({start} to {end}). {claim.in_short}"


def _research(reader: Reader, place: str, on: str, questions: set[str]) -> Entry:
    """One entry for all that was coded of a jurisdiction on one day."""
    number = f"{len(questions)} question{'' if len(questions) == 1 else 's'}"
    title = f"{reader.jurisdictions()[place]}, {on}: statements on {number} were coded"
    after = ", ".join(sorted(questions))
    return Entry(iris.feed_entry(place, "all", "coded", on), on, None, "new-research", place, None, title, None, after)
