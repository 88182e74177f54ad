"""A section of the page of one thing: a heading, and a table whose cells may lead somewhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kb.profiles.asked import Asked
from kb.values.matters import CellName


@dataclass(frozen=True)
class Told:
    """A text of a table; it leads to an entity by its short key, or to a cell of the comparison."""

    text: str
    entity: str = ""
    cell: CellName | None = None


Row = tuple[Told, ...]


@dataclass(frozen=True)
class Section:
    """Rows under the names of their columns; a row of one text is a heading within the table.

    ``counted`` is how many things it tells where one of them may stand in several rows, else 0.
    """

    name: str
    heading: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    note: str = ""
    counted: int = 0

    @property
    def number(self) -> int:
        """How many things it tells, each once: as the sentences on top count them."""
        return self.counted or sum(len(row) > 1 for row in self.rows)


def section(
    asked: Asked, name: str, columns: Sequence[str], rows: Sequence[Row], note: str = "", counted: int = 0
) -> Section | None:
    """A section with its words in the language that is asked; None without rows."""
    t = asked.language.t
    heads = tuple(t(f"column.{column}") for column in columns)
    return Section(name, t(f"section.{name}"), heads, tuple(rows), note, counted) if rows else None


def link(asked: Asked, key: str) -> Told:
    """An entity by its name, with the way to it."""
    found = asked.release.catalogue.entities.get(key)
    return Told(asked.language.named(found.label) if found else key.rpartition("/")[2], key if found else "")


def links(asked: Asked, keys: Sequence[str]) -> Told:
    """Entities by their names; a way to it where it is one."""
    if len(keys) == 1:
        return link(asked, keys[0])
    return Told(", ".join(link(asked, key).text for key in keys))


def place(asked: Asked, slug: str) -> Told:
    """A jurisdiction by its name, with the way to it."""
    return Told(asked.name(slug), f"jurisdiction/{slug}")
