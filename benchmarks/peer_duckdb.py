"""DuckDB over the same columns as the cell table."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

import numpy as np

from benchmarks.peer_engines import FIRST_DAYS, Counts, Deciding, Engine, Places, lower_names
from kb.release.cell_table import NONE, CellTable
from kb.release.release import Release


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


def arrow_of(table: CellTable, release: Release) -> Any:
    """The columns of the cell table as an Arrow table for DuckDB, with the rank of each claim and the year it began."""
    import pyarrow as pa

    lines, places = np.divmod(table.columns["cell"], len(table.words.jurisdictions))
    columns = {name: table.columns[name] for name in ("valid_from", "valid_until", "asserted_on", "retracted_on")}
    columns |= {"platform": table.columns["platform"], "question": lines, "jurisdiction": places, "rank": np.arange(len(table))}
    columns |= {"year": np.searchsorted(FIRST_DAYS, table.columns["valid_from"], side="right")}
    texts = {name: table.texts(name, range(len(table))) for name in ("claim", "dossier_iri", "pinpoint")}
    texts["dossier"] = texts.pop("dossier_iri")
    return pa.table(columns | texts)


def names_of(release: Release) -> Any:
    """All names with what they name, as an Arrow table."""
    import pyarrow as pa

    rows = lower_names(release)
    return pa.table({"iri": [iri for iri, _ in rows], "name": [name for _, name in rows]})


def _holding(as_of: str, known_on: str) -> str:
    day, known = (datetime.date.fromisoformat(text).toordinal() for text in (as_of, known_on))
    in_force = f"valid_from <= {day} AND valid_until > {day} AND asserted_on <= {known} AND retracted_on > {known}"
    return f"{in_force} AND platform = {NONE}"
