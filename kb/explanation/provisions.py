"""What the claims of a question rest on in several jurisdictions, to be read side by side: provisions, dates, status."""

from __future__ import annotations

from dataclasses import dataclass

from kb.explanation.reasons import Reason, reasons_of
from kb.release.dossiers import event_words
from kb.release.release import Release
from kb.values.model import Cell, Comparison
from kb.values.status import decisive_events
from kb.values.stored import as_known

READ = ("decides", "beside", "disputes")


@dataclass(frozen=True)
class Basis:
    """A claim with the passages it rests on, and the events of its text that its status follows from: (when, what happened)."""

    reason: Reason
    events: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Reading:
    """What one jurisdiction has to read on a question: what decides, what stands beside it, what disputes it, in this order.

    ``others`` is the number of claims of the cell that are left out: they agree, yield, or are overlaid.
    """

    jurisdiction: str
    name: str
    cell: Cell
    bases: tuple[Basis, ...]
    others: int


def read_side_by_side(release: Release, comparison: Comparison, question: str) -> tuple[Reading, ...]:
    """One reading for each jurisdiction of the comparison, in its order; KeyError if it does not have the question."""
    return tuple(_reading(release, comparison, slug, name, question) for slug, name in comparison.jurisdictions)


def _reading(release: Release, comparison: Comparison, jurisdiction: str, name: str, question: str) -> Reading:
    cell = comparison.cell(jurisdiction, question)
    head = next(head for head in comparison.questions if head.id == question)
    shown = tuple(weighed for standing in READ for weighed in cell.claims if weighed.standing == standing)
    bases = tuple(
        Basis(reason, _events(release, comparison, reason)) for reason in reasons_of(release, head, shown, comparison.as_of)
    )
    return Reading(jurisdiction, name, cell, bases, len(cell.claims) - len(shown))


def _events(release: Release, comparison: Comparison, reason: Reason) -> tuple[tuple[str, str], ...]:
    claim, reader = reason.weighed.claim, release.reader
    events = reader.events(claim.dossier) if claim.dossier else ()
    found = decisive_events(claim, events, comparison.as_of, comparison.known_on).behind_statuses
    return tuple((as_known(event.on, event.precision), event_words(reader, event, claim)) for event in found)
