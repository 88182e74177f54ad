"""What a reader found of differences between our sentences and the law: ``explained.csv`` beside the facts.

A row speaks for one difference: the place of our sentence, what kind of thing differs, our words, the hash of the passage, why it
is no fault, who says so and when. It lapses when the passage or the words are another.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, fields
from pathlib import Path

from kb.loaders.problems import CuratedDataError, Problem

EXPLAINED = "explained.csv"


@dataclass(frozen=True)
class Explained:
    """One difference that was read and is no fault."""

    place: str
    kind: str
    ours: str
    passage: str
    because: str
    by: str
    on: str


COLUMNS = [one.name for one in fields(Explained)]


def read_explained(root: Path) -> dict[tuple[str, str, str, str], Explained]:
    """All rows by place, kind, our words and passage; none without a file. CuratedDataError if it cannot be read."""
    path = root / EXPLAINED
    if not path.is_file():
        return {}
    name = f"{root.name}/{EXPLAINED}"
    try:
        lines = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"))))
    except (ValueError, csv.Error, OSError) as error:
        raise CuratedDataError([Problem(name, 0, f"cannot be read: {error}; save it as CSV in UTF-8")]) from None
    if not lines or lines[0] != COLUMNS:
        raise CuratedDataError([Problem(name, 1, f"write the columns {','.join(COLUMNS)}")])
    wrong = [number for number, cells in enumerate(lines[1:], 2) if cells and (len(cells) != len(COLUMNS) or not all(cells))]
    if wrong:
        raise CuratedDataError(Problem(name, number, f"fill in all of {', '.join(COLUMNS)}") for number in wrong)
    rows = (Explained(*cells) for cells in lines[1:] if cells)
    return {(row.place, row.kind, row.ours, row.passage): row for row in rows}
