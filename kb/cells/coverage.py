"""What is coded and what is not: answered cells, absences by type, disputes, unconfirmed ones, and those due to be read again."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Unpack

from kb.cells.comparison import ask, choose_questions, table_at
from kb.cells.due import due_cells, keeps_until
from kb.cells.large_tables import matrices
from kb.cells.place_names import known_places
from kb.release.release import Release
from kb.values.matters import CellName
from kb.values.model import STATES, Cell, QuestionHead
from kb.values.spelt_out import spelt_out
from kb.values.view import Keywords, Names, View, asked_view

if TYPE_CHECKING:
    from kb.cells.layered_matrix import LayeredMatrix

ANSWERED = "answered"


@dataclass(frozen=True)
class Coverage:
    """Counts of cells of one jurisdiction in one dimension (or in all: ``*``); ``stale`` ones are due to be read again.

    ``last_known`` ones are told as last known only: the day asked lies beyond their evidence and its days of grace. Of the
    ``answered`` ones ``own`` are by the law of the jurisdiction itself, ``handed_down`` by that of a union or federation.
    """

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
    last_known: int
    own: int
    handed_down: int


@dataclass(frozen=True)
class _Seen:
    """What counts of one cell; ``asserted_on`` is the day on which its winning claim was coded, None where none won."""

    jurisdiction: str
    question: str
    dimension: str
    state: str
    disputed: bool
    unconfirmed: bool
    asserted_on: str | None
    last_known: bool
    handed_down: bool


def researched(release: Release) -> list[str]:
    """Jurisdictions with claims or absences, those with the most first."""
    counts = release.reader.claim_counts()
    return sorted(counts, key=lambda slug: (-counts[slug], slug))


def compared(release: Release) -> list[str]:
    """Jurisdictions researched on the whole codebook: those with statements for half of its questions or more.

    All that were researched where none was researched so far; the others are parts, coded for single questions.
    """
    counts, least = release.reader.claim_counts(), len(release.reader.questions()) / 2
    return [slug for slug in researched(release) if counts[slug] >= least] or researched(release)


@spelt_out(Keywords)
def coverage(opened: Release, jurisdictions: View | Names = (), **asked: Unpack[Keywords]) -> list[Coverage]:
    """Coverage of each jurisdiction by dimension and in all: of those named, in that order, else of all researched ones, those
    with the most answers of their own first.

    Takes a view, or jurisdictions and keywords. Raises UsageError for a name that does not exist or a date that is none.
    """
    view, reader = asked_view(jurisdictions, **asked), opened.reader
    point, heads = ask(reader, view), choose_questions(reader.questions(), view.questions, view.dimensions)
    places = known_places(reader, view.jurisdictions or researched(opened), point.as_of)
    found = matrices(reader, places, [point], heads)
    if found:
        seen = list(_seen_in_matrix(found[0], reader.questions()))
    else:
        seen = [_seen_in(cell, reader.questions()) for cell in table_at(reader, places, heads, point).cells]
    due = due_cells(opened, point.known_on)
    grouped: dict[tuple[str, str], list[_Seen]] = {}
    for one in seen:
        for dimension in ("*", one.dimension):
            grouped.setdefault((one.jurisdiction, dimension), []).append(one)
    dimensions = ["*", *dict.fromkeys(head.dimension for head in heads)]
    counted = [[_count(slug, name, grouped[slug, name], point.known_on, due) for name in dimensions] for slug in places]
    if not view.jurisdictions:
        counted.sort(key=lambda rows: -rows[0].own)
    return list(chain.from_iterable(counted))


def _seen_in(cell: Cell, questions: Mapping[str, QuestionHead]) -> _Seen:
    claim = cell.winner.claim if cell.winner else None
    coded = claim.asserted_on if claim else None
    unconfirmed = claim is not None and claim.checked == "background"
    kind = questions[cell.question].dimension
    marks = (cell.state, cell.disputed, unconfirmed, coded, cell.last_known, cell.layer is not None)
    return _Seen(cell.jurisdiction, cell.question, kind, *marks)


def _seen_in_matrix(found: LayeredMatrix, questions: Mapping[str, QuestionHead]) -> Iterator[_Seen]:
    marks = (found.state, found.disputed, found.last_known, found.winner, found.handed_down)
    rows = zip(found.questions, *(one.tolist() for one in marks), strict=True)
    background, asserted = (found.table.columns[name] for name in ("background", "asserted_on"))
    for question, *values in rows:
        for slug, state, disputed, last, winner, down in zip(found.jurisdictions, *values, strict=True):
            won = winner >= 0
            coded = datetime.date.fromordinal(asserted[winner]).isoformat() if won else None
            unconfirmed = won and bool(background[winner])
            yield _Seen(slug, question, questions[question].dimension, STATES[state], disputed, unconfirmed, coded, last, down)


def _count(jurisdiction: str, dimension: str, cells: list[_Seen], known_on: str, due: Collection[CellName]) -> Coverage:
    states = {state.replace("-", "_"): sum(cell.state == state for cell in cells) for state in STATES}
    return Coverage(
        jurisdiction=jurisdiction,
        dimension=dimension,
        cells=len(cells),
        **states,
        disputed=sum(cell.disputed for cell in cells),
        unconfirmed=sum(cell.unconfirmed for cell in cells),
        stale=sum((cell.jurisdiction, cell.question) in due or _is_old(cell.asserted_on, known_on) for cell in cells),
        last_known=sum(cell.last_known for cell in cells),
        own=sum(cell.state == ANSWERED and not cell.handed_down for cell in cells),
        handed_down=sum(cell.state == ANSWERED and cell.handed_down for cell in cells),
    )


def is_stale(cell: Cell, known_on: str) -> bool:
    """Whether the winning claim is so old on the day of the record that it is to be read again."""
    return cell.winner is not None and _is_old(cell.winner.claim.asserted_on, known_on)


def _is_old(coded: str | None, known_on: str) -> bool:
    return coded is not None and keeps_until(coded) < known_on
