"""The table before and after an amendment, computed in memory before anything is written or built."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pyoxigraph import NamedNode, Store

from kb.amending.amendment import Amendment
from kb.amending.worth import Worth, worths
from kb.building.edit_check import EditedBase, problems_of_edit
from kb.building.hygiene import run_checks
from kb.building.places import FACTS_GRAPH, problem_at
from kb.clocks.timeline import Interval, look, timeline
from kb.loaders.facts import read_changed, read_facts
from kb.loaders.known import known_of
from kb.loaders.problems import CuratedDataError
from kb.loaders.record.statements import statements_of
from kb.loaders.records import Facts
from kb.projection import project, project_files
from kb.projection.ontology import ontology_quads
from kb.release.graph_reader import GraphReader
from kb.release.rows import Row
from kb.sparql.stored import stored_query
from kb.values.model import Cell
from kb.values.words import status_words

Course = list[Interval]


@dataclass(frozen=True)
class CellChange:
    """What a cell says before and after, from one day of the law to another (None: open)."""

    jurisdiction: str
    question: str
    platform: str | None
    start: str
    end: str | None
    before: Cell | None
    after: Cell | None


class _Draft:
    """A store in memory as a release to ask."""

    id = "draft"

    def __init__(self, store: Store) -> None:
        self.store = store

    def rows(self, query: str, **parameters: str) -> Iterator[Row]:
        """Rows of a stored query."""
        solutions: Any = self.store.query(stored_query(query).with_values(parameters))
        names = [variable.value for variable in solutions.variables]
        for solution in solutions:
            yield {name: term.value if term is not None else None for name, term in zip(names, solution, strict=True)}


def cell_changes(root: Path, amendment: Amendment, known_on: str) -> list[CellChange]:
    """Every cell that says something else after an amendment, span by span; CuratedDataError if the facts were then wrong."""
    return drafted(root, amendment, known_on)[0]


def drafted(root: Path, amendment: Amendment, known_on: str) -> tuple[list[CellChange], list[Worth]]:
    """The same, and what each statement was worth and is."""
    store = Store()
    store.bulk_extend(project(amendment.facts))
    store.bulk_extend(ontology_quads())
    with tempfile.TemporaryDirectory() as folder:
        copy = shutil.copytree(root, Path(folder) / root.name)
        for name, text in amendment.texts.items():
            (copy / name).write_text(text, encoding="utf-8")
        known = known_of(amendment.facts)
        facts = read_changed(copy, amendment.texts, known)
        if facts is None:  # another number is answered, and a number is stated with its question, in another file
            facts = read_facts(copy)
            known = known_of(facts)
        cells = _cells(amendment)
        before = _courses(store, cells, known_on)
        graphs = dict(zip(facts.files, project_files(facts, known), strict=True))
        _change(store, copy, graphs)
        after = _courses(store, cells, known_on)
        worth = list(worths(amendment, facts))
    return [change for cell in cells for change in _differences(cell, before[cell], after[cell])], worth


def told(changes: list[CellChange]) -> str:
    """The changes of the table in lines of text."""
    lines = []
    for one in changes:
        platform = f" ({one.platform})" if one.platform else ""
        lines += [f"{one.jurisdiction} {one.question}{platform}, {one.start} to {one.end or 'open'}"]
        lines += [f"  before: {_said(one.before)}", f"  after:  {_said(one.after)}"]
    return "\n".join(lines or ["no cell of the table changes"]) + "\n"


def _change(store: Store, root: Path, graphs: dict[str, Any]) -> None:
    """Put the changed files into the store; CuratedDataError if a shape or a check refuses them."""
    named = {FACTS_GRAPH + name: quads for name, quads in graphs.items()}
    broken = problems_of_edit(EditedBase(store, named))
    for name, quads in named.items():
        store.remove_graph(NamedNode(name))
        store.extend(quads)
    errors, _ = run_checks(store, root)
    if broken or errors:
        raise CuratedDataError([*errors, *(problem_at(store, root, node, message) for node, message in broken)])


def _cells(amendment: Amendment) -> list[tuple[str, str, str | None]]:
    """Cells that the statements bear on: of the claims themselves, and of the claims of the text whose event is another."""
    facts, found = amendment.facts, dict[tuple[str, str, str | None], None]()
    also = (one.statement for one in amendment.also if one.statement)
    for statement in (*amendment.withdrawn, *also):
        claims = [statement] if statement.question else list(statements_of(facts, statement.file))
        for claim in (claim for claim in claims if claim.question and not claim.withdrawn_on):
            place = str(claim.meaning.get("jurisdiction") or claim.file.split("/")[1].removesuffix(".yaml"))
            platforms = {None, claim.meaning.get("platform")}
            for order in (place, *_federations(facts, place)):
                found |= {(order, claim.question, str(one) if one else None): None for one in platforms}
    return sorted(found, key=lambda cell: (cell[0], cell[1], cell[2] or ""))


def _federations(facts: Facts, place: str) -> list[str]:
    """What a place is a part of, where the answers of parts count."""
    own = facts.jurisdictions[place]
    return [tie.in_ for tie in own.member_of] if own.kind == "state" else []


def _courses(store: Store, cells: list[tuple[str, str, str | None]], known_on: str) -> dict[tuple[str, str, str | None], Course]:
    reader = GraphReader(_Draft(store))
    return {cell: timeline(reader, cell[0], cell[1], known_on=known_on, platform=cell[2]) for cell in cells}


def _differences(cell: tuple[str, str, str | None], before: Course, after: Course) -> Iterator[CellChange]:
    """The spans in which two courses of one cell look different."""
    days = sorted({one.start for one in (*before, *after)})
    last: CellChange | None = None
    for start, end in zip(days, [*days[1:], None], strict=True):
        old, new = _at(before, start), _at(after, start)
        if (look(old) if old else None) == (look(new) if new else None):
            continue
        if last and last.end == start and _alike(last.before, old) and _alike(last.after, new):
            last = CellChange(*cell, last.start, end, old, new)
            continue
        if last:
            yield last
        last = CellChange(*cell, start, end, old, new)
    if last:
        yield last


def _alike(one: Cell | None, other: Cell | None) -> bool:
    return (look(one) if one else None) == (look(other) if other else None)


def _at(course: Course, day: str) -> Cell | None:
    return next((one.cell for one in course if one.start <= day < (one.end or "9999-12-31")), None)


def _said(cell: Cell | None) -> str:
    if cell is None:
        return "nothing in the record"
    status = f" ({status_words(cell)})" if cell.legal_status else ""
    return f"{cell.label}{status}. {cell.in_short}"
