"""The list of what is to be read again, first that on which most cells, tables and conclusions hang."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kb.cells.comparison import compare
from kb.cells.coverage import researched
from kb.cells.due import cells_of, keeps_until
from kb.cells.place_names import known_places
from kb.naming import iris
from kb.release.matters import open_matters
from kb.release.release import Release
from kb.similarity.clusters import cluster
from kb.similarity.gaps import gaps
from kb.similarity.similarity import similar
from kb.values.matters import CellName, Look
from kb.values.model import Cell
from kb.values.stored import as_known
from kb.values.view_fields import read_day

FIRST_TABLE = ("us", "eu", "sg")
OLD = "old-evidence"


@dataclass(frozen=True)
class Item:
    """One thing to read again: a matter by its kind, or a statement whose evidence grew old (``what`` is ``old-evidence``).

    ``id`` names it for ``--mark-read``, ``in_`` is the dossier, ``look_again`` the day from which it is due, ``because`` why
    then; ``tables`` counts tables that show one of its cells, ``conclusions`` those that its cells could turn round.
    """

    id: str
    what: str
    in_: str
    since: str
    look_again: str
    because: str
    in_short: str
    cells: tuple[CellName, ...]
    tables: int
    conclusions: int
    looks: tuple[Look, ...] = ()

    @property
    def weight(self) -> tuple[int, int, int]:
        """What hangs on it: cells, tables, conclusions."""
        return len(self.cells), self.tables, self.conclusions


def due(
    opened: Release,
    jurisdictions: Iterable[str] = (),
    by: datetime.date | str | None = None,
    known_on: datetime.date | str | None = None,
) -> list[Item]:
    """What is to be read again until a day (all open matters if none is given), as known on a day (today).

    Only what concerns some jurisdictions, if they are named. UsageError for a name that does not exist or a day that is none.
    """
    today = read_day("known-on", known_on).isoformat() if known_on else datetime.date.today().isoformat()
    places = set(known_places(opened.reader, jurisdictions, today))
    last = read_day("by", by).isoformat() if by else None
    weigher = _Weigher(opened, today)
    found = [*_matters(opened, weigher, today), *_old(opened, weigher, last or today, today)]
    asked = (one for one in found if (last is None or one.look_again <= last) and (not places or places & _places(one)))
    return sorted(asked, key=lambda one: ([-count for count in one.weight], one.look_again, one.id))


def _places(item: Item) -> set[str]:
    """The jurisdictions that an item concerns: of its cells and of its dossier."""
    return {jurisdiction for jurisdiction, _ in item.cells} | set(item.in_.split("/")[1:2])


def _matters(opened: Release, weigher: _Weigher, today: str) -> Iterator[Item]:
    for one in open_matters(opened):
        if one.is_open(today, today):
            cells = cells_of(opened.reader, one, today)
            since = as_known(one.since, one.precision)
            named = one.id, one.what, one.in_, since, one.due(today), one.because, one.in_short
            looks = tuple(look for look in one.looks if look.on <= today)
            yield Item(*named, cells, *weigher.counts(cells), looks)


def _old(opened: Release, weigher: _Weigher, by: str, today: str) -> Iterator[Item]:
    """Statements that decide a cell today and are too old by a day: one item for each, with all the cells that it decides."""
    deciding: dict[str, list[Cell]] = {}
    for cell in weigher.cells.values():
        if cell.winner and keeps_until(cell.winner.claim.asserted_on) <= by:
            deciding.setdefault(cell.winner.claim.iri, []).append(cell)
    for iri, cells in deciding.items():
        winner = cells[0].winner
        assert winner is not None
        claim, named = winner.claim, tuple(sorted((cell.jurisdiction, cell.question) for cell in cells))
        stated = (claim.dossier or iris.entity("jurisdiction", claim.jurisdiction)).removeprefix(iris.ID)
        day, because = keeps_until(claim.asserted_on), f"coded on {claim.asserted_on}"
        head = iri.removeprefix(iris.ID), OLD, stated, claim.valid_from, day, because, claim.in_short
        yield Item(*head, named, *weigher.counts(named))


class _Weigher:
    """Counts what hangs on cells, in the table of all researched jurisdictions as it is today."""

    def __init__(self, opened: Release, today: str) -> None:
        self._opened = opened
        self._first = opened.reader.base().places or FIRST_TABLE
        self._table = compare(
            opened.reader, researched(opened) or list(opened.reader.jurisdictions()), as_of=today, known_on=today
        )
        self.cells = {(cell.jurisdiction, cell.question): cell for cell in self._table.cells}
        self._dimensions = {name: head.dimension for name, head in opened.reader.questions().items()}
        at_stake = [one.cells for one in open_matters(opened)]
        self._conclusions = self._turned({cell for cells in at_stake for cell in cells})

    def counts(self, cells: Sequence[CellName]) -> tuple[int, int]:
        """How many tables show one of some cells (the first table, and one a dimension), and how many conclusions they turn."""
        dimensions = {self._dimensions[question] for _, question in cells}
        is_first = any(jurisdiction in self._first for jurisdiction, _ in cells)
        return len(dimensions) + is_first, sum(self._conclusions.get(cell, 0) for cell in cells)

    def _turned(self, cells: Iterable[CellName]) -> dict[CellName, int]:
        if len(self._table.jurisdictions) < 2:
            return {}
        found = gaps(cluster(similar(self._table)), frozenset(cells))
        return {(gap.jurisdiction, gap.question): gap.conclusions for gap in found}
