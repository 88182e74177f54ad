"""The disputes of a comparison as text, Markdown, CSV or JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from kb.release.dossiers import cite_weighed
from kb.tables.csv import write_rows
from kb.tables.json import point
from kb.tables.markdown import escape
from kb.values.disputes import DOUBTS, KINDS, CellDispute, DisputeRate, dispute_rates, disputes_of, kind_of_doubt
from kb.values.model import Comparison, WeighedClaim
from kb.values.words import dates_line

COLUMNS = (
    "jurisdiction", "question", "kind", "severity", "level", "decides", "decided_by", "disputes", "disputed_by", "doubt",
    "platforms",
)  # fmt: skip
Told = tuple[Sequence[CellDispute], Sequence[DisputeRate]]
FORMATS = {"txt": "text", "md": "markdown", "csv": "csv", "json": "json"}


def write_disputes(comparison: Comparison, format_name: str, whole: Told | None = None) -> str:
    """Every dispute, the gravest first, and the rate of each dimension (left out of CSV).

    ``whole`` are the disputes and rates where more is disputed than in the cells of the comparison: for some platforms alone.
    """
    found, rates = whole or (disputes_of(comparison), dispute_rates(comparison))
    if format_name == "json":
        return json.dumps(to_json(comparison, found, rates), ensure_ascii=False, indent=1) + "\n"
    if format_name == "csv":
        return write_rows(COLUMNS, [dict(zip(COLUMNS, _row(one), strict=True)) for one in found])
    return (_markdown if format_name == "md" else _text)(comparison, found, rates)


def to_json(comparison: Comparison, found: Sequence[CellDispute], rates: Sequence[DisputeRate]) -> dict[str, Any]:
    """The disputes and the rates as plain values."""
    return {
        **point(comparison),
        "disputes": [
            {
                "jurisdiction": one.cell.jurisdiction,
                "question": one.cell.question,
                "kind": one.dispute.kind,
                "severity": one.dispute.severity,
                "level": one.dispute.level,
                "doubt": _doubt(one),
                "platforms": list(one.platforms),
                "winner": _side(one.winner),
                "other": _side(one.other) | {"rule": one.other.rule},
            }
            for one in found
        ],
        "rates": [
            {"dimension": rate.dimension, "cells": rate.cells, "disputed": rate.disputed, "rate": round(rate.rate, 4)}
            for rate in rates
        ],
    }


def _doubt(one: CellDispute) -> str:
    """What a reader should make of a dispute: a name of :data:`kb.values.disputes.DOUBTS`."""
    return kind_of_doubt(one.winner.claim, one.other)


def _side(weighed: WeighedClaim) -> dict[str, Any]:
    claim = weighed.claim
    return {"id": claim.iri, "value": claim.value, "authority": claim.authority, "citation": cite_weighed(weighed)}


def _row(one: CellDispute) -> list[str]:
    said = [one.cell.jurisdiction, one.cell.question, one.dispute.kind, str(one.dispute.severity), one.dispute.level]
    sides = (one.winner, one.other)
    told = [*said, *(text for side in sides for text in (side.claim.value, cite_weighed(side)))]
    return [*told, _doubt(one), "; ".join(one.platforms)]


def _place(names: Mapping[str, str], one: CellDispute) -> str:
    """The place, and for which platforms alone it is so."""
    return ", for ".join(filter(None, (names[one.cell.jurisdiction], ", ".join(one.platforms))))


def _kind(one: CellDispute) -> str:
    return f"{DOUBTS[_doubt(one)]}. {KINDS[one.dispute.kind]}"


def _text(comparison: Comparison, found: Sequence[CellDispute], rates: Sequence[DisputeRate]) -> str:
    names, texts = dict(comparison.jurisdictions), {head.id: head.text for head in comparison.questions}
    lines = [dates_line(comparison), ""]
    for one in found:
        lines.append(f"{_place(names, one)}: {texts[one.cell.question]}")
        lines.append(f"  {_kind(one)}; the doubt it casts is {one.dispute.level} ({one.dispute.severity})")
        lines.append(f"  decides:  {one.winner.claim.in_short} [{cite_weighed(one.winner)}]")
        lines += [f"  disputes: {one.other.claim.in_short} [{cite_weighed(one.other)}]", ""]
    lines += [] if found else ["No dispute.", ""]
    for rate in rates:
        name = "all dimensions" if rate.dimension == "*" else rate.dimension
        lines.append(f"{rate.disputed:4} of {rate.cells:4} cells disputed ({rate.rate:.1%})  {name}")
    return "\n".join(lines) + "\n"


def _markdown(comparison: Comparison, found: Sequence[CellDispute], rates: Sequence[DisputeRate]) -> str:
    names, texts = dict(comparison.jurisdictions), {head.id: head.text for head in comparison.questions}
    lines = ["| Jurisdiction | Question | Kind | Severity | Decides | Disputes |", "|:--|:--|:--|--:|:--|:--|"]
    for one in found:
        sides = [f"{side.claim.in_short} ({cite_weighed(side)})" for side in (one.winner, one.other)]
        cells = [_place(names, one), texts[one.cell.question], _kind(one)]
        lines.append("| " + " | ".join(map(escape, [*cells, f"{one.dispute.level} ({one.dispute.severity})", *sides])) + " |")
    lines += ["", "| Dimension | Cells | Disputed | Rate |", "|:--|--:|--:|--:|"]
    lines += [f"| {rate.dimension} | {rate.cells} | {rate.disputed} | {rate.rate:.1%} |" for rate in rates]
    return "\n".join([*lines, "", escape(dates_line(comparison))]) + "\n"
