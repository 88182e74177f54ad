"""A layered regime as text, Markdown, CSV or JSON."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from kb.clocks.regime import STANDINGS, Duty, Regime
from kb.tables.csv import write_rows
from kb.tables.markdown import escape
from kb.values.evidence_words import standing_label
from kb.values.model import POINT
from kb.values.words import lowered, status_of

FORMATS = {"txt": "text", "md": "markdown", "csv": "csv", "json": "json"}
COLUMNS = (
    "standing", "layer", "dimension", "question", "answer", "label", "in_short", "legal_status", "enforcement_status",
    "valid_from", "valid_until", "platform_scope", "party_scope", "confirmed", "citation", "url", "chain",
    "evidence_grade", "evidence_to", "last_known",
)  # fmt: skip


def write_regime(regime: Regime, format_name: str) -> str:
    """The regime in one of FORMATS."""
    if format_name == "json":
        return json.dumps(to_json(regime), ensure_ascii=False, indent=1) + "\n"
    if format_name == "csv":
        return write_rows(COLUMNS, rows(regime))
    return _markdown(regime) if format_name == "md" else _text(regime)


def to_json(regime: Regime) -> dict[str, Any]:
    """The regime as plain values; chains as lists of what, says and since."""
    head = {name: getattr(regime, name) for name in ("release", "jurisdiction", *POINT[1:4])}
    duties = [
        row | {"claim": duty.claim.iri, "chain": [asdict(link) for link in duty.chain]}
        for row, duty in zip(rows(regime), regime.duties, strict=True)
    ]
    return head | {"layers": [layer._asdict() for layer in regime.layers], "duties": duties}


def rows(regime: Regime) -> list[dict[str, str]]:
    """One row for each duty, plain texts by column."""
    return [_row(duty) for duty in regime.duties]


def _row(duty: Duty) -> dict[str, str]:
    claim = duty.claim
    values = {
        "standing": duty.standing,
        "layer": duty.layer.jurisdiction,
        "dimension": duty.question.dimension,
        "question": duty.question.id,
        "answer": claim.answer,
        "label": duty.label,
        "in_short": claim.in_short,
        "legal_status": duty.legal_status,
        "enforcement_status": duty.enforcement_status,
        "valid_from": claim.valid_from,
        "valid_until": claim.valid_until,
        "platform_scope": claim.platform,
        "party_scope": claim.party,
        "confirmed": "true" if claim.checked == "confirmed" else "false",
        "citation": duty.citation,
        "url": duty.url,
        "chain": " > ".join(said(duty)),
        "evidence_grade": claim.evidence_grade,
        "evidence_to": duty.evidence_to,
        "last_known": "true" if duty.last_known else "false",
    }
    return {name: values[name] or "" for name in COLUMNS}


def said(duty: Duty) -> list[str]:
    """The links of a chain in words, each with its day."""
    return [f"{link.says} (since {link.since})" if link.since else link.says for link in duty.chain]


def head_line(regime: Regime) -> str:
    """For whom, where, when, and from which release."""
    whom = f"{regime.platform_name} in " if regime.platform_name else ""
    layers = " + ".join(layer.name for layer in regime.layers) or "no layer"
    return f"{whom}{layers}. Law as of {regime.as_of}, as known on {regime.known_on}. Release {regime.release}."


def _text(regime: Regime) -> str:
    lines = [head_line(regime)]
    for name, title in STANDINGS.items():
        found = regime.standing(name)
        lines += ["", f"{title} ({len(found)})"] if found else []
        for duty in found:
            lines += [
                "",
                f"  {duty.layer.name}: {duty.question.text}",
                f"    {standing_label(duty)}. {duty.claim.in_short}{_status(duty)}",
            ]
            lines += [f"    - {link}" for link in said(duty)]
    return "\n".join([*lines, *(f"\n{silence}" for silence in silences(regime))]) + "\n"


def silences(regime: Regime) -> list[str]:
    """The layers that nothing is coded of on the day: not known is not the same as none."""
    told = {duty.layer.jurisdiction for duty in regime.duties}
    return [
        f"{layer.name}: nothing of this layer is coded for this day and these questions. That says nothing of what its law is."
        for layer in regime.layers
        if layer.jurisdiction not in told
    ]


def _status(duty: Duty) -> str:
    status = status_of(duty.legal_status, duty.enforcement_status)
    marks = [f"then {lowered(status)}" if status and duty.last_known else status]
    marks += ["◇ not confirmed in a source"] if duty.claim.checked == "background" else []
    words = "; ".join(mark for mark in marks if mark)
    return f" ({words})" if words else ""


def _markdown(regime: Regime) -> str:
    lines = [f"**{escape(head_line(regime))}**"]
    for name, title in STANDINGS.items():
        if found := regime.standing(name):
            lines += ["", f"### {title}", "", "| Layer | Question | Answer | Chain |", "|:--|:--|:--|:--|"]
            lines += [_markdown_row(duty) for duty in found]
    lines += [f"\n{escape(silence)}" for silence in silences(regime)]
    return "\n".join(lines) + "\n"


def _markdown_row(duty: Duty) -> str:
    answer = f"**{escape(standing_label(duty))}**. {escape(duty.claim.in_short + _status(duty))}"
    chain = "<br>".join(escape(link) for link in said(duty))
    return f"| {escape(duty.layer.name)} | {escape(duty.question.text)} | {answer} | {chain} |"
