"""Findings in one table: one place against the rest, a rule for the platform alone, all alike, and topics."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from kb.briefing.finding import (
    COMPARABLE,
    HALTED_WEIGHS,
    Finding,
    Material,
    Unlike,
    apart,
    distance,
    is_applied,
    is_duty,
    text_weight,
)
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


def most_apart(found: Material) -> Iterator[Finding]:
    """The topics by how many of the pairs of answers to one question differ; none where all have the same part of them."""
    compared = {topic: [one for one in names if _is_comparable(found, one)] for topic, names in _topics(found).items()}
    among = {topic: names for topic, names in compared.items() if len(names) >= FEWEST_QUESTIONS}
    if len(among) < 2 or len(found.places) < 2:
        return
    ranked = tuple(sorted((_unlike(found, *one) for one in among.items()), key=lambda one: (-one.share, -one.pairs)))
    if ranked[0].share == ranked[-1].share:
        return
    told = [name for names in among.values() for name in names]
    values = {"ranked": ranked, "left_out": tuple(name for name in found.heads if name not in told)}
    cells = tuple((place, question) for question in told for place in found.places)
    yield Finding("most-apart", float(ranked[0].share - ranked[-1].share), cells, values)


def _is_comparable(found: Material, question: str) -> bool:
    return all(cell.state in COMPARABLE for cell in found.row(question))


def _unlike(found: Material, topic: str, questions: list[str]) -> Unlike:
    pairs = [pair for name in questions for pair in combinations(found.row(name), 2)]
    return Unlike(topic, sum((one.state, one.answer) != (other.state, other.answer) for one, other in pairs), len(pairs))


def _topics(found: Material) -> dict[str, list[str]]:
    """The questions of the table by topic, or by dimension where that belongs to none."""
    topics: dict[str, list[str]] = {}
    for head in found.table.questions:
        topics.setdefault(found.rules.topic_of(head.dimension) or head.dimension, []).append(head.id)
    return topics


def subject(found: Material) -> Iterator[Finding]:
    """Each topic in which one place answers more questions by a rule than any other."""
    for topic, questions in _topics(found).items():
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
