"""The course of the law on the questions that moved most: intervals by jurisdiction, as words and as a picture."""

from __future__ import annotations

import datetime
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from kb.clocks.timeline import Interval, timeline
from kb.release.reader import Reader
from kb.tables.sheet import clean
from kb.values.model import EARLIEST, Comparison
from kb.values.view import View
from kb.values.words import cell_words, with_clauses

MOST_QUESTIONS, YEARS_BACK, DOTS_PER_INCH = 4, 8, 144.0
TEMPLATE = Path(__file__).resolve().parent.parent / "tables" / "templates" / "timeline.typ"


@dataclass(frozen=True)
class Span:
    """One interval of one cell in words; ``n`` is its number in the picture, ``end`` None while it is open."""

    n: int
    start: str
    end: str | None
    says: str
    answered: bool
    halted: bool
    warned: bool


@dataclass(frozen=True)
class Course:
    """The course of one question: (jurisdiction, its intervals) in the order of the table."""

    question: str
    rows: tuple[tuple[str, tuple[Span, ...]], ...]


def courses(reader: Reader, comparison: Comparison, view: View) -> list[Course]:
    """The questions whose cells changed most often in the years before the day of the law, in codebook order."""
    first = f"{int(comparison.as_of[:4]) - YEARS_BACK}-01-01"
    found = {}
    for head in comparison.questions:
        rows = [(name, timeline(reader, view.but(slug, questions=head.id))) for slug, name in comparison.jurisdictions]
        found[head.id] = [(name, [one for one in row if (one.end or "9999") > first]) for name, row in rows]
    moved = sorted(found, key=lambda question: -sum(len(row) - 1 for _, row in found[question] if row))[:MOST_QUESTIONS]
    moving = [head for head in comparison.questions if head.id in moved and any(len(row) > 1 for _, row in found[head.id])]
    return [_course(head.text, found[head.id]) for head in moving]


def _course(question: str, rows: list[tuple[str, list[Interval]]]) -> Course:
    numbered, n = [], 0
    for name, intervals in rows:
        spans = [_span(n + position, one) for position, one in enumerate(intervals, 1)]
        n += len(spans)
        numbered.append((clean(name), tuple(spans)))
    return Course(clean(question), tuple(numbered))


def _span(n: int, one: Interval) -> Span:
    words = cell_words(one.cell)
    says = clean(with_clauses(words))
    halted = one.cell.enforcement_status in ("suspended", "stayed", "enjoined")
    return Span(n, one.start, one.end, says, one.cell.answer is not None, halted, bool(words.warnings))


def in_words(span: Span) -> str:
    """An interval as a phrase: ``2024-04-24 to 2025-01-19: Required``."""
    start = "before the record" if span.start == EARLIEST else span.start
    return f"{start} to {span.end or 'open'}: {span.says}"


def picture(title: str, as_of: str, shown: Sequence[Course], kind: Literal["svg", "png"]) -> bytes:
    """The courses as one picture; bars in a row are intervals, numbered as in the words beside it."""
    import typst

    days = [span.start for course in shown for _, row in course.rows for span in row if span.start != EARLIEST]
    low = max(min(days), f"{int(as_of[:4]) - YEARS_BACK}-01-01")
    high = max([as_of, *(span.end for course in shown for _, row in course.rows for span in row if span.end)])
    data = {"title": title, "as_of": as_of, "today": _share(as_of, low, high), "years": _years(low, high)}
    data["courses"] = [
        {
            "question": one.question,
            "rows": [{"name": name, "bars": [_bar(span, low, high) for span in row]} for name, row in one.rows],
        }
        for one in shown
    ]
    inputs = {"data": json.dumps(data, ensure_ascii=False)}
    return typst.compile(TEMPLATE, format=kind, ppi=DOTS_PER_INCH if kind == "png" else None, sys_inputs=inputs)


def _row(name: str, row: tuple[Span, ...], low: str, high: str) -> dict[str, object]:
    return {"name": name, "bars": [_bar(span, low, high) for span in row]}


def _bar(span: Span, low: str, high: str) -> dict[str, object]:
    start, end = _share(max(span.start, low), low, high), _share(min(span.end or high, high), low, high)
    look = "halted" if span.halted else "answered" if span.answered else "absent"
    return {"n": span.n, "x": start, "width": end - start, "says": span.says, "look": look, "warned": span.warned}


def _share(day: str, low: str, high: str) -> float:
    """Where a day lies between two others, from 0 to 1."""
    first, last, at = (datetime.date.fromisoformat(text).toordinal() for text in (low, high, day))
    return round((at - first) / max(1, last - first), 5)


def _years(low: str, high: str) -> list[dict[str, object]]:
    return [{"year": year, "x": _share(f"{year}-01-01", low, high)} for year in range(int(low[:4]) + 1, int(high[:4]) + 1)]
