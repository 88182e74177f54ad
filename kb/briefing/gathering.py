"""What a release has to say to a brief: the table on both rules, the changes since, what is open, what is set for later."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import combinations

from kb.briefing.asked import Brief
from kb.briefing.deeds import owners, running, with_deeds, with_runs
from kb.briefing.finding import Coming, Event, Material, apart
from kb.briefing.pending import of_others
from kb.briefing.rules import Rules, rules
from kb.briefing.steps import events_of, heavier_for
from kb.cells.comparison import compare
from kb.cells.layers import UNION
from kb.clocks.changes import Point, find_changes
from kb.errors import UsageError
from kb.graph.happenings import Happening, happenings
from kb.graph.limits import event_of, limits_of
from kb.naming import iris
from kb.release.matters import open_matters
from kb.release.release import Release
from kb.values.matters import CellName, OpenMatter
from kb.values.model import Comparison, StoredClaim, StoredEvent
from kb.values.status import bears_on
from kb.values.view import View

COMING_KINDS = ("applies", "in-force", "repealed", "deadline", "expired")


@dataclass
class Touched:
    """Of a dossier: the claims that rest on it, each with its cell, and the cells that hang on a matter in it."""

    claims: list[tuple[CellName, StoredClaim]] = field(default_factory=list)
    hanging: set[CellName] = field(default_factory=set)

    def by(self, event: StoredEvent | None) -> set[CellName]:
        """The cells that an event may change: of one on single provisions or persons those whose claims it bears on.

        Where it concerns the whole text, and where no claim rests on its provisions, all that rest or hang on the text.
        """
        is_limited = event is not None and bool(event.covers or event.reaches)
        bearing = {cell for cell, claim in self.claims if event and is_limited and bears_on(event, claim)}
        return bearing or {cell for cell, _ in self.claims} | self.hanging


def gather(release: Release, brief: Brief) -> Material:
    """Everything that a brief is made from; UsageError for what the release does not have."""
    known_rules, asked = rules(), brief.on()
    if asked.start >= asked.view.days()[0]:
        raise UsageError(f"--since {asked.start}: name a day before the day of the law, {asked.view.days()[0]}")
    view = table_view(release, asked.view, known_rules)
    table = compare(release.reader, view)
    every = tuple(_open(release, table))
    others = of_others(release, table.platform) if table.platform else frozenset()
    matters = tuple(one for one in every if one.in_ not in others)
    coming = tuple(_coming(release, table, matters, known_rules))
    events = _events(release, view, table, asked.start, known_rules)
    reader, titles = release.reader, _titles(release, every)
    known = (reader.base(), reader.jurisdictions(), True, every, titles)
    of_it = (running(release, table), owners(release, table)) if table.platform else ()
    return Material(known_rules, table, events, coming, matters, asked.start, *known, *of_it)


def _events(release: Release, view: View, table: Comparison, since: str, known_rules: Rules) -> tuple[Event, ...]:
    """What changed since a day, the heaviest first; as it reached the platform that is asked for, with who runs it, by day."""
    points = (Point(day, table.known_on) for day in (since, table.as_of))
    if table.platform is None or table.scope == "general":  # as Material.is_by_day says
        return with_deeds(release, events_of(find_changes(release.reader, view, *points), known_rules, since), table)
    reaching = find_changes(release.reader, view.but(scope="reaches"), *points)
    events = heavier_for(events_of(reaching, known_rules, since), table.platform, known_rules.events_of_a_platform)
    return with_runs(release, with_deeds(release, events, table), table, since)


def table_view(release: Release, view: View, known_rules: Rules) -> View:
    """The view of the table: the dimensions of the topics, the general rule beside that of the platform.

    Without topics and questions the dimensions in which the places differ most; UsageError for no place.
    """
    if not view.jurisdictions:
        raise UsageError("name the places that the brief is about")
    dimensions = [head.dimension for head in release.reader.questions().values()]
    named = known_rules.dimensions(view.dimensions, dimensions)
    scope = view.scope or ("both" if view.platform else None)
    if named or view.questions:
        return view.but(dimensions=named, scope=scope)
    most = most_different(compare(release.reader, view.but(scope=scope)), known_rules)
    return view.but(dimensions=most, scope=scope)


def most_different(table: Comparison, known_rules: Rules) -> tuple[str, ...]:
    """The dimensions in which the places of a table differ most, in the order of the codebook."""
    far: dict[str, list[float]] = {}
    for head in table.questions:
        row = [table.cell(slug, head.id) for slug, _ in table.jurisdictions]
        lengths = [apart(head, one, other) for one, other in combinations(row, 2)] or [0.0]
        far.setdefault(head.dimension, []).append(sum(lengths) / len(lengths) * known_rules.question(head.id))
    ranked = sorted(far, key=lambda dimension: -sum(far[dimension]) / len(far[dimension]))
    most = set(ranked[: known_rules.dimensions_without_topics])
    return tuple(dimension for dimension in far if dimension in most)


def _titles(release: Release, matters: tuple[OpenMatter, ...]) -> dict[str, str]:
    """How the texts and cases are called in which matters are open."""
    known = release.catalogue.entities
    return {one.in_: known[one.in_].label for one in matters if iris.kind(iris.ID + one.in_) in ("case", "instrument")}


def _open(release: Release, table: Comparison) -> Iterator[OpenMatter]:
    """The matters that are open on the day of the table and could change one of its cells."""
    cells = {(cell.jurisdiction, cell.question) for cell in table.cells}
    for matter in open_matters(release):
        if matter.is_open(table.as_of, table.known_on) and cells & set(matter.cells):
            yield matter


def _coming(release: Release, table: Comparison, matters: tuple[OpenMatter, ...], known_rules: Rules) -> Iterator[Coming]:
    """What is set for a later day in a text on which answers of the table rest or hang, the nearest first."""
    today = datetime.date.fromisoformat(table.as_of)
    last = today + datetime.timedelta(days=round(known_rules.years_ahead * 365.25))
    touched = _touched(release, table, matters)
    for one in happenings(release, (today + datetime.timedelta(days=1)).isoformat(), last.isoformat()):
        found = touched.get(one.dossier.iri.removeprefix(iris.ID))
        if found and one.kind in COMING_KINDS and (cells := found.by(event_of(release, one))):
            told = _said(one, tuple(sorted(cells)))
            yield replace(told, dossier=release.reader.head(one.dossier.iri), limits=limits_of(release, one))


def _said(one: Happening, cells: tuple[CellName, ...]) -> Coming:
    return Coming(one.shown_on, cells[0][0], one.dossier.label, one.kind, one.kind_label, one.says, cells)


def _touched(release: Release, table: Comparison, matters: tuple[OpenMatter, ...]) -> dict[str, Touched]:
    """Of each dossier the cells of the table that rest on it, in whatever time, or hang on it."""
    reader, found = release.reader, dict[str, Touched]()
    places = {slug: slug for slug, _ in table.jurisdictions} | _parts(release, table)
    for head in table.questions:
        for claim in reader.history(head.id, list(places)):
            own = places[claim.jurisdiction] == claim.jurisdiction
            if claim.dossier and claim.retracted_on > table.known_on and (own or head.from_parts):
                own_cell = (places[claim.jurisdiction], head.id)
                found.setdefault(claim.dossier.removeprefix(iris.ID), Touched()).claims.append((own_cell, claim))
    cells = {(cell.jurisdiction, cell.question) for cell in table.cells}
    for matter in matters:
        found.setdefault(matter.in_, Touched()).hanging.update(cells & set(matter.cells))
    return found


def _parts(release: Release, table: Comparison) -> dict[str, str]:
    """Parts of the federations in the table, each with its whole."""
    ties, kinds = release.reader.memberships(), release.reader.kinds()
    wholes = {slug for slug, _ in table.jurisdictions if kinds.get(slug) != UNION}
    return {
        part: tie.of
        for part, held in ties.items()
        for tie in held
        if tie.of in wholes and tie.start <= table.as_of < tie.until and part not in dict(table.jurisdictions)
    }
