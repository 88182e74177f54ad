"""What changed between two points of both clocks, and why: the law, its enforcement, or our knowledge of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from kb import iris
from kb.comparison import compare, day
from kb.dossiers import cite_weighed
from kb.errors import UsageError
from kb.model import Cell, Comparison, StoredClaim, StoredEvent
from kb.policy_choice import choose_policy
from kb.reader import Reader
from kb.resolution import Policy
from kb.status import bears_on
from kb.tables.wording import status_words
from kb.timeline import look

CAUSES = {
    "law-changed": "The law changed",
    "enforcement-changed": "Enforcement changed",
    "dispute-changed": "A source began or ceased to say otherwise",
    "policy-changed": "Another resolution policy decides",
    "corrected": "We corrected ourselves",
    "source-withdrawn": "A source was withdrawn",
    "codebook-changed": "The codebook changed",
    "new-research": "New research",
}
CAUSE_OF_WITHDRAWAL = {"superseded": "new-research"}


@dataclass(frozen=True)
class Point:
    """One point of both clocks, the day of the law and the day of the record, and the policy that decides there."""

    as_of: str
    known_on: str
    policy: str | Policy | None = None


@dataclass(frozen=True)
class Change:
    """One changed cell: before, after, why, and what shows it."""

    jurisdiction: str
    question: str
    before: Cell
    after: Cell
    cause: str
    evidence: tuple[str, ...]


@dataclass(frozen=True)
class Changes:
    """All changed cells between two points; there is one cause for each."""

    start: Comparison
    end: Comparison
    changes: tuple[Change, ...]

    @property
    def by_cause(self) -> dict[str, int]:
        """How many cells changed for each cause, also those that none changed for."""
        return {cause: sum(change.cause == cause for change in self.changes) for cause in CAUSES}


def parse_point(name: str, text: str, today: str) -> Point:
    """``D`` or ``D,K`` as a point; the record clock is today if left out. Raises UsageError for anything else.

    >>> parse_point("from", "2024-01-01,2026-12-01", "2026-12-31")
    Point(as_of='2024-01-01', known_on='2026-12-01', policy=None)
    """
    parts = text.split(",")
    if len(parts) > 2:
        raise UsageError(f"--{name} {text}: write a day, or two days with a comma: the day of the law, the day of the record")
    return Point(day(name, parts[0]), day(name, parts[1]) if len(parts) == 2 else today)


def find_changes(
    reader: Reader, jurisdictions: Sequence[str], start: Point, end: Point, *, platform: str | None = None
) -> Changes:
    """Every cell that looks different at the two points, in the order of the table, with its cause."""

    def at(point: Point) -> Comparison:
        return compare(reader, jurisdictions, as_of=point.as_of, known_on=point.known_on, platform=platform, policy=point.policy)

    start, end = (replace(point, policy=choose_policy(reader, point.policy)) for point in (start, end))
    before, after = at(start), at(end)
    by_the_same_policy = at(replace(end, policy=start.policy)) if start.policy != end.policy else after
    as_known_later = at(Point(start.as_of, end.known_on, start.policy))
    steps = zip(before.cells, as_known_later.cells, by_the_same_policy.cells, after.cells, strict=True)
    changed = [_change(reader, *cells, start, end) for cells in steps if look(cells[0]) != look(cells[3])]
    return Changes(before, after, tuple(changed))


def _change(reader: Reader, before: Cell, relearnt: Cell, same_policy: Cell, after: Cell, start: Point, end: Point) -> Change:
    """What differs by one policy, as known on the later day, has its cause in the law; else the record or the policy has it."""
    if look(relearnt) != look(same_policy):
        cause, evidence = _law_cause(reader, relearnt, same_policy, start, end)
    elif look(before) != look(same_policy):
        cause, evidence = _record_cause(before, same_policy, end.known_on)
    else:
        cause, evidence = "policy-changed", tuple(_decided(cell) for cell in (before, after))
    return Change(before.jurisdiction, before.question, before, after, cause, evidence)


def _law_cause(reader: Reader, before: Cell, after: Cell, start: Point, end: Point) -> tuple[str, tuple[str, ...]]:
    claims = tuple(f"{cite_weighed(weighed)}: {weighed.claim.in_short}" for weighed in after.claims if weighed.won)
    if (before.state, before.answer, before.legal_status) != (after.state, after.answer, after.legal_status):
        return "law-changed", claims + _events(reader, after, start, end)
    if before.enforcement_status != after.enforcement_status:
        return "enforcement-changed", _events(reader, after, start, end) or claims
    if before.disputed != after.disputed:
        sides = after.claims if after.disputed else before.claims
        return "dispute-changed", tuple(cite_weighed(weighed) for weighed in sides if weighed.disputes)
    return "law-changed", claims + _events(reader, after, start, end)


def _decided(cell: Cell) -> str:
    """Which claim decides a cell, and how the next one lost to it."""
    if cell.winner is None:
        return "no claim"
    losers = [f"{weighed.rule} before {cite_weighed(weighed)}" for weighed in cell.claims if not weighed.won]
    return f"{cite_weighed(cell.winner)}" + (f", by {losers[0]}" if losers else "")


def _record_cause(before: Cell, after: Cell, known_on: str) -> tuple[str, tuple[str, ...]]:
    withdrawn = [weighed for weighed in before.claims if weighed.claim.retracted_on <= known_on]
    for weighed in withdrawn:
        reason = weighed.claim.withdrawn_because or "corrected"
        return CAUSE_OF_WITHDRAWAL.get(reason, reason), tuple(f"withdrawn: {cite_weighed(one)}" for one in withdrawn)
    known = {weighed.claim.iri for weighed in before.claims}
    new = tuple(f"coded on {one.claim.asserted_on}: {cite_weighed(one)}" for one in after.claims if one.claim.iri not in known)
    return "new-research", new


def _events(reader: Reader, cell: Cell, start: Point, end: Point) -> tuple[str, ...]:
    """Dated events between the two days of the instrument that decides the cell, if they set a status."""
    claim: StoredClaim | None = cell.winner.claim if cell.winner else None
    if not claim or not claim.dossier:
        return ()
    low, high = sorted((start.as_of, end.as_of))
    return tuple(
        f"{event.on}: {event.kind.replace('-', ' ')}"
        + (f" until {event.until}" if event.until else "")
        + (f", by {iris.tail(event.by, iris.kind(event.by) or '')}" if event.by else "")
        for event in reader.events(claim.dossier)
        if low < event.on <= high and event.asserted_on <= end.known_on and _tells(event, claim)
    )


def _tells(event: StoredEvent, claim: StoredClaim) -> bool:
    """Whether an event changes a status of this very claim."""
    return bool(event.sets_legal or event.sets_enforcement) and bears_on(event, claim)


def to_json(found: Changes) -> dict[str, Any]:
    """The changes in the shape other programs lean on."""
    points = [{"as_of": table.as_of, "known_on": table.known_on, "policy": table.policy} for table in (found.start, found.end)]
    return {
        "release": found.end.release,
        "platform": found.end.platform,
        "from": points[0],
        "to": points[1],
        "changes": [
            {
                "jurisdiction": change.jurisdiction,
                "question": change.question,
                "before": change.before.shown(),
                "after": change.after.shown(),
                "cause": change.cause,
                "evidence": list(change.evidence),
            }
            for change in found.changes
        ],
        "causes": found.by_cause,
    }


def to_text(found: Changes) -> str:
    """The changes as lines of plain text."""
    names, questions = dict(found.end.jurisdictions), {head.id: head.text for head in found.end.questions}
    points = [f"{table.as_of} (as known on {table.known_on})" for table in (found.start, found.end)]
    lines = [f"{len(found.changes)} of {len(found.end.cells)} cells changed between {points[0]} and {points[1]}.", ""]
    for change in found.changes:
        lines.append(f"{names[change.jurisdiction]}: {questions[change.question]}")
        lines.append(f"  before: {_said(change.before)}")
        lines.append(f"  after:  {_said(change.after)}")
        lines.append(f"  cause:  {CAUSES[change.cause]}")
        lines += [*(f"          - {item}" for item in change.evidence), ""]
    lines += [f"{number:4}  {CAUSES[cause]}" for cause, number in found.by_cause.items() if number]
    return "\n".join(lines).rstrip() + "\n"


def _said(cell: Cell) -> str:
    status = f" ({status_words(cell)})" if cell.legal_status else ""
    return f"{cell.label}. {cell.in_short}{status}" + (" DISPUTED" if cell.disputed else "")
