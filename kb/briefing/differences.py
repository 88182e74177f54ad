"""Findings in one table: one place against the rest, a rule for the platform alone, all alike, whose subject a topic is."""

from __future__ import annotations

from collections.abc import Iterator

from kb.briefing.finding import COMPARABLE, HALTED_WEIGHS, Finding, Material, apart, distance, is_applied, is_duty, text_weight
from kb.values.model import Cell, Otherwise

DOUBLED, NAMED, FEWEST_QUESTIONS = 2.0, 0.5, 3


def one_against_the_rest(found: Material) -> Iterator[Finding]:
    """Of each ordinal question the place that stands farthest from all others."""
    for head in found.table.questions:
        row = found.row(head.id)
        if head.scale != "ordinal" or len(row) < 2 or any(cell.state not in COMPARABLE for cell in row):
            continue
        least = {cell.jurisdiction: min(apart(head, cell, other) for other in row if other is not cell) for cell in row}
        alone = max((cell for cell in row if cell.answer), key=lambda cell: least[cell.jurisdiction], default=None)
        if alone is not None and least[alone.jurisdiction]:
            weight = least[alone.jurisdiction] * found.rules.question(head.id) * text_weight(alone, found.rules)
            cells = tuple((cell.jurisdiction, head.id) for cell in row)
            yield Finding("one-against-the-rest", weight, cells, {"alone": alone.jurisdiction}, (head.id,))


def platform_otherwise(found: Material) -> Iterator[Finding]:
    """Of each cell what holds otherwise for the platform that is asked, or for any where none is."""
    for cell in found.table.cells:
        head = found.heads[cell.question]
        for other in cell.otherwise:
            if found.table.platform in (None, other.platform):
                far = distance(head, (cell.state, cell.answer), (other.state, other.answer))
                named = NAMED if found.table.platform else 0.0
                weight = (named + far) * found.rules.question(head.id) * _text_weight(cell, other, found)
                yield Finding(
                    "platform-otherwise", weight, ((cell.jurisdiction, head.id),), {"platform": other.platform}, (head.id,)
                )


def _text_weight(cell: Cell, other: Otherwise, found: Material) -> float:
    """What the text weighs by which something else holds for a platform, half of it where it is halted."""
    types = [
        one.claim.instrument_type for one in cell.claims if one.standing == "otherwise" and one.claim.platform == other.platform
    ]
    return found.rules.text(types[0] if types else None) * (1.0 if is_applied(other) else HALTED_WEIGHS)


def all_alike(found: Material) -> Iterator[Finding]:
    """Each question that all answer alike, or on which nothing was found in any; heavier where a source says otherwise."""
    for head in found.table.questions:
        row = found.row(head.id)
        if len(row) < 2 or len({(cell.state, cell.answer) for cell in row}) > 1 or row[0].state not in COMPARABLE:
            continue
        weight = found.rules.question(head.id) * (DOUBLED if any(cell.dispute for cell in row) else 1.0)
        cells = tuple((cell.jurisdiction, head.id) for cell in row)
        yield Finding("all-alike", weight, cells, {}, (head.id,))


def subject(found: Material) -> Iterator[Finding]:
    """Each topic in which one place answers more questions by a rule than any other."""
    topics: dict[str, list[str]] = {}
    for head in found.table.questions:
        topics.setdefault(found.rules.topic_of(head.dimension) or head.dimension, []).append(head.id)
    for topic, questions in topics.items():
        counts = {place: _counts(found, place, questions) for place in found.places}
        ordered = sorted((whole for whole, _ in counts.values()), reverse=True)
        if len(questions) < FEWEST_QUESTIONS or len(ordered) < 2 or ordered[0] == ordered[1]:
            continue
        weight = (ordered[0] - ordered[-1]) / len(questions)
        cells = tuple((place, question) for question in questions for place in found.places)
        yield Finding("subject", weight, cells, {"topic": topic, "of": len(questions), "counts": counts})


def _counts(found: Material, place: str, questions: list[str]) -> tuple[int, int]:
    """How many questions a place answers by a rule for the whole of it, and how many in a part only."""
    duties: list[Cell] = [cell for one in questions if is_duty(cell := found.table.cell(place, one), found.rules)]
    return sum(not cell.parts for cell in duties), sum(bool(cell.parts) for cell in duties)
