"""Observations become claims: equal values that follow each other without a gap are one, with the days it holds."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kb.importing.codes import Numbers
from kb.importing.days import OPEN

MOST_NAMED = 100


@dataclass(frozen=True)
class Observations:
    """One row each: series (a question in a scope), place, first day, first day after, answer, note, and row of the file."""

    series: Numbers
    place: Numbers
    start: Numbers
    end: Numbers
    answer: Numbers
    note: Numbers
    row: Numbers

    def taken(self, at: Numbers) -> Observations:
        """Some of them, in an order."""
        return Observations(*(getattr(self, name)[at] for name in self.__dataclass_fields__))


@dataclass(frozen=True)
class Runs:
    """What became of observations: the claims, their last rows, and what stands in the way."""

    claims: Observations
    last_row: Numbers
    conflicts: tuple[tuple[int, int], ...]
    conflicting: int
    repeated: int


def joined(found: Observations, until_next: bool) -> Runs:
    """The runs of equal values; ``until_next`` lets each observation hold until the next one of its cell."""
    key = (found.series.astype(np.int64) << 44) + (found.place.astype(np.int64) << 24) + found.start
    if (key[1:] < key[:-1]).any():
        found = found.taken(np.argsort(key, kind="stable"))
    del key
    same = (found.series[1:] == found.series[:-1]) & (found.place[1:] == found.place[:-1])
    if until_next:
        found.end[:-1] = np.where(same, found.start[1:], OPEN)
        found.end[-1:] = OPEN
        kept = np.flatnonzero((found.end > found.start) & (found.answer >= 0))
        found = found.taken(kept)
        same = (found.series[1:] == found.series[:-1]) & (found.place[1:] == found.place[:-1])
    alike = same & (found.answer[1:] == found.answer[:-1])
    overlap = same & (found.start[1:] < found.end[:-1])
    clash = np.flatnonzero(overlap & ~alike)
    repeated = int((alike & (found.start[1:] == found.start[:-1])).sum())
    goes_on = alike & (found.note[1:] == found.note[:-1]) & (found.start[1:] <= found.end[:-1])
    first = np.flatnonzero(np.concatenate(([True], ~goes_on))) if len(found.row) else np.empty(0, np.int64)
    claims = found.taken(first)
    ends = np.maximum.reduceat(found.end, first) if len(first) else claims.end
    last = np.concatenate((first[1:], [len(found.row)])) - 1 if len(first) else first
    merged = Observations(claims.series, claims.place, claims.start, ends, claims.answer, claims.note, claims.row)
    pairs = tuple((int(found.row[at]), int(found.row[at + 1])) for at in clash[:MOST_NAMED])
    return Runs(merged, found.row[last], pairs, len(clash), repeated)
