"""Changes as JSON and as text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from kb.clocks.change_causes import CAUSES
from kb.clocks.changes import Change, Changes
from kb.clocks.timeline import to_json as intervals_json
from kb.graph.lanes import Item, steps_in_cases
from kb.release.release import Release
from kb.values.evidence_words import standing_label
from kb.values.model import Cell, Comparison
from kb.values.words import cell_words, doubt_clauses, told_status

OF_A_STEP = ("start", "end", "jurisdiction", "entity", "row", "kind", "what", "says", "checked")
OF_THE_RECORD = ("corrected", "source-withdrawn", "new-research")


def steps_of(release: Release, found: Changes) -> list[Item]:
    """The steps in cases and decisions on the platform that is asked for between the two days; none without a platform."""
    platform, places = found.end.platform, [slug for slug, _ in found.end.jurisdictions]
    start, end = sorted((found.start.as_of, found.end.as_of))
    return steps_in_cases(release, platform, places, start, end) if platform else []


def to_json(found: Changes, steps: Sequence[Item] = ()) -> dict[str, Any]:
    """The changes in the shape other programs lean on, with the steps in cases of the platform, if one is asked for."""
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
                "course": intervals_json(change.course),
                "reasons": reasons_json(change),
            }
            for change in found.changes
        ],
        "causes": found.by_cause,
        "evidence": asdict(found.evidence) if found.evidence else None,
        "in_details": found.in_details,
        "searched_anew": found.searched_anew,
        "steps": [{name: getattr(one, name) for name in OF_A_STEP} for one in steps],
    }


def reasons_json(change: Change) -> list[dict[str, str | None]]:
    """Why statements that decided a cell left the record, as who withdrew each says."""
    return [
        {"statement": one.statement, "withdrawn_on": one.on, "because": one.because, "note": one.note} for one in change.reasons
    ]


def notes_of(change: Change) -> list[str]:
    """The sentences that say why statements left the record, each once."""
    return list(dict.fromkeys(one.note for one in change.reasons if one.note))


def to_text(found: Changes, steps: Sequence[Item] = ()) -> str:
    """The changes as lines of plain text, with the steps in cases of the platform, if one is asked for."""
    names, questions = dict(found.end.jurisdictions), {head.id: head.text for head in found.end.questions}
    points = [_point(found, table) for table in (found.start, found.end)]
    number = len(found.end.jurisdictions) * len(found.end.questions)
    lines = [f"{len(found.changes)} of {number} cells changed between {points[0]} and {points[1]}."]
    lines += [*_of_details(found), *_of_evidence(found), *_of_the_record(found), ""]
    for change in found.changes:
        lines.append(f"{names[change.jurisdiction]}: {questions[change.question]}")
        lines.append(f"  before: {said(change.before)}")
        lines.append(f"  after:  {said(change.after)}")
        if len(change.course) > 2:
            lines += ["  course:", *(f"          {one.start} to {one.end or 'open'}: {brief(one.cell)}" for one in change.course)]
        lines.append(f"  cause:  {CAUSES[change.cause]}")
        lines += [f"  why:    {note}" for note in notes_of(change)]
        lines += [*(f"          - {item}" for item in change.evidence), ""]
    lines += [f"{number:4}  {CAUSES[cause]}" for cause, number in found.by_cause.items() if number]
    return "\n".join([*lines, *_steps(found, steps)]).rstrip() + "\n"


def _steps(found: Changes, steps: Sequence[Item]) -> list[str]:
    """What was done in cases of the platform: such a step is no answer, and so none of the changed ones."""
    if not found.end.platform:
        return []
    if not steps:
        return ["", f"No step in a case or decision on {found.end.platform_name} is recorded between the two days."]
    told = [f"  {one.start}  {one.row}: {one.what}{f'. {one.says}' if one.says else ''}" for one in steps]
    return ["", f"Steps in cases and decisions on {found.end.platform_name} between the two days, the newest first:", *told]


def _of_details(found: Changes) -> list[str]:
    """In how many of the changed cells the answer stayed, and how many searches without a find are only told otherwise."""
    lines = []
    if found.in_details:
        which = "each" if found.in_details == len(found.changes) else str(found.in_details)
        lines.append(f"In {which} of them the answer and its status are what they were; the rule changed in detail.")
    if found.searched_anew:
        number = found.searched_anew
        lines.append(f"Not counted: {number} without an answer on either day, where only the search is told otherwise.")
    return lines


def _of_evidence(found: Changes) -> list[str]:
    """To which day the evidence goes: what happened later is in none of the cells."""
    told = found.evidence
    if told is None:
        return ["No day to which the evidence goes is recorded."]
    if told.first == told.last:
        return [f"The evidence goes to {told.last}; what happened later is not in it."]
    most = f"{told.of_usual} of {told.cells} to {told.usual}"
    return [f"The evidence goes to days from {told.first} to {told.last}, {most}; what happened later is not in it."]


def _point(found: Changes, table: Comparison) -> str:
    """The days of one side; of two releases which it is, with the day of the law."""
    if found.start.release != found.end.release:
        return f"release {table.release} ({table.as_of})"
    return f"{table.as_of} (as known on {table.known_on})"


def begins(found: Changes) -> str | None:
    """The first day on which something of these cells was recorded; None where nothing is."""
    return min((one.claim.asserted_on for cell in found.end.cells for one in cell.claims), default=None)


def _of_the_record(found: Changes) -> list[str]:
    """That corrections cannot show where both points are of one day of the record, or that there are none."""
    start, end = found.start, found.end
    if start.release != end.release:
        return []
    if start.known_on != end.known_on:
        corrected = sum(found.by_cause[cause] for cause in OF_THE_RECORD)
        return [] if corrected else ["None of it is a correction or an addition of the record between these two days."]
    since = f"; the record of these cells begins on {day}" if (day := begins(found)) else ""
    return [f"Both as known on {end.known_on}: corrections of the record are hidden. --from DAY,RECORD shows them{since}."]


def brief(cell: Cell) -> str:
    """A cell in a few words: label, status, dispute."""
    return f"{standing_label(cell)}{_marks(cell)}"


def said(cell: Cell) -> str:
    """A cell in words: label, sentence, status, dispute."""
    return f"{standing_label(cell)}. {cell.in_short}{_marks(cell)}"


def _marks(cell: Cell) -> str:
    words = [told_status(cell)] if cell.legal_status else []
    words += doubt_clauses(cell_words(cell))
    return f" ({'; '.join(words)})" if words else ""
