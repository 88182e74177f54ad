"""Observations become claims: equal values that follow each other without a gap are one, with the days it holds."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from kb.importing.codes import Numbers
from kb.importing.days import OPEN

MOST_NAMED = 100


@dataclass(frozen=True)
class Observations:
    """Values on some days: series (a question in a scope), place, first day, first day after, answer, note, rows of the file."""

    series: Numbers
    place: Numbers
    start: Numbers
    end: Numbers
    answer: Numbers
    note: Numbers
    row: Numbers
    last: Numbers

    def taken(self, at: Numbers) -> Observations:
        """Some of them, in an order."""
        return Observations(*(getattr(self, name)[at] for name in self.__dataclass_fields__))


@dataclass(frozen=True)
class Runs:
    """What became of observations: the claims, what stands in the way, and whether any two of one cell share a day."""

    claims: Observations
    conflicts: tuple[tuple[int, int], ...]
    repeated: int
    overlaps: bool


def follows(place: Numbers, start: Numbers, end: Numbers) -> Numbers:
    """Which observations begin where the one before ends, at the same place; one fewer than there are observations."""
    found: Numbers = (place[1:] == place[:-1]) & (start[1:] == end[:-1])
    return found


def squeezed(found: Observations, after: Numbers) -> Observations:
    """Observations of one value that follow each other, as ``after`` of :func:`follows` says, as one over their days."""
    goes_on = after & (found.answer[1:] == found.answer[:-1]) & (found.note[1:] == found.note[:-1])
    first = _firsts(goes_on, len(found.row))
    last = np.append(first[1:], len(found.row)) - 1 if len(first) else first
    kept = found.taken(first)
    return replace(kept, end=found.end[last], last=found.last[last])


def joined(found: Observations, until_next: bool) -> Runs:
    """The runs of equal values; ``until_next`` lets each observation hold until the next one of its cell."""
    key = (found.series.astype(np.int64) << 44) + (found.place.astype(np.int64) << 24) + found.start
    if (key[1:] < key[:-1]).any():
        found = found.taken(np.argsort(key, kind="stable"))
    del key
    twice: tuple[tuple[int, int], ...] = ()
    if until_next:
        twice = _pairs(found, _same(found) & (found.start[1:] == found.start[:-1]) & _differ(found))
        found = _until_next(found)
    same = _same(found)
    alike = same & (found.answer[1:] == found.answer[:-1])
    overlap = same & (found.start[1:] < found.end[:-1])
    repeated = int((alike & (found.start[1:] == found.start[:-1])).sum())
    first = _firsts(alike & (found.note[1:] == found.note[:-1]) & (found.start[1:] <= found.end[:-1]), len(found.row))
    claims = found.taken(first)
    if len(first):
        last = np.append(first[1:], len(found.row)) - 1
        claims = replace(claims, end=np.maximum.reduceat(found.end, first), last=found.last[last])
    return Runs(claims, twice + _pairs(found, overlap & ~alike), repeated, bool(overlap.any()))


def _until_next(found: Observations) -> Observations:
    """Observations in order, each until the next of its cell begins; a blank ends the one before and is none itself."""
    ends = np.append(np.where(_same(found), found.start[1:], OPEN), OPEN)[: len(found.end)].astype(np.int32)
    return replace(found, end=ends).taken(np.flatnonzero((ends > found.start) & (found.answer >= 0)))


def _same(found: Observations) -> Numbers:
    """Which observations are of the cell of the one before."""
    cells: Numbers = (found.series[1:] == found.series[:-1]) & (found.place[1:] == found.place[:-1])
    return cells


def _differ(found: Observations) -> Numbers:
    """Which observations have another value than the one before, where both have one."""
    values: Numbers = (found.answer[1:] != found.answer[:-1]) & (found.answer[1:] >= 0) & (found.answer[:-1] >= 0)
    return values


def _pairs(found: Observations, at: Numbers) -> tuple[tuple[int, int], ...]:
    """The rows of the first observations that contradict the one before."""
    return tuple((int(found.row[one]), int(found.row[one + 1])) for one in np.flatnonzero(at)[:MOST_NAMED])


def _firsts(goes_on: Numbers, number: int) -> Numbers:
    """Where runs begin, by which observations but the first go on with the one before."""
    return np.flatnonzero(np.concatenate(([True], ~goes_on))) if number else np.empty(0, np.int64)
