"""Since when answers stand: through statements that follow each other and answer alike, which tell more of it each time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from kb.release.reader import Reader
from kb.values.model import EARLIEST, Cell, Comparison, StoredClaim, StoredEvent
from kb.values.status import statuses

Since = Mapping[tuple[str, str], str]


def standing_since(reader: Reader, comparison: Comparison) -> Since:
    """The first day since which the answer of each cell is applied, by jurisdiction and question; left out if not known."""
    found: dict[tuple[str, str], str] = {}
    for head in comparison.questions:
        cells = [cell for cell in comparison.cells if cell.question == head.id and is_applied(cell)]
        orders = {cell.layer or cell.jurisdiction for cell in cells}
        ever = reader.history(head.id, orders) if orders else ()
        known = [claim for claim in ever if claim.asserted_on <= comparison.known_on < claim.retracted_on]
        for cell in cells:
            if cell.winner and (day := _first_day(reader, cell.winner.claim, known, comparison)) != EARLIEST:
                found[cell.jurisdiction, head.id] = day
    return found


def is_applied(cell: Cell) -> bool:
    """Whether a cell has one answer of its place as a whole, whose law is applied."""
    return cell.state == "answered" and cell.enforcement_status == "applicable" and not cell.parts


def _first_day(reader: Reader, claim: StoredClaim, known: Sequence[StoredClaim], comparison: Comparison) -> str:
    """The first day since which a claim is applied, or those before it that end where the next one begins and answer alike."""
    before = {one.valid_until: one for one in known if _reach(one) == _reach(claim) and one.valid_from < one.valid_until}
    day, last = comparison.as_of, comparison.as_of
    found: StoredClaim | None = claim
    while found:
        events = reader.events(found.dossier) if found.dossier else ()
        for start in _turns(found, events, last):
            if statuses(found, events, start, comparison.known_on)[1] != "applicable":
                return day
            day = start
        last, found = found.valid_from, before.get(found.valid_from)
    return day


def _turns(claim: StoredClaim, events: Iterable[StoredEvent], last: str) -> list[str]:
    """The days until ``last`` on which a claim may begin to be applied, the latest first."""
    days = {claim.valid_from, *(day for event in events for day in (event.on, event.until) if day)}
    return sorted((day for day in days if claim.valid_from <= day <= last), reverse=True)


def _reach(claim: StoredClaim) -> tuple[str | None, ...]:
    return claim.jurisdiction, claim.platform, claim.party, claim.answer
