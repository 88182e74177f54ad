"""Why a cell says what it says: the winning claim, the losing ones, the rule that decided, sources and coder."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kb.cells.place_names import place_called
from kb.cells.sentences import Paragraph, Stated
from kb.explanation.law_words import law_json, law_text
from kb.explanation.reasons import Reason, reasons_of
from kb.explanation.second import SecondCoded, second_codings
from kb.explanation.sentences import means_of, paragraphs, text_of
from kb.naming import iris
from kb.release.release import Release
from kb.tables.json import claim_json, point
from kb.values.model import OF_EVIDENCE, Cell, Comparison, QuestionHead

SHOWN_BESIDE = (
    "scope", "scope_label", "layer", "parts", "otherwise", "dispute", "value", "unit", "answers", *OF_EVIDENCE
)  # fmt: skip


@dataclass(frozen=True)
class Explanation:
    """Everything that made one cell, at one point of both clocks, and its telling: sentences with their triples."""

    comparison: Comparison
    question: QuestionHead
    cell: Cell
    means: str | None
    how_to_code: str
    reasons: tuple[Reason, ...]
    second: tuple[SecondCoded, ...]
    told: tuple[Paragraph, ...]


def explain(release: Release, comparison: Comparison, jurisdiction: str, question: str) -> Explanation:
    """Explain one cell of a comparison; KeyError if the comparison has no such cell. A former name of the question will do."""
    head = next((head for head in comparison.questions if question in (head.id, *head.formerly)), None)
    if head is None:
        raise KeyError(question)
    cell = comparison.cell(place_called(release.reader, jurisdiction) or jurisdiction, head.id)
    stated = Stated(release.store)
    reasons = tuple(reasons_of(release, head, cell.claims, comparison.as_of))
    how_to_code = stated.value(iris.entity("question", head.id), "pol:howToCode")
    second = second_codings(release, comparison, head, cell)
    told = paragraphs(release, comparison, head, cell, reasons)
    told += (Paragraph(None, tuple((one.sentence,) for one in second)),) if second else ()
    return Explanation(comparison, head, cell, means_of(stated, cell), how_to_code, reasons, second, told)


def to_json(explanation: Explanation) -> dict[str, Any]:
    """The explanation as plain values; ``sentences`` are those of the text, each with the triples that it says."""
    cell, comparison = explanation.cell, explanation.comparison
    return {
        **point(comparison),
        "jurisdiction": cell.jurisdiction,
        "question": {"id": explanation.question.id, "text": explanation.question.text, "how_to_code": explanation.how_to_code},
        "state": cell.state,
        "answer": cell.answer,
        "label": cell.label,
        "means": explanation.means,
        "disputed": cell.disputed,
        **{name: value for name, value in cell.shown().items() if name in SHOWN_BESIDE},
        "legal_status": cell.legal_status,
        "enforcement_status": cell.enforcement_status,
        "claims": [_reason_json(reason, explanation.question) for reason in explanation.reasons],
        "second_codings": [_second_json(one) for one in explanation.second],
        "sentences": [
            {"about": paragraph.about, "text": sentence.text, "triples": sentence.triples}
            for paragraph in explanation.told
            for sentence in paragraph.sentences
        ],
    }


def _second_json(one: SecondCoded) -> dict[str, Any]:
    names = ("label", "agrees", "by", "on", "pinpoint", "note")
    return {name: getattr(one, name) for name in names}


def _reason_json(reason: Reason, head: QuestionHead) -> dict[str, Any]:
    supports = [
        {"pinpoint": support.pinpoint, "says": support.says, "verdict": support.verdict, "because": support.because}
        | ({"law": law_json(support.law)} if support.law else {})
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
    return claim_json(reason.weighed, head) | extra


def to_text(explanation: Explanation) -> str:
    """The explanation as lines of plain text; then the law's own words, where they are on this machine."""
    return text_of(explanation.told) + law_text(explanation.reasons)
