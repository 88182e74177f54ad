"""The answer to each operation as JSON text, the same to the byte as the command of that name writes it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from kb.cells.comparison import choose_questions, compare
from kb.cells.coverage import coverage
from kb.checking.checked import check, write_checked
from kb.checking.draft_text import from_paragraphs
from kb.clocks.changes import Changes, find_changes, parse_point
from kb.clocks.regime import effective_regime
from kb.clocks.release_changes import find_release_changes
from kb.clocks.timeline import timeline
from kb.clocks.timeline import to_json as intervals_json
from kb.doors.asked import Asked
from kb.errors import KnowledgeBaseError, UsageError
from kb.explanation.explain import explain
from kb.explanation.formats import write_explanation
from kb.graph.statements import source_names, statements_of
from kb.naming import iris
from kb.opening.current import open_named
from kb.profiles.as_json import entity_json
from kb.release.current_link import RELEASES
from kb.release.release import Release, home_folder
from kb.saving import as_json
from kb.searching.hits import as_plain
from kb.searching.search import search
from kb.tables import write_table
from kb.texts.searching import search_texts
from kb.wording.changes import steps_of
from kb.wording.changes import to_json as changes_json
from kb.wording.coverage import write_coverage
from kb.wording.regime import write_regime
from kb.wording.statements import write_sources, write_statements

MOST_HITS = 20


def answer(release: Release, asked: Asked) -> str:
    """What a release says to what is asked; raises what :mod:`kb.errors` names."""
    return ANSWERS[asked.operation.name](release, asked)


def _compare(release: Release, asked: Asked) -> str:
    return write_table(compare(release.reader, asked.view), "json")


def _explain(release: Release, asked: Asked) -> str:
    comparison = compare(release.reader, asked.view)
    return write_explanation(release, explain(release, comparison, *asked.view.cell()), "json")


def _regime(release: Release, asked: Asked) -> str:
    return write_regime(effective_regime(release.reader, asked.view, without=asked.own.get("without", ())), "json")


def _timeline(release: Release, asked: Asked) -> str:
    return as_json(intervals_json(timeline(release.reader, asked.view)))


def _changes(release: Release, asked: Asked) -> str:
    found = changes_of(release, asked)
    return as_json(changes_json(found, steps_of(release, found)))


def changes_of(release: Release, asked: Asked) -> Changes:
    """What changed from a day to another (``from``, ``to``, else today), or between two releases (``older``, ``newer``)."""
    start, end, older, newer = map(asked.text, ("from", "to", "older", "newer"))
    if older and newer and not (start or end):
        readers = [open_named(_home(release), name).reader for name in (older, newer)]
        return find_release_changes(readers[0], readers[1], asked.view)
    if not start or older or newer or asked.view.as_of:
        raise UsageError(
            "name a day, from, and perhaps a later one, to, or two releases, older and newer; as_of goes with releases"
        )
    _, today = asked.view.days()
    points = [replace(parse_point(*pair, today), policy=asked.view.policy) for pair in (("from", start), ("to", end or today))]
    return find_changes(release.reader, asked.view.but(policy=None), *points)


def _home(release: Release) -> Path | None:
    """Where a release is kept beside others; None where an endpoint has them."""
    return release.path.parent.parent if release.path.parent.name == RELEASES and not release.is_elsewhere else None


def _entity(release: Release, asked: Asked) -> str:
    return as_json(entity_json(release, asked.text("entity") or ""))


def _search(release: Release, asked: Asked) -> str:
    words, limit = asked.text("words") or "", asked.number("limit", MOST_HITS)
    found, law = search(release, words, limit), search_texts(words, limit)
    if not found and not law:
        raise KnowledgeBaseError(f"nothing found for {words!r}")
    return as_json({**as_plain(found), "law": [{"kind": "law", **asdict(hit)} for hit in law]})


def _coverage(release: Release, asked: Asked) -> str:
    return write_coverage(coverage(release, asked.view), "json")


def _due(release: Release, asked: Asked) -> str:
    from kb.due.items import due  # needs an extra that an answer to anything else does not
    from kb.due.written import Asked as Listed
    from kb.due.written import write_due

    by, known_on = asked.text("by"), asked.view.known_on
    day = known_on.isoformat() if known_on else None
    items = due(release, asked.view.jurisdictions, by, day)
    return write_due(items, Listed.on(release.id, day, by, asked.view.jurisdictions), "json")


def _claims(release: Release, asked: Asked) -> str:
    source = asked.text("source")
    if source is None:
        return write_sources(source_names(release), "json")
    statements = statements_of(release, source)
    return write_statements(release.reader.head(iris.entity("source", source)), statements, release.id, "json")


def _check(release: Release, asked: Asked) -> str:
    sentences = from_paragraphs([asked.text("text") or ""])
    return write_checked(check(release, sentences, *asked.view.days()), "json")


def _questions(release: Release, asked: Asked) -> str:
    told = [
        {
            "id": head.id,
            "dimension": head.dimension,
            "text": head.text,
            "scale": head.scale,
            "answers": [{"id": slug, "label": label} for slug, label in head.answers],
        }
        for head in choose_questions(release.reader.questions(), (), ())
    ]
    return as_json({"release": release.id, "questions": told})


def _jurisdictions(release: Release, asked: Asked) -> str:
    counts = release.reader.claim_counts()
    told = [{"id": slug, "name": name, "claims": counts.get(slug, 0)} for slug, name in release.reader.jurisdictions().items()]
    return as_json({"release": release.id, "jurisdictions": told})


def _releases(release: Release, asked: Asked) -> str:
    from kb.keeping.kept import kept_releases

    told: list[dict[str, Any]] = [
        {"id": one.id, "published": one.published.isoformat(), "format": one.format, "current": one.is_current}
        for one in kept_releases(_home(release) or home_folder())
    ]
    return as_json({"releases": told})


ANSWERS: dict[str, Callable[[Release, Asked], str]] = {
    "compare": _compare,
    "explain": _explain,
    "regime": _regime,
    "changes": _changes,
    "timeline": _timeline,
    "entity": _entity,
    "search": _search,
    "coverage": _coverage,
    "due": _due,
    "claims": _claims,
    "check": _check,
    "questions": _questions,
    "jurisdictions": _jurisdictions,
    "releases": _releases,
}
