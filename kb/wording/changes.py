"""Changes as JSON and as text."""

from __future__ import annotations

from typing import Any

from kb.clocks.change_causes import CAUSES
from kb.clocks.changes import Changes
from kb.clocks.timeline import to_json as intervals_json
from kb.values.evidence_words import standing_label
from kb.values.model import Cell
from kb.values.words import cell_words, doubt_clauses, told_status


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
                "course": intervals_json(change.course),
            }
            for change in found.changes
        ],
        "causes": found.by_cause,
    }


def to_text(found: Changes) -> str:
    """The changes as lines of plain text."""
    names, questions = dict(found.end.jurisdictions), {head.id: head.text for head in found.end.questions}
    points = [f"{table.as_of} (as known on {table.known_on})" for table in (found.start, found.end)]
    number = len(found.end.jurisdictions) * len(found.end.questions)
    lines = [f"{len(found.changes)} of {number} cells changed between {points[0]} and {points[1]}.", ""]
    for change in found.changes:
        lines.append(f"{names[change.jurisdiction]}: {questions[change.question]}")
        lines.append(f"  before: {said(change.before)}")
        lines.append(f"  after:  {said(change.after)}")
        if len(change.course) > 2:
            lines += ["  course:", *(f"          {one.start} to {one.end or 'open'}: {brief(one.cell)}" for one in change.course)]
        lines.append(f"  cause:  {CAUSES[change.cause]}")
        lines += [*(f"          - {item}" for item in change.evidence), ""]
    lines += [f"{number:4}  {CAUSES[cause]}" for cause, number in found.by_cause.items() if number]
    return "\n".join(lines).rstrip() + "\n"


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
