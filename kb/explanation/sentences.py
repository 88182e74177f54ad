"""An explanation in sentences: the cell, then each claim, then what the record holds besides; each with its triples."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import chain

from kb.cells.layers import orders_ever
from kb.cells.sentences import Paragraph, Sentence, Stated
from kb.cells.teller import Teller, link_quads, period, value_quads
from kb.explanation.claim import claim_paragraph, status_quads
from kb.explanation.last import why_last_known
from kb.explanation.reasons import Reason
from kb.naming import iris
from kb.release.release import Release
from kb.values.evidence_words import standing_label
from kb.values.model import STATE_WORDS, Cell, Comparison, QuestionHead, StoredClaim
from kb.values.words import dates_line, doubts_of, lowered, told_status

DOUBTED = "Doubt:"


def paragraphs(
    release: Release, comparison: Comparison, head: QuestionHead, cell: Cell, reasons: Sequence[Reason]
) -> tuple[Paragraph, ...]:
    """Everything that is said of a cell, in reading order."""
    winner = cell.winner.claim if cell.winner else None
    teller = Teller(Stated(release.store), release.reader, comparison, cell.jurisdiction, winner)
    opening = [_heading(teller, head, cell), _answer(teller, head, cell)]
    if winner is None:
        opening.append(Paragraph(None, ((Sentence(cell.in_short),),)))
    besides = tuple((_beside(teller, head, claim),) for claim in _besides(teller, cell))
    closing = [Paragraph(None, besides)] if besides else []
    return (*opening, *(claim_paragraph(teller, reason) for reason in reasons), *closing)


def text_of(told: Sequence[Paragraph]) -> str:
    """The paragraphs as plain text; those on a claim are numbered, indented but for the first line, and end with its name."""
    blocks, number = [], 0
    for paragraph in told:
        lines = [" ".join(sentence.text for sentence in line) for line in paragraph.lines]
        if paragraph.about:
            number += 1
            named = f"Identifier: claim/{iris.tail(paragraph.about, 'claim')}"
            lines = [f"{number}. {lines[0]}", *(f"   {line}" for line in (*lines[1:], named))]
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks) + "\n"


def _heading(teller: Teller, head: QuestionHead, cell: Cell) -> Paragraph:
    asked, stated = teller.comparison, teller.stated
    place, question = iris.entity("jurisdiction", cell.jurisdiction), iris.entity("question", head.id)
    named = stated.of(place, "rdfs:label") + stated.of(question, "rdfs:label")
    title = Sentence(f"{dict(asked.jurisdictions)[cell.jurisdiction]}: {head.text}", named)
    dates = Sentence(dates_line(replace(asked, cells=(cell,))), stated.of(iris.policy(asked.policy), "owl:versionInfo"))
    lines = [(title,), (dates,)]
    if asked.platform:
        platform = stated.of(iris.entity("platform", asked.platform), "rdfs:label")
        lines.append((Sentence(f"Asked for the platform {asked.platform_name}.", platform),))
    return Paragraph(None, tuple(lines))


def means_of(stated: Stated, cell: Cell) -> str | None:
    """What the answer, or the kind of absence, means."""
    found = [(stated.value(value, "skos:definition"), stated.value(value, "pol:condition")) for value in _values(cell)]
    said = (f"{meaning} Condition: {condition}." if condition else meaning for meaning, condition in found)
    return " ".join(meaning for meaning in said if meaning) or None


def _values(cell: Cell) -> list[str]:
    """What the cell shows, as nodes: of a set each answer that is true."""
    if not cell.answer:
        return [iris.entity("absence", cell.state)]
    return [iris.answer(cell.question, answer) for answer in cell.answers or (cell.answer,)]


def _answer(teller: Teller, head: QuestionHead, cell: Cell) -> Paragraph:
    stated, shown = teller.stated, _values(cell)
    given = value_quads(teller, teller.winner) if teller.winner else stated.of(shown[0], "skos:prefLabel")
    means = means_of(stated, cell)
    text = f"Answer: {standing_label(cell)}" + (f" - {means.rstrip('.')}." if means else "")
    lines: list[tuple[Sentence, ...]] = [
        (Sentence(text, given + tuple(chain.from_iterable(stated.of(one, "skos:definition", "pol:condition") for one in shown))),)
    ]
    lines += why_last_known(teller, head, cell)
    if cell.parts:
        lines.append((_in_parts(teller, cell),))
    if cell.legal_status and cell.winner:
        lines.append((Sentence(f"Status: {told_status(cell)}", status_quads(teller, cell.winner)),))
    if cell.disputed:
        sides = [weighed.claim for weighed in cell.claims if weighed.won or weighed.disputes]
        answers = tuple(chain.from_iterable(stated.of(claim.iri, "pol:answer", "pol:absence") for claim in sides))
        kinds = (lowered(words) for _, words, _ in doubts_of(cell))
        lines.append((Sentence(f"{DOUBTED} {'; '.join(kinds)}.", answers),))
    return Paragraph(None, tuple(lines))


def _in_parts(teller: Teller, cell: Cell) -> Sentence:
    """That the answer holds in some parts only, and which answers of parts make this one of the whole."""
    stated = teller.stated
    quads = stated.of(_values(cell)[0], "rdfs:label", "pol:fromPartAnswer")
    for weighed in cell.claims:
        if weighed.layer:
            quads += value_quads(teller, weighed.claim)
            quads += stated.of(iris.entity("jurisdiction", weighed.layer), "rdfs:label") + status_quads(teller, weighed)
        elif weighed.standing == "yields":
            quads += stated.of(weighed.claim.iri, "pol:inShort")
    return Sentence(cell.in_short, quads)


def _besides(teller: Teller, cell: Cell) -> list[StoredClaim]:
    """What else the record holds on the cell: what was withdrawn; for a cell without claims also what holds elsewhere."""
    asked, shown = teller.comparison, {weighed.claim.iri for weighed in cell.claims}
    recorded = [
        claim
        for claim in teller.reader.history(cell.question, orders_ever(teller.reader, cell.jurisdiction))
        if claim.asserted_on <= asked.known_on and claim.iri not in shown
    ]
    return [claim for claim in recorded if not shown or claim.retracted_on <= asked.known_on]


def _beside(teller: Teller, head: QuestionHead, claim: StoredClaim) -> Sentence:
    asked, stated = teller.comparison, teller.stated
    said = f"{head.label(claim.answer) if claim.answer else STATE_WORDS[claim.state]}, {period(claim)}. {claim.in_short}"
    quads = link_quads(teller, claim) + value_quads(teller, claim)
    quads += stated.of(claim.iri, "pol:inShort", "pol:validFrom", "pol:validUntil", "pol:assertedOn", "pol:retractedOn")
    if claim.retracted_on <= asked.known_on:
        reason = stated.value(claim.iri, "pol:withdrawnBecause") or None
        quads += stated.of(claim.iri, "pol:withdrawnBecause", "pol:withdrawalNote") + stated.of(reason, "skos:prefLabel")
        why = f"{stated.value(reason, 'skos:prefLabel')}. {stated.value(claim.iri, 'pol:withdrawalNote')}".rstrip()
        return Sentence(f"In the record from {claim.asserted_on}, withdrawn on {claim.retracted_on}: {said} Why: {why}", quads)
    since = f"In the record since {claim.asserted_on}"
    if claim.valid_from <= asked.as_of < claim.valid_until:
        quads += stated.of(claim.iri, "pol:platform", "pol:party")
        return Sentence(f"{since}, but limited to {claim.platform or claim.party}: {said}", quads)
    return Sentence(f"{since}, but not on this day: {said}", quads)
