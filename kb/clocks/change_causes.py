"""Why a cell changed, and what shows it: the law, a decision, enforcement, a dispute, our words, or our knowledge."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kb.cells.teller import period
from kb.clocks.timeline import Interval
from kb.naming import iris
from kb.release.dossiers import cite, cite_claim, cite_weighed, event_words, short_title
from kb.release.reader import Reader
from kb.values.model import Cell, StoredClaim, StoredEvent, WeighedClaim
from kb.values.status import bears_on, in_record
from kb.values.stored import as_known

CAUSES = {
    "law-changed": "The law changed, or began to apply",
    "coverage-begins": "Our research of the cell begins; what held before was not looked for",
    "coverage-ends": "Our research of the cell ends; what holds after was not looked for",
    "decision-taken": "A court or authority decided",
    "enforcement-changed": "Enforcement changed",
    "dispute-changed": "A source now says otherwise, or no longer does",
    "policy-changed": "Another order of sources decides",
    "corrected": "We corrected ourselves",
    "source-withdrawn": "A source was withdrawn",
    "codebook-changed": "The question or its answers changed",
    "new-research": "New research",
}
BEGINNING = {"not-yet-applicable", "applicable"}
CAUSE_OF_WITHDRAWAL = {"superseded": "new-research"}
Evidence = tuple[str, ...]


@dataclass(frozen=True)
class Reason:
    """Why a statement left the record: its IRI, the day, a word of the scheme of reasons, and the sentence of who withdrew it."""

    statement: str
    on: str
    because: str
    note: str | None


def law_cause(
    reader: Reader, before: Cell, after: Cell, course: Sequence[Interval], days: tuple[str, str], known_on: str
) -> tuple[str, Evidence]:
    """Cause and evidence where the law's clock moved: ``course`` is what the cell said between the two ``days``."""
    claims = tuple(f"{cite_weighed(weighed)}: {weighed.claim.in_short}" for weighed in after.claims if weighed.won)
    claims = claims or _for_others(reader, after) or _held(reader, before)
    if "not-researched" in (before.state, after.state):
        return ("coverage-begins" if before.state == "not-researched" else "coverage-ends"), claims
    claims += _still_standing(before, after)
    events = _events(reader, after, course, days, known_on)
    if (before.state, before.answer, before.legal_status) != (after.state, after.answer, after.legal_status):
        return _kind_of_change(after), claims + events
    if before.enforcement_status != after.enforcement_status:
        began = {before.enforcement_status, after.enforcement_status} == BEGINNING
        return ("law-changed" if began else "enforcement-changed"), events or claims
    if before.disputed != after.disputed:
        sides = after.claims if after.disputed else before.claims
        return "dispute-changed", tuple(cite_weighed(weighed) for weighed in sides if weighed.disputes)
    return _kind_of_change(after), claims + events


def _kind_of_change(after: Cell) -> str:
    """A fine or judgment is a decision, not a law."""
    dossier = _dossier(after)
    return "decision-taken" if dossier and iris.kind(dossier) == "case" else "law-changed"


def _still_standing(before: Cell, after: Cell) -> Evidence:
    """That the text which decided before was not replaced: it stands, and the new one was laid beside it."""
    return tuple(f"still stands beside it: {cite_weighed(one)}: {one.claim.in_short}" for one in laid_beside(before, after))


def laid_beside(before: Cell, after: Cell) -> list[WeighedClaim]:
    """The claim that decided before, where its rule still stands and another was laid beside it."""
    old = before.winner.claim.iri if before.winner else None
    return [one for one in after.claims if one.claim.iri == old and not one.won and one.claim.answer]


def _dossier(cell: Cell) -> str | None:
    return cell.winner.claim.dossier if cell.winner else None


def decided(cell: Cell) -> str:
    """Which claim decides a cell, and how the next one lost to it."""
    if cell.winner is None:
        return "no claim"
    losers = [f"{weighed.rule} before {cite_weighed(weighed)}" for weighed in cell.claims if not weighed.won]
    return cite_weighed(cell.winner) + (f", by {losers[0]}" if losers else "")


def record_cause(reader: Reader, before: Cell, after: Cell, known: tuple[str, str]) -> tuple[str, Evidence, tuple[Reason, ...]]:
    """Cause, evidence and reasons where only the record's clock moved, from one day to another: withdrawn, or coded."""
    claims, events = _withdrawn_claims(reader, before, after, known), _events_between(reader, before, after, known)
    old, new = _stated(reader, before), _stated(reader, after)
    lost = [event for _, event in events if not in_record(event, known[1])]
    reasons = tuple(map(reason_of, claims)) + tuple(map(reason_of, lost))
    told = tuple(f"withdrawn: {_cited(reader, claim)}" for claim in claims) + _told(reader, events, known[1])
    if reasons:
        reason = min((one.because for one in reasons), key=lambda because: because != "corrected")
        return CAUSE_OF_WITHDRAWAL.get(reason, reason), told, reasons
    came = tuple(f"coded on {claim.asserted_on}: {cited}" for claim, cited in new.items() if claim not in old)
    gone = tuple(f"not in the record on {known[1]}: {cited}" for claim, cited in old.items() if claim not in new)
    dated = tuple(f"the dates of its text: {cite_weighed(one)}" for one in after.claims if one.won)
    return "new-research", came or gone or told or dated or _for_others(reader, after), ()


def reason_of(one: StoredClaim | StoredEvent) -> Reason:
    """Why a claim or an event left the record."""
    return Reason(one.iri, one.retracted_on, one.withdrawn_because or "corrected", one.withdrawal_note)


def _withdrawn_claims(reader: Reader, before: Cell, after: Cell, known: tuple[str, str]) -> list[StoredClaim]:
    """Claims of the cell that left the record, and those of other days in whose place a claim of the cell came."""
    gone = [claim for claim in _stated(reader, before) if claim.retracted_on <= known[1]]
    if gone:
        return gone
    new = {(one.claim.dossier, one.claim.asserted_on) for one in after.claims if one.claim.asserted_on > known[0]}
    history = (
        reader.history(before.question, [before.layer or before.jurisdiction, after.layer or after.jurisdiction]) if new else ()
    )
    return [claim for claim in history if (claim.dossier, claim.retracted_on) in new and claim.asserted_on <= known[0]]


def _stated(reader: Reader, cell: Cell) -> dict[StoredClaim, str]:
    """The claims of a cell, and those for classes that leave its platform out, each with what it stands on."""
    weighed = {one.claim: cite_weighed(one) for one in cell.claims}
    return weighed | {one: cite_claim(reader.head(one.dossier), one) for one in cell.for_others if one.dossier}


def _for_others(reader: Reader, cell: Cell) -> Evidence:
    """The rules for classes that leave the platform of a cell out."""
    return tuple(f"for others: {_stated(reader, cell)[one]}: {one.in_short}" for one in cell.for_others)


def _cited(reader: Reader, claim: StoredClaim) -> str:
    return cite(reader.head(claim.dossier), claim.pinpoint) if claim.dossier else f"Search of {claim.searched_on}"


def _events_between(reader: Reader, before: Cell, after: Cell, known: tuple[str, str]) -> list[tuple[StoredClaim, StoredEvent]]:
    """Events of the texts behind both cells that tell a status and are in the record on one of two days only."""
    claims = {weighed.claim.iri: weighed.claim for cell in (before, after) for weighed in cell.claims if weighed.claim.dossier}
    found = {}
    for claim in claims.values():
        for event in reader.events(claim.dossier or ""):
            if in_record(event, known[0]) != in_record(event, known[1]) and _tells(event, claim):
                found[event.iri] = (claim, event)
    return sorted(found.values(), key=lambda entry: (entry[0].dossier, entry[1].on, entry[1].position))


def _told(reader: Reader, events: Sequence[tuple[StoredClaim, StoredEvent]], known_on: str) -> Evidence:
    """What became of events in the record: ``withdrawn: 2026-06-04, Texas SB 2420: injunction lifted``."""
    return tuple(
        (f"coded on {event.asserted_on}: " if in_record(event, known_on) else "withdrawn: ") + _happened(reader, claim, event)
        for claim, event in events
    )


def _held(reader: Reader, cell: Cell) -> Evidence:
    """The claims that decided and that nothing follows, with the days between which they held."""
    decided_by = [one.claim for one in cell.claims if one.won] or cell.for_others
    cited = _stated(reader, cell)
    return tuple(f"{cited[one]}: held {period(one)}; nothing is coded for the other day" for one in decided_by)


def _events(reader: Reader, after: Cell, course: Sequence[Interval], days: tuple[str, str], known_on: str) -> Evidence:
    """Dated events that set a status: of the text that decides in the end, and of those before it while they decided."""
    low, high = days
    spans = [(one.cell, max(low, one.start), min(high, one.end or high)) for one in course] + [(after, low, high)]
    found: dict[str, tuple[StoredEvent, StoredClaim]] = {}
    for cell, start, end in spans:
        claim = cell.winner.claim if cell.winner else None
        events = reader.events(claim.dossier) if claim and claim.dossier else ()
        for event in events:
            if claim and low < event.on and start <= event.on <= end and in_record(event, known_on) and _tells(event, claim):
                found[event.iri] = (event, claim)
    ordered = sorted(found.values(), key=lambda entry: (entry[0].on, entry[1].dossier, entry[0].position))
    return tuple(_happened(reader, claim, event) for event, claim in ordered)


def _happened(reader: Reader, claim: StoredClaim, event: StoredEvent) -> str:
    """An event of a text, on the day, in the month or in the year in which it is known to have happened."""
    return (
        f"{as_known(event.on, event.precision)}, {short_title(reader, claim.dossier or '')}: {event_words(reader, event, claim)}"
    )


def _tells(event: StoredEvent, claim: StoredClaim) -> bool:
    """Whether an event changes a status of this very claim."""
    return bool(event.sets_legal or event.sets_enforcement) and bears_on(event, claim)
