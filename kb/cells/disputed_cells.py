"""All that is disputed in the own law of places: of the general rule, and of the rule as it reaches each platform."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Unpack

from kb.cells.comparison import ask, choose_questions, table_at
from kb.cells.large_tables import matrices
from kb.cells.orders import Asked
from kb.cells.place_names import known_places
from kb.release.reader import Reader
from kb.values.disputes import CellDispute, DisputeRate, cell_disputes, doubt_of, gravest_first
from kb.values.matters import CellName
from kb.values.model import Cell, Comparison, QuestionHead
from kb.values.spelt_out import spelt_out
from kb.values.view import Keywords, Names, View, asked_view

Pair = tuple[str, str, str, str]  # place, question, and the claims: the one that decides and the one that contradicts it
Only = Mapping[str, Collection[str]]  # places by question


@dataclass(frozen=True)
class Contradicted:
    """A disputed cell with the claims that dispute it; ``platforms`` are the names of those for which it is so (none: the
    general rule), ``platform`` is the identifier of the first of them, None for the general rule."""

    cell: Cell
    platforms: tuple[str, ...] = ()
    platform: str | None = None


@dataclass(frozen=True)
class AllDisputes:
    """Every dispute once: in the cells of ``comparison`` (the general rule) and in those that say it of platforms alone.

    ``rates`` count answers by the own law of a place, and those of them that stand in ``cells``, each once.
    """

    comparison: Comparison
    cells: tuple[Contradicted, ...]
    rates: tuple[DisputeRate, ...]

    @property
    def disputes(self) -> list[CellDispute]:
        """Every pair of claims that contradict each other, the gravest first."""
        return gravest_first([pair for one in self.cells for pair in cell_disputes(one.cell, one.platforms)])


@spelt_out(Keywords)
def all_disputes(reader: Reader, jurisdictions: View | Names, **asked: Unpack[Keywords]) -> AllDisputes:
    """What is disputed in some jurisdictions at a point, asked in general and once for each platform: takes a view, or
    jurisdictions and keywords.

    A cell that shows the law of what its place belongs to is left out: the dispute is told there.
    """
    view = asked_view(jurisdictions, **asked)
    point, heads = ask(reader, view), choose_questions(reader.questions(), view.questions, view.dimensions)
    places = known_places(reader, view.jurisdictions, point.as_of)
    points = [point, *(point._replace(platform=one, scope="reaches") for one in reader.platforms().values())]
    sought = _Sought(reader, places, heads)
    comparison, told, by_platform = sought.in_arrays(points) or sought.in_cells(points)
    own = [cell for cell in comparison.cells if cell.disputed and cell.layer is None]
    cells = (*(Contradicted(cell) for cell in own), *_of_platforms(own, by_platform))
    return AllDisputes(comparison, cells, tuple(_rates(heads, told, cells)))


@dataclass(frozen=True)
class _Sought:
    """Where disputes are sought: in all cells as arrays if the base has them, else in the cells themselves."""

    reader: Reader
    places: Sequence[str]
    heads: Sequence[QuestionHead]

    def in_arrays(self, points: Sequence[Asked]) -> tuple[Comparison, set[CellName], list[Comparison]] | None:
        """The disputed cells in general, which cells have an answer of their own, and the disputed cells of each platform."""
        tables: list[Comparison] = []
        told: set[CellName] = set()
        for point in points:  # one after the other: the arrays of a large base take room
            found = matrices(self.reader, self.places, [point], self.heads)
            if found is None:
                return None
            one, own = found[0], ~found[0].handed_down
            if not tables:
                answered = one.places(own & (one.winner >= 0))
                told = {(place, question) for question, places in answered.items() for place in places}
            only = one.places(own & one.disputed)
            if only or not tables:
                tables.append(table_at(self.reader, self.places, self.heads, point, only))
        return tables[0], told, tables[1:]

    def in_cells(self, points: Sequence[Asked]) -> tuple[Comparison, set[CellName], list[Comparison]]:
        """The same; of a platform alone only cells are made that a claim on it or on a class of persons bears on."""
        general = table_at(self.reader, self.places, self.heads, points[0])
        told = {(cell.jurisdiction, cell.question) for cell in general.cells if cell.winner and cell.layer is None}
        tables = []
        for point in points[1:]:
            only = _by_question((cell.jurisdiction, cell.question) for cell in general.cells if _is_touched(cell, point))
            tables += [table_at(self.reader, self.places, self.heads, point, only)] if only else []
        return general, told, tables


def _is_touched(cell: Cell, point: Asked) -> bool:
    name = point.platform.id if point.platform else None
    return any(one.layer is None and (one.claim.platform == name or one.claim.party) for one in cell.claims)


def _by_question(cells: Iterable[CellName]) -> Only:
    found: dict[str, list[str]] = {}
    for place, question in cells:
        found.setdefault(question, []).append(place)
    return found


def _of_platforms(general: Sequence[Cell], tables: Sequence[Comparison]) -> Iterator[Contradicted]:
    """The cells of platforms with those disputes alone that are not told of the general rule, alike ones together."""
    known = {pair for cell in general for pair in _pairs(cell)}
    alike: dict[tuple[Pair, ...], list[tuple[Comparison, Cell]]] = {}
    for table in tables:
        for cell in table.cells:
            fresh = tuple(pair for pair in _pairs(cell) if pair not in known)
            if fresh and cell.layer is None:
                alike.setdefault(fresh, []).append((table, cell))
    for pairs, found in alike.items():
        table, cell = found[0]
        told = {other for *_, other in pairs}
        claims = tuple(one for one in cell.claims if not one.dispute or one.claim.iri in told)
        names = tuple(one.platform_name for one, _ in found if one.platform_name)
        yield Contradicted(replace(cell, claims=claims, dispute=doubt_of(claims)), names, table.platform)


def _pairs(cell: Cell) -> list[Pair]:
    found = cell_disputes(cell)
    return [(cell.jurisdiction, cell.question, one.winner.claim.iri, one.other.claim.iri) for one in found]


def _rates(heads: Sequence[QuestionHead], told: set[CellName], cells: Sequence[Contradicted]) -> Iterator[DisputeRate]:
    """Of all answers and of those of each dimension: how many there are, and how many are disputed."""
    dimension_of = {head.id: head.dimension for head in heads}
    disputed = {(one.cell.jurisdiction, one.cell.question) for one in cells}
    of_all, of_disputed = (Counter(dimension_of[question] for _, question in names) for names in (told | disputed, disputed))
    yield DisputeRate("*", of_all.total(), of_disputed.total())
    for dimension in dict.fromkeys(dimension_of.values()):
        yield DisputeRate(dimension, of_all[dimension], of_disputed[dimension])
