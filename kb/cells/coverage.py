"""What is coded and what is not: answered cells, absences by type, disputes, what is unconfirmed, and what is only last known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Unpack

from kb.cells.comparison import ask, choose_questions, table_at
from kb.cells.large_tables import matrices
from kb.naming.names import known
from kb.release.release import Release
from kb.values.model import STATES, Cell, QuestionHead
from kb.values.spelt_out import spelt_out
from kb.values.view import Keywords, Names, View, asked_view

if TYPE_CHECKING:
    from kb.cells.matrix import Matrix


@dataclass(frozen=True)
class Coverage:
    """Counts of cells of one jurisdiction in one dimension (or in all: ``*``)."""

    jurisdiction: str
    dimension: str
    cells: int
    answered: int
    none_found: int
    not_applicable: int
    silent: int
    not_researched: int
    withheld: int
    disputed: int
    unconfirmed: int
    stale: int


@dataclass(frozen=True)
class _Seen:
    """What counts of one cell; ``stale`` says that it is only last known on the day asked."""

    jurisdiction: str
    dimension: str
    state: str
    disputed: bool
    unconfirmed: bool
    stale: bool


def researched(release: Release) -> list[str]:
    """Jurisdictions with claims or absences, those with the most first."""
    counts = release.reader.claim_counts()
    return sorted(counts, key=lambda slug: (-counts[slug], slug))


@spelt_out(Keywords)
def coverage(opened: Release, jurisdictions: View | Names = (), **asked: Unpack[Keywords]) -> list[Coverage]:
    """Coverage of each jurisdiction (all researched ones unless named) by dimension and in all.

    Takes a view, or jurisdictions and keywords. Raises UsageError for a name that does not exist or a date that is none.
    """
    view, reader = asked_view(jurisdictions, **asked), opened.reader
    point, heads = ask(reader, view), choose_questions(reader.questions(), view.questions, view.dimensions)
    names = reader.jurisdictions()
    places = [known("jurisdiction", slug, names) for slug in view.jurisdictions or researched(opened)]
    found = matrices(reader, places, [point], heads)
    if found:
        seen = list(_seen_in_matrix(found[0], reader.questions()))
    else:
        seen = [_seen_in(cell, reader.questions()) for cell in table_at(reader, places, heads, point).cells]
    grouped: dict[tuple[str, str], list[_Seen]] = {}
    for one in seen:
        for dimension in ("*", one.dimension):
            grouped.setdefault((one.jurisdiction, dimension), []).append(one)
    dimensions = ["*", *dict.fromkeys(head.dimension for head in heads)]
    return [_count(slug, name, grouped[slug, name]) for slug in places for name in dimensions]


def _seen_in(cell: Cell, questions: Mapping[str, QuestionHead]) -> _Seen:
    claim = cell.winner.claim if cell.winner else None
    unconfirmed = claim is not None and claim.checked == "background"
    return _Seen(cell.jurisdiction, questions[cell.question].dimension, cell.state, cell.disputed, unconfirmed, cell.last_known)


def _seen_in_matrix(found: Matrix, questions: Mapping[str, QuestionHead]) -> Iterator[_Seen]:
    columns = (found.state, found.disputed, found.winner, found.last_known)
    rows = zip(found.questions, *(column.tolist() for column in columns), strict=True)
    background = found.table.columns["background"]
    for question, *values in rows:
        for slug, state, disputed, winner, last_known in zip(found.jurisdictions, *values, strict=True):
            unconfirmed = winner >= 0 and bool(background[winner])
            yield _Seen(slug, questions[question].dimension, STATES[state], disputed, unconfirmed, last_known)


def _count(jurisdiction: str, dimension: str, cells: list[_Seen]) -> Coverage:
    states = {state.replace("-", "_"): sum(cell.state == state for cell in cells) for state in STATES}
    return Coverage(
        jurisdiction=jurisdiction,
        dimension=dimension,
        cells=len(cells),
        **states,
        disputed=sum(cell.disputed for cell in cells),
        unconfirmed=sum(cell.unconfirmed for cell in cells),
        stale=sum(cell.stale for cell in cells),
    )
