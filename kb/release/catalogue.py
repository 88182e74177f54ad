"""What the whole base is asked for again and again: its entities, the ties between them, what happened when, when we coded.

The answers of a few stored queries are kept as tables in an SQLite file of the release, derived from the graph while the
release is built. Where the file is missing, damaged or of another release the graph itself is asked; a test compares the two.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from kb.naming import iris
from kb.release.kept_connections import reading

if TYPE_CHECKING:
    from kb.release.rows import Row, Rows

FILE = "catalogue.sqlite"
# for each stored query the same rows from the tables, in the same order
TABLED = {
    "entities": "SELECT iri AS entity, class, label, short FROM entities ORDER BY class, label",
    "entity_ties": 'SELECT start AS "from", relation, "end" AS "to" FROM ties',
    "first_dates": "SELECT iri AS entity, since AS first FROM entities WHERE since IS NOT NULL ORDER BY iri",
    "dated_happenings": 'SELECT dossier, node, "on", until, precision, kind, said, checked, jurisdiction FROM happenings '
    'WHERE "on" BETWEEN :start AND :end ORDER BY "on", node',
    "codings_by_day": "SELECT day, jurisdiction, CAST(claims AS TEXT) AS claims FROM codings "
    "ORDER BY day DESC, codings.claims DESC, jurisdiction",
}
NEIGHBOURS = """
SELECT relation, other, label, outgoing FROM (
    SELECT relation, "end" AS other, 'true' AS outgoing FROM ties WHERE start = :node
    UNION ALL SELECT relation, start, 'false' FROM ties WHERE "end" = :node
) JOIN entities ON iri = other ORDER BY relation, other, outgoing DESC
"""


@dataclass(frozen=True)
class Entity:
    """An entity that can be drawn."""

    iri: str
    kind: str
    label: str

    @property
    def key(self) -> str:
        """Short name used in addresses of pages: ``instrument/us/pafaca``."""
        return self.iri.removeprefix(iris.ID)


class Catalogue:
    """The entities of one release, and the rows of the stored queries on all of them."""

    def __init__(self, release: Rows) -> None:
        self._release = release

    @cached_property
    def entities(self) -> Mapping[str, Entity]:
        """All entities that can be drawn, by short key, the short title as label where there is one."""
        found: dict[str, Entity] = {}
        for row in self.rows("entities"):
            iri, name = row["entity"] or "", row["label"] or ""
            kind = iris.kind(iri) or ""
            short = row["short"] if kind in ("instrument", "case") else None
            entity = Entity(iri, kind, short or name)
            found.setdefault(entity.key, entity)
        return found

    def rows(self, query: str, **parameters: str) -> list[Row]:
        """Rows of a stored query named in :data:`TABLED`, from the tables if they can be read, else from the graph."""
        found = self._tabled(TABLED[query], parameters)
        return list(self._release.rows(query, **parameters)) if found is None else found

    def neighbours(self, node: str) -> list[Row]:
        """Rows of the stored query on the neighbours of an entity; the tables know those of entities that can be drawn."""
        found = self._tabled(NEIGHBOURS, {"node": node}) if node.removeprefix(iris.ID) in self.entities else None
        return list(self._release.rows("neighbours", node=node)) if found is None else found

    @cached_property
    def _is_of_this_release(self) -> bool:
        found = self._read("SELECT release FROM about", {})
        return found == [{"release": self._release.id}]

    def _tabled(self, statement: str, parameters: Mapping[str, str]) -> list[Row] | None:
        return self._read(statement, parameters) if self._is_of_this_release else None

    def _read(self, statement: str, parameters: Mapping[str, str]) -> list[Row] | None:
        """Rows of the tables; None if there are no tables that can be read."""
        try:
            with reading(self._release, FILE) as database:
                found = database.execute(statement, parameters)
                names = [column[0] for column in found.description]
                return [dict(zip(names, row, strict=True)) for row in found]
        except (sqlite3.Error, OSError):
            return None
