"""CSV: one row per cell, RFC 4180, with the dates and the release in every row."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence

from kb.tables.json import point
from kb.values.comparability import cautions
from kb.values.model import POINT, Cell, Comparison

COLUMNS = (
    "jurisdiction", "question", "dimension", "state", "answer", "label", "in_short", "valid_from", "valid_until",
    "legal_status", "enforcement_status", "disputed", "confirmed", "platform_scope", "instrument", "provision",
    "citation", "url", "compare_with_care", *POINT[1:], POINT[0],
    "scope", "scope_label", "layer", "parts", "otherwise", "dispute", "dispute_weight", "asked_scope",
    "value", "unit", "answers",
    "evidence_grade", "evidence_to", "last_known", "scheduled", "asked_evidence",
    "jurisdiction_name", "iso_3166", "question_text",
)  # fmt: skip


def write(comparison: Comparison) -> str:
    """The comparison as CSV text with a header line and CRLF line ends."""
    return write_rows(COLUMNS, rows(comparison))


def write_rows(columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> str:
    """Rows of texts by column as CSV, with a header line, each text guarded."""
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, columns)
    writer.writeheader()
    for row in rows:
        writer.writerow({name: guard(value) for name, value in row.items()})
    return buffer.getvalue()


def rows(comparison: Comparison) -> Iterator[dict[str, str]]:
    """Every cell as plain texts by column, nothing guarded."""
    care = {question: "; ".join(caution.kind for caution in row) for question, row in cautions(comparison).items()}
    heads = {head.id: {"dimension": head.dimension, "question_text": head.text} for head in comparison.questions}
    names, codes = dict(comparison.jurisdictions), dict(comparison.codes)
    for cell in comparison.cells:
        place = {"jurisdiction_name": names[cell.jurisdiction], "iso_3166": codes.get(cell.jurisdiction)}
        yield _row(comparison, cell, place | heads[cell.question], care.get(cell.question, ""))


def _row(comparison: Comparison, cell: Cell, about: Mapping[str, str | None], care: str) -> dict[str, str]:
    winner = cell.winner
    note = comparison.notes[winner.notes[0] - 1] if winner and winner.notes else None
    values = cell.shown() | {
        **about,
        "disputed": "true" if cell.disputed else "false",
        "confirmed": "" if winner is None else "true" if winner.claim.checked == "confirmed" else "false",
        "platform_scope": winner.claim.platform if winner else None,
        "instrument": winner.dossier.path if winner and winner.dossier else None,
        "provision": winner.claim.pinpoint if winner else None,
        "citation": note.citation if note else None,
        "url": note.url if note else None,
        "compare_with_care": care,
        "parts": "; ".join(cell.parts),
        "otherwise": "; ".join(f"{one.platform}: {one.answer or one.state}" for one in cell.otherwise),
        "dispute": cell.dispute.kind if cell.dispute else None,
        "dispute_weight": str(cell.dispute.weight) if cell.dispute else None,
        "asked_scope": comparison.scope,
        "value": "" if cell.value is None else str(cell.value),
        "answers": "; ".join(cell.answers),
        "last_known": "true" if cell.last_known else "false",
        "scheduled": "true" if cell.scheduled else "false",
        "asked_evidence": comparison.evidence,
        **point(comparison),
    }
    return {name: values[name] or "" for name in COLUMNS}


def guard(text: str) -> str:
    """Text that a spreadsheet will not run as a formula.

    >>> guard("=1+1")
    "'=1+1"
    """
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
