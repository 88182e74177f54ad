"""The engines that are measured beside each other; each answers the same four tasks from the same release.

``matrix``: which claim decides each cell, with its source and pinpoint. ``changed``: the cells that another claim decides
on a second day. ``begun``: how many claims began to hold, by jurisdiction, question and year. ``named``: what has a name
that holds some letters. None means that an engine does not have the task.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from kb import iris
from kb.cell_table import CellTable
from kb.claims import claim_of
from kb.comparison import compare
from kb.graph_reader import GraphReader
from kb.matrix import Matrix, matrix
from kb.model import StoredClaim
from kb.release import Release
from kb.resolution import Policy
from kb.search import search

QUERIES = Path(__file__).resolve().parent / "queries"
Deciding = list[tuple[str, str, str, str | None, str | None]]
Places = set[tuple[str, str]]
Counts = dict[tuple[str, str, str], int]


class Engine:
    """One way to answer the tasks."""

    name = ""

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
    """Ours: the columnar cell table of the release, and its search index for names."""

    name = "cell table"

    def __init__(self, release: Release) -> None:
        table = release.reader.cells()
        assert table is not None, "the release has no cell table"
        self.release, self.table = release, table

    def matrix(self, questions: Sequence[str], jurisdictions: Sequence[str], as_of: str, known_on: str) -> Deciding | None:
        found = matrix(self.table, as_of, known_on, questions=questions, jurisdictions=jurisdictions)
        lines, columns = np.nonzero(found.winner >= 0)
        places = zip([jurisdictions[at] for at in columns.tolist()], [questions[at] for at in lines.tolist()], strict=True)
        return [(*place, *source) for place, source in zip(places, found.sources(), strict=True)]  # type: ignore[misc]

    def changed(self, days: tuple[str, str], known_on: str) -> Places | None:
        before, after = (matrix(self.table, day, known_on) for day in days)
        return _places(before, before.winner != after.winner)

    def begun(self, known_on: str) -> Counts | None:
        return _begun(self.table, known_on)

    def named(self, letters: str) -> set[str] | None:
        return {found.iri for found in search(self.release, letters)}


class Comparisons(Engine):
    """Ours: full cells by ``compare`` through the side index."""

    name = "compare (full cells)"

    def __init__(self, release: Release) -> None:
        self.reader = release.reader

    def matrix(self, questions: Sequence[str], jurisdictions: Sequence[str], as_of: str, known_on: str) -> Deciding | None:
        cells = compare(self.reader, jurisdictions, questions=questions, as_of=as_of, known_on=known_on).cells
        won = ((cell, cell.winner.claim) for cell in cells if cell.winner)
        return [(cell.jurisdiction, cell.question, claim.iri, claim.dossier, claim.pinpoint) for cell, claim in won]


class StoredQueries(Engine):
    """Ours: the stored queries with constants on the store of the release, one a cell or one a question."""

    name = "our SPARQL"

    def __init__(self, release: Release) -> None:
        self.reader, self.policy = GraphReader(release), _policy(release)

    def matrix(self, questions: Sequence[str], jurisdictions: Sequence[str], as_of: str, known_on: str) -> Deciding | None:
        found = [claim for name in questions for claim in self.reader.claims(name, as_of, known_on, jurisdictions)]
        return _deciding(found, self.policy)


class Sparql(Engine):
    """A SPARQL engine with the queries one would write first; how it runs a query is told by a subclass."""

    def __init__(self, release: Release) -> None:
        self.policy = _policy(release)

    def rows(self, query: str) -> Iterable[tuple[str, ...]]:
        """Rows of a query, every value as text."""
        raise NotImplementedError

    def matrix(self, questions: Sequence[str], jurisdictions: Sequence[str], as_of: str, known_on: str) -> Deciding | None:
        lists = {
            "questions": " ".join(f"<{iris.entity('question', name)}>" for name in questions),
            "jurisdictions": " ".join(f"<{iris.entity('jurisdiction', name)}>" for name in jurisdictions),
        }
        return _deciding(self._claims("naive_claims", as_of=as_of, known_on=known_on, **lists), self.policy)

    def changed(self, days: tuple[str, str], known_on: str) -> Places | None:
        before, after = (
            {row[:2]: row[2] for row in _deciding(self._claims("all_claims", as_of=day, known_on=known_on), self.policy)}
            for day in days
        )
        return {place for place in before.keys() | after.keys() if before.get(place) != after.get(place)}

    def begun(self, known_on: str) -> Counts | None:
        found = self.rows(_text("begun", known_on=known_on))
        return {(iris.slug(place), iris.slug(question), year): int(number) for place, question, year, number in found}

    def named(self, letters: str) -> set[str] | None:
        return {entity for (entity,) in self.rows(_text("labels", letters=letters))}

    def _claims(self, query: str, **values: str) -> list[StoredClaim]:
        found: dict[str, dict[str, list[str]]] = {}
        for _, claim, name, value in self.rows(_text(query, **values)):
            found.setdefault(claim, {}).setdefault(name, []).append(value)
        return [claim_of(iri, properties) for iri, properties in found.items()]


class Pyoxigraph(Sparql):
    """Raw pyoxigraph on the store of the release."""

    name = "pyoxigraph, naive"

    def __init__(self, release: Release) -> None:
        super().__init__(release)
        self.store = release.store

    def rows(self, query: str) -> Iterable[tuple[str, ...]]:
        solutions: Any = self.store.query(query)
        return (tuple(term.value for term in row) for row in solutions)


class Oxrdflib(Sparql):
    """rdflib's API over the same store."""

    name = "oxrdflib"

    def __init__(self, release: Release) -> None:
        from oxrdflib import OxigraphStore
        from rdflib import Dataset

        super().__init__(release)
        self.dataset = Dataset(store=OxigraphStore(store=release.store), default_union=True)

    def rows(self, query: str) -> Iterable[tuple[str, ...]]:
        return (tuple(map(str, row)) for row in self.dataset.query(query))  # type: ignore[arg-type]


class Rdflib(Oxrdflib):
    """rdflib with everything in memory."""

    name = "rdflib in memory"

    def __init__(self, release: Release) -> None:
        from rdflib import Dataset

        Sparql.__init__(self, release)
        self.dataset = Dataset(default_union=True)
        self.dataset.parse(release.path / "data.nq", format="nquads")


class Duckdb(Engine):
    """DuckDB over the columns of the cell table, loaded into its own format."""

    name = "DuckDB"

    def __init__(self, release: Release) -> None:
        import duckdb

        table = release.reader.cells()
        assert table is not None
        self.words, self.connection = table.words, duckdb.connect()
        claims = arrow_of(table, release)  # noqa: F841
        names = names_of(release)  # noqa: F841
        self.connection.execute("CREATE TABLE claims AS SELECT * FROM claims; CREATE TABLE names AS SELECT * FROM names")

    def matrix(self, questions: Sequence[str], jurisdictions: Sequence[str], as_of: str, known_on: str) -> Deciding | None:
        lines, columns = (
            ", ".join(str(known.index(name)) for name in names)
            for known, names in ((self.words.questions, questions), (self.words.jurisdictions, jurisdictions))
        )
        found = self.connection.execute(
            "SELECT jurisdiction, question, claim, dossier, pinpoint FROM claims WHERE rank IN (SELECT min(rank) FROM claims "
            f"WHERE question IN ({lines}) AND jurisdiction IN ({columns}) AND {_holding(as_of, known_on)} "
            "GROUP BY jurisdiction, question)"
        ).fetchall()
        places, names = self.words.jurisdictions, self.words.questions
        return [(places[row[0]], names[row[1]], row[2], row[3] or None, row[4] or None) for row in found]

    def changed(self, days: tuple[str, str], known_on: str) -> Places | None:
        sides = [
            f"(SELECT jurisdiction, question, min(rank) AS rank FROM claims WHERE {_holding(day, known_on)} GROUP BY ALL)"
            for day in days
        ]
        found = self.connection.execute(
            f"SELECT jurisdiction, question FROM {sides[0]} AS a FULL JOIN {sides[1]} AS b USING (jurisdiction, question) "
            "WHERE a.rank IS DISTINCT FROM b.rank"
        ).fetchall()
        return {(self.words.jurisdictions[place], self.words.questions[question]) for place, question in found}

    def begun(self, known_on: str) -> Counts | None:
        day = datetime.date.fromisoformat(known_on).toordinal()
        found = self.connection.execute(
            "SELECT jurisdiction, question, year, count(*) FROM claims "
            f"WHERE asserted_on <= {day} AND retracted_on > {day} GROUP BY ALL"
        ).fetchall()
        places, names = self.words.jurisdictions, self.words.questions
        return {(places[row[0]], names[row[1]], str(row[2])): row[3] for row in found}

    def named(self, letters: str) -> set[str] | None:
        found = self.connection.execute("SELECT iri FROM names WHERE contains(lower(name), ?)", [letters]).fetchall()
        return {iri for (iri,) in found}


class Limit(Engine):
    """What numpy needs at least: the rows of the cells known beforehand, the texts in Python lists."""

    name = "numpy limit"

    def __init__(self, release: Release) -> None:
        table = release.reader.cells()
        assert table is not None
        self.table, rows = table, range(len(table))
        self.texts = list(zip(*(table.texts(name, rows) for name in ("claim", "dossier_iri", "pinpoint")), strict=True))
        self.names = _lower(release)
        self.rows: dict[tuple[int, int], Any] = {}

    def matrix(self, questions: Sequence[str], jurisdictions: Sequence[str], as_of: str, known_on: str) -> Deciding | None:
        key = (len(questions), len(jurisdictions))
        if key not in self.rows:
            self.rows[key] = self._known(questions, jurisdictions)
        columns, cells = self.rows[key]
        first = self._first(columns, cells, as_of, known_on)
        places = self.rows[key, "places"]
        return [(*places[cell], *self.texts[row]) for cell, row in first]

    def _known(self, questions: Sequence[str], jurisdictions: Sequence[str]) -> Any:
        words, starts = self.table.words, self.table.starts
        places = [(place, question) for question in questions for place in jurisdictions]
        cells = [
            words.questions.index(question) * len(words.jurisdictions) + words.jurisdictions.index(place)
            for place, question in places
        ]
        rows = np.concatenate([np.arange(starts[cell], starts[cell + 1]) for cell in cells])
        of_rows = np.concatenate([np.full(starts[cell + 1] - starts[cell], number) for number, cell in enumerate(cells)])
        self.rows[(len(questions), len(jurisdictions)), "places"] = places  # type: ignore[index]
        names = ("valid_from", "valid_until", "asserted_on", "retracted_on")
        return (*(self.table.columns[name][rows] for name in names), rows), of_rows

    def _first(self, columns: Any, cells: Any, as_of: str, known_on: str) -> list[tuple[int, int]]:
        day, known = (datetime.date.fromisoformat(text).toordinal() for text in (as_of, known_on))
        valid_from, until, asserted, retracted, rows = columns
        held = np.flatnonzero((valid_from <= day) & (until > day) & (asserted <= known) & (retracted > known))
        of_held = cells[held]
        first = held[np.flatnonzero(np.diff(of_held, prepend=-1))]
        return list(zip(cells[first].tolist(), rows[first].tolist(), strict=True))

    def changed(self, days: tuple[str, str], known_on: str) -> Places | None:
        before, after = (self._winners(day, known_on) for day in days)
        return _named_places(self.table, np.flatnonzero(before != after))

    def _winners(self, as_of: str, known_on: str) -> Any:
        columns = [self.table.columns[name] for name in ("valid_from", "valid_until", "asserted_on", "retracted_on")]
        day, known = (datetime.date.fromisoformat(text).toordinal() for text in (as_of, known_on))
        held = np.flatnonzero((columns[0] <= day) & (columns[1] > day) & (columns[2] <= known) & (columns[3] > known))
        cells = self.table.columns["cell"][held]
        first = np.flatnonzero(np.diff(cells, prepend=-1))
        winners = np.full(len(self.table.starts) - 1, -1)
        winners[cells[first]] = held[first]
        return winners

    def named(self, letters: str) -> set[str] | None:
        return {iri for iri, name in self.names if letters in name}


def _policy(release: Release) -> Policy:
    return release.reader.policies()["law-first"]


def _text(query: str, **values: str) -> str:
    text = (QUERIES / f"{query}.rq").read_text(encoding="utf-8")
    for name, value in values.items():
        text = text.replace(f"%{name}%", value)
    return text


def _deciding(claims: Iterable[StoredClaim], policy: Policy) -> Deciding:
    best: dict[tuple[str, str], tuple[list[object], StoredClaim]] = {}
    for claim in claims:
        place, key = (claim.jurisdiction, claim.question), policy.key(claim)
        if place not in best or key < best[place][0]:  # type: ignore[operator]
            best[place] = (key, claim)
    return [(*place, claim.iri, claim.dossier, claim.pinpoint) for place, (_, claim) in best.items()]


def _places(found: Matrix, mask: Any) -> Places:
    lines, columns = np.nonzero(mask)
    return {(found.jurisdictions[c], found.questions[q]) for q, c in zip(lines.tolist(), columns.tolist(), strict=True)}


def _named_places(table: CellTable, cells: Any) -> Places:
    lines, columns = np.divmod(cells, len(table.words.jurisdictions))
    names = zip(columns.tolist(), lines.tolist(), strict=True)
    return {(table.words.jurisdictions[column], table.words.questions[line]) for column, line in names}


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


def arrow_of(table: CellTable, release: Release) -> Any:
    """The columns of the cell table as an Arrow table for DuckDB, with the rank of each claim and the year it began."""
    import pyarrow as pa

    lines, places = np.divmod(table.columns["cell"], len(table.words.jurisdictions))
    columns = {name: table.columns[name] for name in ("valid_from", "valid_until", "asserted_on", "retracted_on")}
    columns |= {"question": lines, "jurisdiction": places, "rank": np.arange(len(table))}
    columns |= {"year": np.searchsorted(FIRST_DAYS, table.columns["valid_from"], side="right")}
    texts = {name: table.texts(name, range(len(table))) for name in ("claim", "dossier_iri", "pinpoint")}
    texts["dossier"] = texts.pop("dossier_iri")
    return pa.table(columns | texts)


def names_of(release: Release) -> Any:
    """All names with what they name, as an Arrow table."""
    import pyarrow as pa

    rows = _lower(release)
    return pa.table({"iri": [iri for iri, _ in rows], "name": [name for _, name in rows]})


def _lower(release: Release) -> list[tuple[str, str]]:
    label = "http://www.w3.org/2000/01/rdf-schema#label"
    solutions: Any = release.store.query(f"SELECT ?entity ?name {{ GRAPH ?file {{ ?entity <{label}> ?name }} }}")
    return [(entity.value, name.value.lower()) for entity, name in solutions]


def _holding(as_of: str, known_on: str) -> str:
    day, known = (datetime.date.fromisoformat(text).toordinal() for text in (as_of, known_on))
    return f"valid_from <= {day} AND valid_until > {day} AND asserted_on <= {known} AND retracted_on > {known}"
