"""Invented comparisons of any size, straight from values: for properties that real facts are too few or too slow for."""

from __future__ import annotations

import random

from kb.values.disputes import doubt_of
from kb.values.model import Cell, Comparison, Dispute, QuestionHead, StoredClaim, WeighedClaim

STATES = ("none-found", "not-applicable", "not-researched", "silent", "withheld")
KNOWN_ON = "2026-06-01"


def head(name: str, answers: int = 3, scale: str = "ordinal", dimension: str = "one", lowest: str = "a0") -> QuestionHead:
    names = (lowest, *(f"a{number}" for number in range(1, answers)))
    return QuestionHead(name, dimension, dimension, f"{name}?", tuple((answer, answer) for answer in names), scale)


def cell(jurisdiction: str, question: str, value: str, disputed_by: tuple[str, ...] = (), coded: str = "2026-01-01") -> Cell:
    """A cell that shows a value: an answer or a kind of absence; others may stand against it."""
    state = value if value in STATES else "answered"
    claims = (
        ()
        if value == "not-researched"
        else tuple(claim(jurisdiction, question, each, place == 0, coded) for place, each in enumerate((value, *disputed_by)))
    )
    answer = value if state == "answered" else None
    days_status_scope = (None,) * 6
    shown = (jurisdiction, question, state, answer, value, value, *days_status_scope, bool(disputed_by))
    return Cell(*shown, claims, dispute=doubt_of(claims))


def claim(jurisdiction: str, question: str, value: str, won: bool, coded: str) -> WeighedClaim:
    absence = value if value in STATES else None
    stored = StoredClaim(
        f"{jurisdiction}/{question}/{value}", jurisdiction, question, None if absence else value, absence, "2020-01-01",
        "9999-12-31", coded, "9999-12-31", None, value, None, None, "law", "primary", "confirmed", "text", "kb-editors",
        None, None, None, None,
    )  # fmt: skip
    dispute = None if won else Dispute("value", 1.0, "grave")
    standing = "decides" if won else "disputes"
    return WeighedClaim(stored, standing, None if won else "authority", dispute, None, None, None, ())


def table(heads: list[QuestionHead], rows: dict[str, list[Cell]]) -> Comparison:
    cells = tuple(rows[slug][place] for place in range(len(heads)) for slug in rows)
    names = tuple((slug, slug.upper()) for slug in rows)
    return Comparison("r", "2026-01-01", KNOWN_ON, None, None, "p", "general", names, tuple(heads), cells, ())


def large(regimes: int, questions: int, missing: float, seed: int = 0) -> Comparison:
    """Regimes that lean one of three ways, on ordinal and nominal questions in tens, with a share of cells missing."""
    chance = random.Random(seed)
    heads = [
        head(f"q{place}", chance.randint(2, 6), chance.choice(("ordinal", "nominal")), f"d{place // 10}")
        for place in range(questions)
    ]
    leaning = [[chance.choice(one.answers)[0] for one in heads] for _ in range(3)]
    rows = {}
    for number in range(regimes):
        rows[f"j{number}"] = [
            _any_cell(chance, f"j{number}", one, leaning[number % 3][place], missing) for place, one in enumerate(heads)
        ]
    return table(heads, rows)


def _any_cell(chance: random.Random, slug: str, question: QuestionHead, usual: str, missing: float) -> Cell:
    if chance.random() < missing:
        return cell(slug, question.id, "not-researched")
    answers = [answer for answer, _ in question.answers]
    value = usual if chance.random() < 0.6 else chance.choice([*answers, "none-found"])
    others = tuple(answer for answer in answers if answer != value)[:1] if chance.random() < 0.05 else ()
    return cell(slug, question.id, value, others)
