"""Whole bases are looked at through the columnar cell table; small tables are not worth the import of numpy and pyarrow."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
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


@dataclass(frozen=True)
class ChangedCells:
    """What the arrays of a large table tell of two points: the ``places`` whose cell changed, by question; how many cells have
    no answer at either point and are only ``searched_anew``; and how many cells have ``evidence`` to which day at the later."""

    places: dict[str, list[str]]
    searched_anew: int
    evidence: Counter[str]


def changed_cells(
    reader: Reader, jurisdictions: Sequence[str], heads: Sequence[QuestionHead], start: Asked, end: Asked
) -> ChangedCells | None:
    """Which cells of some questions changed between two points; None where only the cells themselves can tell."""
    names = [place for place in dict.fromkeys(jurisdictions) if place in reader.jurisdictions()]
    points = [start, end] if start.known_on == end.known_on else [start, end, start._replace(known_on=end.known_on)]
    found = matrices(reader, names, points, heads)
    if found is None:
        return None
    before, after = found[:2]
    differs, anew = before.differs(after), before.searched_anew(after)
    for relearnt in found[2:]:
        anew &= ~before.differs(relearnt)
    return ChangedCells(before.places(differs & ~anew), int(anew.sum()), after.evidence_days(reader.questions()))
