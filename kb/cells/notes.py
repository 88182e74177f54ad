"""The numbered notes of a table: a number for each citation, in the order in which a reader first meets it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from kb.values.model import Cell, Note
from kb.values.words import cell_words


@dataclass
class Notes:
    """Numbers citations in the order in which they are first needed."""

    numbered: dict[tuple[str, str | None], int] = field(default_factory=dict)

    def number(self, citation: str, url: str | None) -> int:
        """Number of a citation, a new one the first time."""
        return self.numbered.setdefault((citation, url), len(self.numbered) + 1)

    def all(self) -> tuple[Note, ...]:
        """All notes in order."""
        return tuple(Note(n, citation, url) for (citation, url), n in self.numbered.items())


def numbered(cell: Cell, drafted: Notes, table: Notes) -> Cell:
    """A cell with the numbers of the table in place of drafted ones; what the cell does not show gets none."""
    citations = {n: citation for citation, n in drafted.numbered.items()}
    numbers = {n: table.number(*citations[n]) for n in cell_words(cell).referred}

    def renumbered(notes: tuple[int, ...]) -> tuple[int, ...]:
        return tuple(numbers[n] for n in notes if n in numbers)

    claims = tuple(replace(weighed, notes=renumbered(weighed.notes)) for weighed in cell.claims)
    otherwise = tuple(replace(one, notes=renumbered(one.notes)) for one in cell.otherwise)
    return replace(cell, claims=claims, otherwise=otherwise)
