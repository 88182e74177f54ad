"""Whole bases are looked at through the columnar cell table; small tables are not worth the import of numpy and pyarrow."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kb.cells.orders import Asked
from kb.release.reader import Reader
from kb.values.model import QuestionHead

if TYPE_CHECKING:
    from kb.cells.layered_matrix import LayeredMatrix

LARGE = 1000


def matrices(
    reader: Reader, jurisdictions: Sequence[str], points: Sequence[Asked], heads: Sequence[QuestionHead] | None = None
) -> list[LayeredMatrix] | None:
    """Some questions (the whole codebook unless some are given) for some jurisdictions at some points, as arrays.

    None if the table is small, if it is asked by another policy than that of the cell table, or if there is no such table.
    """
    asked = None if heads is None or len(heads) == len(reader.questions()) else [head.id for head in heads]
    if len(reader.questions() if asked is None else asked) * len(jurisdictions) < LARGE:
        return None
    table = reader.cells()
    if table is None or any(point.policy.id != table.words.policy for point in points):
        return None
    from kb.cells.layered_matrix import layered_matrix

    return [layered_matrix(reader, table, point, questions=asked, jurisdictions=jurisdictions) for point in points]


def changed_places(reader: Reader, jurisdictions: Sequence[str], start: Asked, end: Asked) -> dict[str, list[str]] | None:
    """The jurisdictions whose cell looks different at two points, by question; None where only the cells can tell."""
    places = [place for place in dict.fromkeys(jurisdictions) if place in reader.jurisdictions()]
    found = matrices(reader, places, (start, end))
    if found is None:
        return None
    before, after = found
    return {
        question: [place for place, differs in zip(before.jurisdictions, row, strict=True) if differs]
        for question, row in zip(before.questions, before.differs(after).tolist(), strict=True)
    }
