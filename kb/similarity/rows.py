"""Distances as rows: one per pair, or one per pair and question."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

from kb.similarity.distances import Distances, Pair
from kb.similarity.grid import UNKNOWN
from kb.similarity.shared_law import shared_law
from kb.tables.csv import guard
from kb.tables.frame import DAY, NUMBER, TEXT, TRUTH, WHOLE, frame_of

if TYPE_CHECKING:
    import pandas as pd
from kb.tables.json import point
from kb.values.model import POINT

PAIR_COLUMNS = (
    "first", "second", "distance", "lower", "upper", "compared", "questions", "missing", "disputed", "not_comparable",
    "set_apart_by", "shared_law", "weights", "incomparable", *POINT[1:], POINT[0],
)  # fmt: skip
QUESTION_COLUMNS = (
    "first", "second", "distance", "lower", "upper", "question", "dimension", "first_shows", "second_shows", "apart", "share",
    "left_out", "open", "cautions", "weights", *POINT[1:], POINT[0],
)  # fmt: skip
KINDS = (
    dict.fromkeys(("distance", "lower", "upper", "apart", "share"), NUMBER)
    | dict.fromkeys(("compared", "questions", "missing", "disputed", "not_comparable"), WHOLE)
    | {"open": TRUTH, "as_of": DAY, "known_on": DAY}
)
TOP = 3

Row = dict[str, str | int | float | None]


def pair_rows(similarity: Distances) -> Iterator[Row]:
    """One row per pair, the nearest first."""
    grid, heads = similarity.grid, similarity.comparison.questions
    first, second = grid.pairs
    known = (grid.shown[first] != UNKNOWN) & (grid.shown[second] != UNKNOWN)
    counted = ~np.isnan(grid.apart)
    disputed = np.array([[similarity.cells[slug, head.id].disputed for head in heads] for slug in similarity.slugs])
    largest = np.argsort(-similarity.share, axis=1, kind="stable")[:, :TOP]
    for row in similarity.ranked:
        one, other = first[row], second[row]
        yield {
            **_pair(similarity, int(one), int(other)),
            "compared": int(counted[row].sum()),
            "questions": len(heads),
            "missing": int((grid.shown[[one, other]] == UNKNOWN).sum()),
            "disputed": int(disputed[[one, other]].sum()),
            "not_comparable": int((known[row] & ~counted[row]).sum()),
            "set_apart_by": "; ".join(heads[column].id for column in largest[row] if similarity.share[row, column] > 0),
            "shared_law": "; ".join(shared_law(similarity.wholes, similarity.slugs[one], similarity.slugs[other])),
            "incomparable": "counted" if similarity.include_incomparable else "left out",
            **_about(similarity),
        }


def question_rows(similarity: Distances) -> Iterator[Row]:
    """One row per pair and question, the nearest pairs first, the questions in the order of the codebook."""
    for pair in similarity.pairs():
        yield from question_rows_of(similarity, pair)


def question_rows_of(similarity: Distances, pair: Pair) -> Iterator[Row]:
    """One row per question between two regimes, in the order of the codebook."""
    about = _about(similarity)
    for part in pair.parts:
        one, other = part.cells
        yield {
            "first": pair.first,
            "second": pair.second,
            "distance": pair.distance,
            "lower": pair.lower,
            "upper": pair.upper,
            "question": part.head.id,
            "dimension": part.head.dimension,
            "first_shows": one.answer or one.state,
            "second_shows": other.answer or other.state,
            "apart": part.apart,
            "share": part.share,
            "left_out": part.left_out,
            "open": "true" if part.open else "false",
            "cautions": "; ".join(caution.kind for caution in part.cautions),
            **about,
        }


def frame(rows: Iterable[Row], columns: Sequence[str]) -> pd.DataFrame:
    """Rows as a data frame: numbers, truths and days are such, and an unknown number is missing."""
    return frame_of(rows, {name: KINDS.get(name, TEXT) for name in columns})


def write_csv(rows: Iterable[Row], columns: Sequence[str]) -> str:
    """Rows as CSV text with a header line; an unknown number is an empty field, and no field is a formula."""
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, columns)
    writer.writeheader()
    writer.writerows({name: "" if value is None else guard(str(value)) for name, value in row.items()} for row in rows)
    return buffer.getvalue()


def _pair(similarity: Distances, one: int, other: int) -> Row:
    squares = {"distance": similarity.distance, "lower": similarity.lower, "upper": similarity.upper}
    values = {name: float(square[one, other]) for name, square in squares.items()}
    names: Row = {"first": similarity.slugs[one], "second": similarity.slugs[other]}
    return names | {name: None if np.isnan(value) else value for name, value in values.items()}


def _about(similarity: Distances) -> Row:
    return {"weights": similarity.weights, **point(similarity.comparison)}
