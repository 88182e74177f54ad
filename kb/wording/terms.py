"""A platform's terms beside the law of a day, as text or JSON."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from kb.clocks.terms import TermsBesideLaw
from kb.saving import as_json

FORMATS = ("txt", "json")


def write_terms(found: TermsBesideLaw, format_name: str) -> str:
    """The terms beside the law in one of FORMATS."""
    return as_json(_content(found)) if format_name == "json" else _text(found)


def _content(found: TermsBesideLaw) -> dict[str, Any]:
    """What was asked, flat, and what was found."""
    told = asdict(found)
    asked = {name: value for name, value in told.pop("regime").items() if name not in ("layers", "duties", "platform_name")}
    return asked | told


def _text(found: TermsBesideLaw) -> str:
    law = found.regime
    lines = [f"Terms of {law.platform} on {law.as_of}, beside the law of {law.jurisdiction}. Release {law.release}.", ""]
    if not found.editions:
        lines += ["No terms of that day are held; 'kb import' takes a history of terms.", ""]
    for one in found.editions:
        lines.append(
            f"{one.document}: as of {one.on}, commit {one.commit[:12]} ({one.source}{', ' + one.address if one.address else ''})"
        )
    lines += [
        "",
        f"Duties that applied ({len(found.obligations)}), and the first change of the terms from their first day on:",
        "",
    ]
    for duty in found.obligations:
        lines.append(f"{duty.since}  {duty.question}: {duty.label} - {duty.citation}")
        lines += [f"            {document} changed on {day}, {lag} days after" for document, day, lag in duty.changes[:3]]
        lines += [] if duty.changes else ["            none is known: the history begins later, or shows none since"]
    return "\n".join(lines) + "\n"
