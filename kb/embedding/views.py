"""What a marker can show besides a comparison: a query's result, changes, a timeline, a regime, likeness, coverage, a brief."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from kb.errors import KnowledgeBaseError, MarkerError, UsageError
from kb.naming.names import known
from kb.release.release import Release
from kb.tables.listed import Listed
from kb.values.dialects import QUOTES, marker_words
from kb.values.form import FORM_FIELDS, Form
from kb.values.view import View
from kb.values.words import cell_words, with_clauses

FORM_NAMES = {field.name for field in FORM_FIELDS}
REGIME = ("standing", "layer", "question", "label", "in_short", "citation")
BRIEF = ("number", "what_is_so", "how_it_is_known")
COVERAGE = ("jurisdiction", "dimension", "cells", "answered", "none_found", "not_researched", "disputed", "unconfirmed", "stale")
SIMILAR = ("first", "second", "distance", "lower", "upper", "compared", "set_apart_by")
Asks = dict[str, str]
Rows = list[dict[str, str]]


@dataclass(frozen=True)
class Wanted:
    """The words of a marker: names, options of the view, the columns to show, and the form."""

    kind: str
    names: tuple[str, ...]
    asks: Asks
    columns: tuple[str, ...]
    form: Form

    def query(self) -> dict[str, Any]:
        """What a seal keeps of it."""
        return {"view": self.kind, "names": list(self.names), **self.asks, "columns": list(self.columns)}


def parse_view(kind: str, text: str) -> Wanted:
    """The words of a marker; MarkerError says what to write instead.

    >>> parse_view("query", "fines-by-authority platform=tiktok columns=name,total").columns
    ('name', 'total')
    """
    names, asks = [], dict[str, str]()
    for word in marker_words(text):
        name, equals, value = word.partition("=")
        if equals:
            asks[name.replace("-", "_")] = value.strip(QUOTES)
        else:
            names.append(word)
    try:
        form = Form.of({name: asks.pop(name) for name in list(asks) if name in FORM_NAMES})
    except UsageError as error:
        raise MarkerError(str(error)) from None
    columns = tuple(filter(None, asks.pop("columns", "").split(",")))
    return Wanted(kind, tuple(names), asks, columns, form)


def listed(release: Release, wanted: Wanted) -> Listed:
    """What a marker asks for, answered by a release; MarkerError says what to write instead."""
    try:
        title, about, rows = VIEWS[wanted.kind](release, wanted)
    except KnowledgeBaseError as error:
        raise MarkerError(str(error)) from None
    for name in wanted.columns:
        known("column", name, rows[0] if rows else wanted.columns)
    columns = wanted.columns or tuple(rows[0] if rows else ("nothing found",))
    shown = tuple(tuple(row[name] for name in columns) for row in rows)
    heads = tuple(name.replace("_", " ").capitalize() for name in columns)
    told = f"{about} Release {release.id}. {release.reader.base().terms.line}"
    return Listed(title, told, heads, shown, wanted.query(), release.id)


def _view(wanted: Wanted, *others: str) -> View:
    """What is asked besides the names, which are jurisdictions."""
    parts = [f"{name.replace('_', '-')}={said}" for name, said in wanted.asks.items() if name not in others]
    return View.from_marker(" ".join([*wanted.names, *parts]))


def _query(release: Release, wanted: Wanted) -> tuple[str, str, Rows]:
    from kb.asking.rows import QueryResult
    from kb.asking.sandbox import run_query
    from kb.naming.namespaces import shrink
    from kb.sparql.stored import library_queries

    stored = {one.name: one for one in library_queries()}
    if len(wanted.names) != 1:
        raise UsageError("name one stored query and its parameters: kb:query NAME parameter=value")
    found = stored[known("query", wanted.names[0], stored)]
    result = QueryResult(run_query(release, found.text, wanted.asks))
    rows = [{name: shrink(value) if value else "" for name, value in row.items()} for row in result]
    asked = ", ".join(f"{name} {value}" for name, value in wanted.asks.items())
    return found.summary.rstrip("."), f"Query {found.name}{f' ({asked})' if asked else ''}.", rows


def _changes(release: Release, wanted: Wanted) -> tuple[str, str, Rows]:
    from kb.clocks.change_causes import CAUSES
    from kb.clocks.changes import find_changes, parse_point

    if not {"from", "to"} <= wanted.asks.keys():
        raise UsageError("name two days, for example: kb:changes us eu from=2024-01-01 to=2026-06-01")
    view = _view(wanted, "from", "to")
    _, today = view.days()
    points = [parse_point(name, wanted.asks[name], today) for name in ("from", "to")]
    found = find_changes(release.reader, view, *points)
    names, questions = dict(found.end.jurisdictions), {head.id: head.text for head in found.end.questions}
    rows = [
        {
            "jurisdiction": names[one.jurisdiction],
            "question": questions[one.question],
            "before": with_clauses(cell_words(one.before)),
            "after": with_clauses(cell_words(one.after)),
            "why": CAUSES[one.cause],
        }
        for one in found.changes
    ]
    return "What changed: " + ", ".join(names.values()), f"Law from {points[0].as_of} to {points[1].as_of}.", rows


def _timeline(release: Release, wanted: Wanted) -> tuple[str, str, Rows]:
    from kb.cells.comparison import compare
    from kb.clocks.timeline import timeline

    if len(wanted.names) != 2:
        raise UsageError("name a jurisdiction and a question: kb:timeline PLACE QUESTION")
    view = _view(replace(wanted, names=wanted.names[:1])).but(questions=wanted.names[1:])
    spans = timeline(release.reader, view)
    table = compare(release.reader, view)
    rows = [{"from": one.start, "until": one.end or "open", "answer": with_clauses(cell_words(one.cell))} for one in spans]
    return f"{table.jurisdictions[0][1]}: {table.questions[0].text}", f"As known on {table.known_on}.", rows


def _regime(release: Release, wanted: Wanted) -> tuple[str, str, Rows]:
    from kb.clocks.regime import effective_regime
    from kb.wording.regime import rows

    view = _view(wanted)
    found = effective_regime(release.reader, view)
    chosen = [{name: row[name] for name in wanted.columns or REGIME} for row in rows(found)]
    return f"What applies in {view.place()}", f"Law as of {found.as_of}, as known on {found.known_on}.", chosen


def _similar(release: Release, wanted: Wanted) -> tuple[str, str, Rows]:
    from kb.cells.comparison import compare
    from kb.similarity.output import write_similarity
    from kb.similarity.similarity import similar

    table = compare(release.reader, _view(wanted))
    rows = list(_rows(write_similarity(similar(table), "csv", None), wanted.columns or SIMILAR))
    short = [row | {name: row[name][:5] for name in ("distance", "lower", "upper") if name in row} for row in rows]
    return "How far apart the regimes are", f"Law as of {table.as_of}, as known on {table.known_on}.", short


def _coverage(release: Release, wanted: Wanted) -> tuple[str, str, Rows]:
    from kb.cells.coverage import coverage
    from kb.wording.coverage import write_coverage

    view = _view(wanted)
    asked = {name: said for name, said in view.keywords().items() if name in ("jurisdictions", "as_of", "known_on")}
    rows = list(_rows(write_coverage(coverage(release, **asked), "csv"), wanted.columns or COVERAGE))
    return "What is coded and what is missing", f"Law as of {view.days()[0]}.", rows


def _rows(text: str, columns: tuple[str, ...]) -> Iterator[dict[str, str]]:
    for row in csv.DictReader(io.StringIO(text)):
        yield {known("column", name, row): row[name] for name in columns}


def _brief(release: Release, wanted: Wanted) -> tuple[str, str, Rows]:
    from kb.briefing.asked import Brief
    from kb.briefing.content import content

    parts = [f"{name.replace('_', '-')}={said}" for name, said in {**wanted.asks, "lang": wanted.form.lang}.items()]
    found = content(release, Brief.from_marker(" ".join([*wanted.names, *parts])))
    rows = [
        {"number": str(n), "what_is_so": one.text, "how_it_is_known": one.caution, "kind": one.kind}
        for n, one in enumerate(found.sentences, 1)
    ]
    shown = [{name: row[name] for name in wanted.columns or BRIEF} for row in rows]
    return found.title, found.days, shown


VIEWS: dict[str, Callable[[Release, Wanted], tuple[str, str, Rows]]] = {
    "query": _query, "changes": _changes, "timeline": _timeline, "regime": _regime, "similar": _similar, "coverage": _coverage,
    "brief": _brief,
}  # fmt: skip
