"""The numbered notes of a table: a number for each citation, in the order in which a reader first meets it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from kb.values.disputes import doubts_of
from kb.values.model import Cell, Comparison, Note, QuestionHead
from kb.values.words import LOUD, notes_of


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
    numbers = {n: table.number(*citations[n]) for n in referred(cell)}

    def anew(notes: tuple[int, ...]) -> tuple[int, ...]:
        return tuple(numbers[n] for n in notes if n in numbers)

    claims = tuple(weighed._replace(notes=anew(weighed.notes)) for weighed in cell.claims)
    otherwise = tuple(one._replace(notes=anew(one.notes)) for one in cell.otherwise)
    return replace(cell, claims=claims, otherwise=otherwise)


def renumbered(comparison: Comparison, order: Sequence[QuestionHead]) -> Comparison:
    """A comparison of some of its questions in another order, with its notes numbered as a reader meets them there."""
    drafted = Notes({(note.citation, note.url): note.n for note in comparison.notes})
    table, places = Notes(), [slug for slug, _ in comparison.jurisdictions]
    cells = tuple(numbered(comparison.cell(place, head.id), drafted, table) for head in order for place in places)
    return replace(comparison, questions=tuple(order), cells=cells, notes=table.all())


def referred(cell: Cell) -> tuple[int, ...]:
    """Numbers of the notes of a cell as its words refer to them, without a look for the words."""
    doubts = [(kind in LOUD, weighed.notes) for kind, claims in doubts_of(cell.claims).items() for weighed in claims]
    beside = [weighed.notes for weighed in cell.beside]
    below = [one.notes for one in cell.otherwise] + beside
    lines = below + [notes for is_loud, notes in doubts if not is_loud] + [notes for is_loud, notes in doubts if is_loud]
    return tuple(dict.fromkeys([*notes_of(cell), *(n for notes in lines for n in notes)]))
