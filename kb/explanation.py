"""Why a cell says what it says: the winning claim, the losing ones, the rule that decided, sources and coder."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kb import iris
from kb.dossiers import cite_weighed
from kb.model import EARLIEST, OPEN, Cell, Comparison, QuestionHead, StoredClaim, WeighedClaim
from kb.release import Release
from kb.tables.json import claim_json
from kb.tables.wording import dates_line, status_words

WON = "This claim decides the cell."


@dataclass(frozen=True)
class Support:
    """What a claim rests on: a pinpoint, what it says, and for a source's statement the verdict on it."""

    pinpoint: str | None
    says: str
    verdict: str | None
    because: str | None


@dataclass(frozen=True)
class Reason:
    """One claim of the cell with its citation, support, and the rule that decided against it if it lost."""

    weighed: WeighedClaim
    citation: str
    label: str
    supports: tuple[Support, ...]
    rule: str


@dataclass(frozen=True)
class Explanation:
    """Everything that made one cell, at one point of both clocks."""

    comparison: Comparison
    question: QuestionHead
    cell: Cell
    means: str | None
    how_to_code: str
    reasons: tuple[Reason, ...]


def explain(release: Release, comparison: Comparison, jurisdiction: str, question: str) -> Explanation:
    """Explain one cell of a comparison; KeyError if the comparison has no such cell."""
    cell = comparison.cell(jurisdiction, question)
    head = next(head for head in comparison.questions if head.id == question)
    details = list(release.rows("question_detail", question=iris.entity("question", question)))
    means = {iris.slug(row["answer"] or ""): row["means"] for row in details}
    rules = resolution_rules(release)
    reasons = tuple(_reason(release, head, weighed, rules) for weighed in cell.claims)
    how_to_code = (details[0]["how_to_code"] if details else None) or ""
    return Explanation(comparison, head, cell, means.get(cell.answer or ""), how_to_code, reasons)


def resolution_rules(release: Release) -> dict[str, str]:
    """Each rule of resolution in words, by name."""
    return {row["name"] or "": f"{row['label']}: {row['definition']}." for row in release.rows("policy_rules")}


def _reason(release: Release, head: QuestionHead, weighed: WeighedClaim, rules: dict[str, str]) -> Reason:
    claim = weighed.claim
    if claim.absence:
        rows = release.rows("searches_of_absence", claim=claim.iri)
        supports = tuple(Support(None, f"Searched: {row['searched']}", None, None) for row in rows)
    else:
        supports = tuple(
            Support(row["pinpoint"], row["says"] or "", iris.slug(row["verdict"]) if row["verdict"] else None, row["because"])
            for row in release.rows("passages_of_claim", claim=claim.iri)
        )
    label = head.label(claim.answer) if claim.answer else claim.state.replace("-", " ").capitalize()
    return Reason(weighed, cite_weighed(weighed), label, supports, rules[weighed.rule] if weighed.rule else WON)


def to_json(explanation: Explanation) -> dict[str, Any]:
    """The explanation as plain values."""
    cell, comparison = explanation.cell, explanation.comparison
    return {
        "release": comparison.release,
        "as_of": comparison.as_of,
        "known_on": comparison.known_on,
        "platform": comparison.platform,
        "policy": comparison.policy,
        "jurisdiction": cell.jurisdiction,
        "question": {"id": explanation.question.id, "text": explanation.question.text, "how_to_code": explanation.how_to_code},
        "state": cell.state,
        "answer": cell.answer,
        "label": cell.label,
        "means": explanation.means,
        "disputed": cell.disputed,
        "legal_status": cell.legal_status,
        "enforcement_status": cell.enforcement_status,
        "claims": [_reason_json(reason) for reason in explanation.reasons],
    }


def _reason_json(reason: Reason) -> dict[str, Any]:
    supports = [
        {"pinpoint": support.pinpoint, "says": support.says, "verdict": support.verdict, "because": support.because}
        for support in reason.supports
    ]
    extra = {
        "label": reason.label,
        "citation": reason.citation,
        "decided_by": reason.rule,
        "read_in": reason.weighed.claim.read_in,
        "note": reason.weighed.claim.note,
        "supports": supports,
    }
    return claim_json(reason.weighed) | extra


def to_text(explanation: Explanation) -> str:
    """The explanation as lines of plain text."""
    cell, comparison = explanation.cell, explanation.comparison
    name = dict(comparison.jurisdictions)[cell.jurisdiction]
    lines = [
        f"{name}: {explanation.question.text}",
        dates_line(comparison),
        "",
        f"Answer: {cell.label}" + (f" - {explanation.means}" if explanation.means else ""),
    ]
    lines += [f"Status: {status_words(cell)}"] if cell.legal_status else []
    lines += ["Disputed: another source answers differently."] if cell.disputed else []
    if not explanation.reasons:
        lines += ["", cell.in_short]
    for number, reason in enumerate(explanation.reasons, 1):
        lines += ["", *_reason_lines(number, reason)]
    return "\n".join(lines) + "\n"


def _weight(claim: StoredClaim) -> str:
    """Whose word it is: the authority of the source, or our own search."""
    return "our search" if claim.absence else claim.authority


def _against(weighed: WeighedClaim) -> str:
    """How a claim that did not win stands to the winner."""
    return "It disputes the winner and lost by the rule" if weighed.disputes else "It stands behind the winner by the rule"


def _reason_lines(number: int, reason: Reason) -> list[str]:
    claim = reason.weighed.claim
    end = "" if claim.valid_until == OPEN else f" until {claim.valid_until}"
    outcome = WON if reason.weighed.won else f"{_against(reason.weighed)} - {reason.rule}"
    lines = [f"{number}. {reason.label}. {outcome}", f"   {claim.in_short}", f"   Source: {reason.citation} ({_weight(claim)})"]
    for support in reason.supports:
        lines.append(f"   {support.pinpoint + ': ' if support.pinpoint else ''}{support.says}")
        lines += [f"   Verdict on this statement: {support.verdict}. {support.because or ''}".rstrip()] if support.verdict else []
    start = "an unknown day" if claim.valid_from == EARLIEST else claim.valid_from
    lines.append(f"   Holds from {start}{end}. In the record since {claim.asserted_on}, coded by {claim.coded_by}.")
    lines.append(f"   Evidence: {claim.evidence_grade}, {claim.checked}; read in {claim.read_in}")
    return lines + ([f"   Note: {claim.note}"] if claim.note else [])
