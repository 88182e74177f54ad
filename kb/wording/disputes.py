"""The disputes of a comparison as text, Markdown, CSV or JSON."""

from __future__ import annotations

import json
from typing import Any

from kb.release.dossiers import cite_weighed
from kb.tables.csv import write_rows
from kb.tables.json import point
from kb.tables.markdown import escape
from kb.values.disputes import DOUBTS, KINDS, CellDispute, dispute_rates, disputes_of, kind_of_doubt
from kb.values.model import Comparison, WeighedClaim
from kb.values.words import dates_line

COLUMNS = ("jurisdiction", "question", "kind", "severity", "level", "decides", "decided_by", "disputes", "disputed_by", "doubt")
FORMATS = {"txt": "text", "md": "markdown", "csv": "csv", "json": "json"}


def write_disputes(comparison: Comparison, format_name: str) -> str:
    """Every dispute, the gravest first, and the rate of each dimension (left out of CSV)."""
    found = disputes_of(comparison)
    if format_name == "json":
        return json.dumps(to_json(comparison, found), ensure_ascii=False, indent=1) + "\n"
    if format_name == "csv":
        return write_rows(COLUMNS, [dict(zip(COLUMNS, _row(one), strict=True)) for one in found])
    return _markdown(comparison, found) if format_name == "md" else _text(comparison, found)


def to_json(comparison: Comparison, found: list[CellDispute]) -> dict[str, Any]:
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
                "winner": _side(one.winner),
                "other": _side(one.other) | {"rule": one.other.rule},
            }
            for one in found
        ],
        "rates": [
            {"dimension": rate.dimension, "cells": rate.cells, "disputed": rate.disputed, "rate": round(rate.rate, 4)}
            for rate in dispute_rates(comparison)
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
    return [*said, *(text for side in sides for text in (side.claim.value, cite_weighed(side))), _doubt(one)]


def _kind(one: CellDispute) -> str:
    return f"{DOUBTS[_doubt(one)]}. {KINDS[one.dispute.kind]}"


def _text(comparison: Comparison, found: list[CellDispute]) -> str:
    names, texts = dict(comparison.jurisdictions), {head.id: head.text for head in comparison.questions}
    lines = [dates_line(comparison), ""]
    for one in found:
        lines.append(f"{names[one.cell.jurisdiction]}: {texts[one.cell.question]}")
        lines.append(f"  {_kind(one)}; the doubt it casts is {one.dispute.level} ({one.dispute.severity})")
        lines.append(f"  decides:  {one.winner.claim.in_short} [{cite_weighed(one.winner)}]")
        lines += [f"  disputes: {one.other.claim.in_short} [{cite_weighed(one.other)}]", ""]
    lines += [] if found else ["No dispute.", ""]
    for rate in dispute_rates(comparison):
        name = "all dimensions" if rate.dimension == "*" else rate.dimension
        lines.append(f"{rate.disputed:4} of {rate.cells:4} cells disputed ({rate.rate:.1%})  {name}")
    return "\n".join(lines) + "\n"


def _markdown(comparison: Comparison, found: list[CellDispute]) -> str:
    names, texts = dict(comparison.jurisdictions), {head.id: head.text for head in comparison.questions}
    lines = ["| Jurisdiction | Question | Kind | Severity | Decides | Disputes |", "|:--|:--|:--|--:|:--|:--|"]
    for one in found:
        sides = [f"{side.claim.in_short} ({cite_weighed(side)})" for side in (one.winner, one.other)]
        cells = [names[one.cell.jurisdiction], texts[one.cell.question], _kind(one)]
        lines.append("| " + " | ".join(map(escape, [*cells, f"{one.dispute.level} ({one.dispute.severity})", *sides])) + " |")
    lines += ["", "| Dimension | Cells | Disputed | Rate |", "|:--|--:|--:|--:|"]
    lines += [f"| {rate.dimension} | {rate.cells} | {rate.disputed} | {rate.rate:.1%} |" for rate in dispute_rates(comparison)]
    return "\n".join([*lines, "", escape(dates_line(comparison))]) + "\n"
