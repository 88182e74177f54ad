"""Provisions side by side as Markdown for readers and as JSON for programs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kb.cells.teller import period
from kb.explanation.provisions import Basis, Reading
from kb.tables.json import claim_json, point
from kb.tables.markdown import escape
from kb.values.evidence_words import standing_label
from kb.values.model import Comparison, QuestionHead
from kb.values.words import dates_line, status_words

LEADS = {"decides": "Decides", "beside": "Stands beside it", "disputes": "Disputes it"}


def to_json(comparison: Comparison, readings: Sequence[Reading]) -> dict[str, Any]:
    """The readings of the one question of a comparison as plain values."""
    (head,) = comparison.questions
    return {
        **point(comparison),
        "question": {"id": head.id, "text": head.text},
        "readings": [_reading_json(one, head) for one in readings],
    }


def _reading_json(reading: Reading, head: QuestionHead) -> dict[str, Any]:
    return {
        **reading.cell.shown(),
        "bases": [_basis_json(basis, head) for basis in reading.bases],
        "other_claims": reading.others,
    }


def _basis_json(basis: Basis, head: QuestionHead) -> dict[str, Any]:
    reason = basis.reason
    supports = [{"pinpoint": one.pinpoint, "says": one.says, "verdict": one.verdict} for one in reason.supports]
    events = [{"on": on, "says": says} for on, says in basis.events]
    more = {"standing": reason.weighed.standing, "citation": reason.citation, "passages": supports, "status_events": events}
    return claim_json(reason.weighed, head) | more


def to_markdown(comparison: Comparison, readings: Sequence[Reading]) -> str:
    """The readings one below the other: a heading for each jurisdiction, then each claim with its text and passages."""
    (head,) = comparison.questions
    lines = [f"# {escape(head.text)}", "", escape(dates_line(comparison))]
    for reading in readings:
        lines += ["", f"## {escape(reading.name)}: {escape(standing_label(reading.cell))}"]
        lines += [line for basis in reading.bases for line in _basis_lines(basis)] or ["", escape(reading.cell.in_short)]
    return "\n".join(lines) + "\n"


def _basis_lines(basis: Basis) -> list[str]:
    weighed = basis.reason.weighed
    lines = ["", f"**{LEADS[weighed.standing]}: {escape(basis.reason.label)}.** {escape(weighed.claim.in_short)}", ""]
    lines += [f"- {escape(basis.reason.citation)}; coded to hold {period(weighed.claim)}"]
    lines += [f"- {escape(status_words(weighed))}"] if weighed.legal_status else []
    lines += [f"- {on}: {escape(says)}" for on, says in basis.events]
    for support in basis.reason.supports:
        lead = f"**{escape(support.pinpoint)}** " if support.pinpoint else ""
        verdict = f" (verdict on this statement: {support.verdict})" if support.verdict else ""
        lines.append(f"- {lead}{escape(support.says)}{verdict}")
    return lines
