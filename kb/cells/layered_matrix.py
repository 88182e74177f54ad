"""The whole table as arrays, with the law of unions and federations laid over that of each jurisdiction.

Every value equals that of the cell which :func:`kb.cells.comparison.compare` computes; tests compare the two.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from zlib import crc32

import numpy as np

from kb.cells.chosen_rows import ChosenRows
from kb.cells.layers import layers_of, orders_read, parts_of
from kb.cells.left_out import classes_without
from kb.cells.matrix import ANSWERED, LOOKED_AT, Matrix, holds_on, matrix, taken
from kb.cells.orders import Asked
from kb.release.cell_table import LEFT, NEVER, NONE, CellTable
from kb.release.reader import Reader
from kb.release.text_columns import Column
from kb.values.evidence import GRADES
from kb.values.matters import open_cells
from kb.values.model import STATES, QuestionHead
from kb.values.resolution import AUTHORITY_RANK

NOT_APPLICABLE = STATES.index("not-applicable")
Place = tuple[int, int]


@dataclass(frozen=True)
class InParts:
    """The cell of a federation that has the rule in some of its parts only: its answer, and a number for its sentence."""

    value: int
    said: int


@dataclass(frozen=True)
class LayeredMatrix(Matrix):
    """The arrays of a whole table; ``source`` is for each cell the column of ``own`` whose law decides it, ``left_out`` says
    which cells nothing decides since the law is for a class that the platform asked for is not in."""

    own: Matrix
    source: Column
    in_parts: Mapping[Place, InParts]
    sooner: Column
    left_out: Column

    @cached_property
    def last_known(self) -> Column:
        """Which cells show what was known last, sooner where a matter is open."""
        stands = np.where(self._stands_until < NEVER, self._stands_until - self.sooner, NEVER)
        last: Column = (self.winner >= 0) & (self.days[0] > stands)
        return last

    @cached_property
    def state(self) -> Column:
        """How each cell is filled."""
        found = np.where(self.left_out & (self.winner < 0), NOT_APPLICABLE, super().state)
        return self._with_parts(found, dict.fromkeys(self.in_parts, ANSWERED))

    @cached_property
    def handed_down(self) -> Column:
        """Which cells show the law of a union or federation that the jurisdiction belongs to."""
        found: Column = (self.winner >= 0) & (self.source != np.arange(len(self.jurisdictions)))
        return found

    @cached_property
    def answer(self) -> Column:
        """The answer of each cell that has one."""
        return self._with_parts(super().answer, {place: one.value for place, one in self.in_parts.items()})

    @cached_property
    def said(self) -> Column:
        """A number for the sentence that each cell shows; those of federations in parts only are negative."""
        return self._with_parts(super().said.astype(np.int64), {place: one.said for place, one in self.in_parts.items()})

    @cached_property
    def disputed(self) -> Column:
        """Whether a claim contradicts the deciding one."""
        found = np.take_along_axis(self.own.disputed, self.source, axis=1)
        return self._with_parts(found & (self.winner >= 0), dict.fromkeys(self.in_parts, 0))

    def places(self, chosen: Column) -> dict[str, list[str]]:
        """The jurisdictions of the chosen cells by question; a question without any is left out."""
        found: dict[str, list[str]] = {}
        for line, column in zip(*(numbers.tolist() for numbers in chosen.nonzero()), strict=True):
            found.setdefault(self.questions[line], []).append(self.jurisdictions[column])
        return found

    def searched_anew(self, other: Matrix) -> Column:
        """Which cells have no answer in either, and differ from those of the other in what is told of the search alone."""
        anew: Column = (self.answer == NONE) & ~self._any_differs(other, *LOOKED_AT) & self._any_differs(other, "said")
        return anew

    def evidence_days(self, questions: Mapping[str, QuestionHead]) -> Counter[str]:
        """To which days the evidence of the cells goes, as ISO dates, with how many of them go to each."""
        usual = np.array([questions[name].keeps_good[0] for name in self.questions])[:, None]
        stands = self._stands_until
        days, cells = np.unique((stands - usual)[(self.winner >= 0) & (stands > 0) & (stands < NEVER)], return_counts=True)
        return Counter(
            {datetime.date.fromordinal(day).isoformat(): n for day, n in zip(days.tolist(), cells.tolist(), strict=True)}
        )

    @staticmethod
    def _with_parts(values: Column, instead: Mapping[Place, int]) -> Column:
        found = values.copy()
        for place, value in instead.items():
            found[place] = value
        return found


def layered_matrix(
    reader: Reader,
    table: CellTable,
    point: Asked,
    *,
    questions: Sequence[str] | None = None,
    jurisdictions: Sequence[str] | None = None,
) -> LayeredMatrix:
    """The table at a point: of all questions and jurisdictions unless some are named, in that order."""
    places = tuple(table.words.jurisdictions if jurisdictions is None else jurisdictions)
    read = orders_read(reader, places, point.as_of)
    read = [*places, *(name for name in read if name not in places)]
    own = matrix(table, point.as_of, point.known_on, point.platform, point.scope, questions=questions, jurisdictions=read)
    source = _sources(reader, own, places, point.as_of)
    winner = np.take_along_axis(own.winner, source, axis=1)
    parts = _Parts(reader, own, point.as_of)
    in_parts: dict[Place, InParts] = {}
    for place in parts.candidates(places, source):
        if found := parts.of(place):
            in_parts[place], winner[place] = found
    unread = _unread(table, winner, point.evidence)
    winner[unread] = NONE
    in_parts = {place: one for place, one in in_parts.items() if not unread[place]}
    return LayeredMatrix(
        table,
        own.questions,
        places,
        winner,
        own.held,
        own.first,
        own.cells,
        own.named,
        own.days,
        own,
        source,
        in_parts,
        _sooner(reader, table, winner, point),
        _left_out(reader, own, places, point) & ~unread,
    )


def _left_out(reader: Reader, own: Matrix, places: tuple[str, ...], point: Asked) -> Column:
    """The cells whose own law answers for a class that the platform asked for is not in (see :mod:`kb.cells.left_out`)."""
    table, found = own.table, np.zeros((len(own.questions), len(places)), bool)
    if point.scope != "reaches" or point.platform is None:
        return found
    words, chosen = table.words, ChosenRows(table, own.questions, places)
    without = np.zeros((len(words.parties) + 1, len(words.jurisdictions)), bool)
    for party, place in classes_without(reader.platforms().values(), point.platform, point.as_of):
        if party in words.parties and place in words.jurisdictions:
            without[words.parties.index(party), words.jurisdictions.index(place)] = True
    columns = {name: table.columns[name][chosen.rows] for name in ("platform", "party", "state", "authority", "cell")}
    by_law = (columns["state"] == ANSWERED) & (columns["authority"] == AUTHORITY_RANK["law"]) & (columns["platform"] == NONE)
    missed = (
        holds_on(table, chosen.rows, own.days) & by_law & without[columns["party"], columns["cell"] % len(words.jurisdictions)]
    )
    found.reshape(-1)[chosen.kept(missed)[1]] = True
    return found


def _sooner(reader: Reader, table: CellTable, winner: Column, point: Asked) -> Column:
    """By how many days the claim that decides each cell keeps good for a shorter time, since a matter is open."""
    less = np.zeros(len(table.words.questions) * len(table.words.jurisdictions) + 1, np.int32)
    places, heads = table.jurisdiction_places, reader.questions()
    for jurisdiction, question in open_cells(reader.matters(), point.as_of, point.known_on):
        if question in table.question_places and jurisdiction in places:
            usual, while_open = heads[question].keeps_good
            less[table.question_places[question] * len(places) + places[jurisdiction]] = usual - while_open
    found: Column = less[taken(table.columns["cell"], winner, NONE)]
    return found


def _unread(table: CellTable, winner: Column, least: str | None) -> Column:
    """Which cells are decided by what was not read as well as is asked."""
    if least is None or not len(table):
        return np.zeros(winner.shape, bool)
    grade = table.columns["grade"][winner]
    unread: Column = (winner >= 0) & ((grade > GRADES.index(least)) | (grade < 0))
    return unread


def _sources(reader: Reader, own: Matrix, places: Sequence[str], as_of: str) -> Column:
    """For each cell the column whose law decides: its own, else the nearest of those it belongs to that has an answer
    and does not leave it to its members."""
    columns = {name: number for number, name in enumerate(own.jurisdictions)}
    answered = own.state == ANSWERED
    handed_down = answered & (taken(own.table.columns[LEFT], own.winner, 0) == 0)
    source = np.tile(np.arange(len(places)), (len(own.questions), 1))
    for number, place in enumerate(places):
        open_still = ~answered[:, number]
        for layer in layers_of(reader, place, as_of)[1:]:
            above = columns[layer.jurisdiction]
            source[open_still & handed_down[:, above], number] = above
            open_still &= ~handed_down[:, above]
    return source


class _Parts:
    """The federations whose parts have rules that they themselves do not have."""

    def __init__(self, reader: Reader, own: Matrix, as_of: str) -> None:
        self._reader, self._own, self._as_of = reader, own, as_of
        self._columns = {name: number for number, name in enumerate(own.jurisdictions)}
        self._heads: list[QuestionHead] = [reader.questions()[name] for name in own.questions]

    def candidates(self, places: Sequence[str], source: Column) -> list[Place]:
        """Cells without an answer on questions of which parts may tell, in jurisdictions that have parts."""
        state = np.take_along_axis(self._own.state, source, axis=1)
        asked = [line for line, head in enumerate(self._heads) if head.from_parts]
        federal = [number for number, place in enumerate(places) if parts_of(self._reader, place, self._as_of)]
        return [(line, number) for line in asked for number in federal if state[line, number] != ANSWERED]

    def of(self, place: Place) -> tuple[InParts, int] | None:
        """What the parts make of a cell, and the row of the claim that stands first; None if no part has such a rule."""
        line, number = place
        head, own, values = self._heads[line], self._own, self._own.table.words.values
        rungs = [slug for slug, _ in head.answers]
        told = {part: rungs.index(whole) for part, whole in head.from_parts}
        parts = [self._columns[name] for name in parts_of(self._reader, own.jurisdictions[number], self._as_of)]
        answers = {column: values[own.answer[line, column]] for column in parts if own.answer[line, column] >= 0}
        found = [column for column, answer in answers.items() if answer in told]
        if not found:
            return None
        found.sort(key=lambda column: (self._status(line, column) != "applicable", -told[answers[column]]))
        whole = values.index(rungs[max(told[answers[column]] for column in found)])
        told_of = [(own.jurisdictions[column], answers[column], self._status(line, column)) for column in found]
        said = repr((told_of, int(own.said[line, number])))
        return InParts(whole, -2 - crc32(said.encode())), int(own.winner[line, found[0]])

    def _status(self, line: int, column: int) -> str | None:
        place = int(self._own.enforcement[line, column])
        return self._own.table.words.statuses[place] if place >= 0 else None
