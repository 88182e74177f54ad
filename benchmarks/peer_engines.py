"""The engines that are measured beside each other; each answers the same four tasks from the same release.

``matrix``: which claim decides each cell by the general rule of its own legal order, with its source and pinpoint.
``changed``: the cells that another claim decides on a second day. ``begun``: how many claims began to hold, by
jurisdiction, question and year. ``named``: what has a name that holds some letters. None means that an engine does not have
the task.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from kb.cells.comparison import compare
from kb.cells.matrix import Matrix, matrix
from kb.release.cell_table import CellTable
from kb.release.graph_reader import GraphReader
from kb.release.kept_connections import reading
from kb.release.release import Release
from kb.release.search import FILE
from kb.values.model import Cell, StoredClaim
from kb.values.resolution import Policy

QUERIES = Path(__file__).resolve().parent / "queries"
Deciding = list[tuple[str, str, str, str | None, str | None]]
Places = set[tuple[str, str]]
Counts = dict[tuple[str, str, str], int]


class Engine:
    """One way to answer the tasks."""

    name = ""

    def elsewhere(self) -> float:
        """Seconds of the processor that other processes have spent for the engine so far."""
        return 0.0

    def matrix(self, questions: Sequence[str], jurisdictions: Sequence[str], as_of: str, known_on: str) -> Deciding | None:
        """(jurisdiction, question, claim, dossier, pinpoint) of every cell that a claim decides."""
        return None

    def changed(self, days: tuple[str, str], known_on: str) -> Places | None:
        """(jurisdiction, question) of the cells that another claim decides on the second day."""
        return None

    def begun(self, known_on: str) -> Counts | None:
        """Claims in the record by jurisdiction, question and year in which they began."""
        return None

    def named(self, letters: str) -> set[str] | None:
        """IRIs of what has a name with these letters."""
        return None


class Cells(Engine):
    """Ours: the columnar cell table of the release, and for names the index of letters, opened anew each time."""

    name = "cell table"

    def __init__(self, release: Release) -> None:
        table = release.reader.cells()
        assert table is not None, "the release has no cell table"
        self.release, self.table = release, table

    def matrix(self, questions: Sequence[str], jurisdictions: Sequence[str], as_of: str, known_on: str) -> Deciding | None:
        return matrix(self.table, as_of, known_on, questions=questions, jurisdictions=jurisdictions).decided()  # type: ignore[return-value]

    def changed(self, days: tuple[str, str], known_on: str) -> Places | None:
        before, after = (matrix(self.table, day, known_on) for day in days)
        return _places(before, before.winner != after.winner)

    def begun(self, known_on: str) -> Counts | None:
        return _begun(self.table, known_on)

    def named(self, letters: str) -> set[str] | None:
        with reading(self.release, FILE) as database:
            found = "SELECT iri FROM labels JOIN documents ON documents.id = labels.rowid WHERE labels MATCH ?"
            return {iri for (iri,) in database.execute(found, (f'"{letters}"',))}


class Comparisons(Engine):
    """Ours: full cells by ``compare`` through the side index."""

    name = "compare (full cells)"

    def __init__(self, release: Release) -> None:
        self.reader = release.reader

    def matrix(self, questions: Sequence[str], jurisdictions: Sequence[str], as_of: str, known_on: str) -> Deciding | None:
        cells = compare(self.reader, jurisdictions, questions=questions, as_of=as_of, known_on=known_on).cells
        won = ((cell, claim) for cell in cells if (claim := _of_its_own(cell)))
        return [(cell.jurisdiction, cell.question, claim.iri, claim.dossier, claim.pinpoint) for cell, claim in won]


def _of_its_own(cell: Cell) -> StoredClaim | None:
    """The claim of its own legal order that decides, or that yields to the law of another."""
    standings = ("decides",) if cell.layer is None and not cell.parts else ("yields",)
    return next((one.claim for one in cell.claims if one.layer is None and one.standing in standings), None)


class StoredQueries(Engine):
    """Ours: the stored queries with constants on the store of the release, one a cell or one a question."""

    name = "our SPARQL"

    def __init__(self, release: Release) -> None:
        self.reader, self.policy = GraphReader(release), policy_of(release)

    def matrix(self, questions: Sequence[str], jurisdictions: Sequence[str], as_of: str, known_on: str) -> Deciding | None:
        found = [claim for name in questions for claim in self.reader.claims(name, as_of, known_on, jurisdictions)]
        return deciding(found, self.policy)


def policy_of(release: Release) -> Policy:
    """The policy that the cell table was ranked by."""
    return release.reader.policies()["law-first"]


def deciding(claims: Iterable[StoredClaim], policy: Policy) -> Deciding:
    """The claim that decides each cell, by a policy; one on a named platform decides none."""
    best: dict[tuple[str, str], tuple[list[object], StoredClaim]] = {}
    for claim in (one for one in claims if one.platform is None):
        place, key = (claim.jurisdiction, claim.question), policy.key(claim)
        if place not in best or key < best[place][0]:  # type: ignore[operator]
            best[place] = (key, claim)
    return [(*place, claim.iri, claim.dossier, claim.pinpoint) for place, (_, claim) in best.items()]


def _places(found: Matrix, mask: Any) -> Places:
    lines, columns = np.nonzero(mask)
    return {(found.jurisdictions[c], found.questions[q]) for q, c in zip(lines.tolist(), columns.tolist(), strict=True)}


FIRST_DAYS = np.array([datetime.date(year, 1, 1).toordinal() for year in range(1, 2200)])


def _begun(table: CellTable, known_on: str) -> Counts:
    day = datetime.date.fromisoformat(known_on).toordinal()
    held = (table.columns["asserted_on"] <= day) & (table.columns["retracted_on"] > day)
    years = np.searchsorted(FIRST_DAYS, table.columns["valid_from"][held], side="right")
    pairs, numbers = np.unique(table.columns["cell"][held].astype(np.int64) * 10_000 + years, return_counts=True)
    cells, begun = np.divmod(pairs, 10_000)
    lines, columns = np.divmod(cells, len(table.words.jurisdictions))
    rows = zip(columns.tolist(), lines.tolist(), begun.tolist(), numbers.tolist(), strict=True)
    places, questions = table.words.jurisdictions, table.words.questions
    return {(places[place], questions[question], str(year)): number for place, question, year, number in rows}


def lower_names(release: Release) -> list[tuple[str, str]]:
    """(IRI, name in small letters) of everything that has a name."""
    solutions: Any = release.store.query(query_text("names"))
    return [(entity.value, name.value.lower()) for entity, name in solutions]


def query_text(query: str, **values: str) -> str:
    """A query of the benchmark with values put in where it says ``%name%``."""
    text = (QUERIES / f"{query}.rq").read_text(encoding="utf-8")
    for name, value in values.items():
        text = text.replace(f"%{name}%", value)
    return text
