"""Means over questions, in which every question or every dimension weighs the same, and how low and high they can get."""

from __future__ import annotations

import numpy as np

from kb.similarity.scales import Bools, Floats

WEIGHTS = ("question", "dimension")
DIGITS = 12


def shares(counted: Bools, groups: list[list[int]]) -> Floats:
    """Weight of every counted question of every pair; weights of a pair sum to 1, or are all 0 if nothing counts.

    ``counted`` is pairs by questions; ``groups`` are the columns that share a weight between them.
    """
    weights = np.zeros(counted.shape)
    filled = np.zeros(len(counted))
    for columns in groups:
        here = counted[:, columns]
        number = here.sum(axis=1, keepdims=True)
        weights[:, columns] = here / np.maximum(number, 1)
        filled += number[:, 0] > 0
    return weights / np.maximum(filled, 1)[:, None]


def sums_and_counts(apart: Floats, groups: list[list[int]]) -> tuple[Floats, Floats]:
    """Of every row and group: the sum of what is a number, and how many are; rows by groups."""
    counted = ~np.isnan(apart)
    values = np.where(counted, apart, 0)
    sums = np.column_stack([values[:, group].sum(axis=1) for group in groups])
    counts = np.column_stack([counted[:, group].sum(axis=1, dtype=float) for group in groups])
    return sums, counts


def mean_of_groups(sums: Floats, counts: Floats) -> Floats:
    """Mean over the groups (the last axis) of the mean in each, rounded; not a number if nothing counts."""
    filled = (counts > 0).sum(axis=-1)
    means = (sums / np.maximum(counts, 1)).sum(axis=-1) / np.maximum(filled, 1)
    distance: Floats = np.where(filled > 0, np.round(means, DIGITS), np.nan)
    return distance


def lowest_mean(values: Floats, fixed: Bools, free: Bools, groups: list[list[int]]) -> Floats:
    """The lowest mean of every pair over all choices of which free questions count; not a number if nothing can count.

    Groups are independent, and the mean over groups rises with the mean of each, so the lowest of each makes the lowest of all.
    """
    inner = np.column_stack([_lowest(values[:, group], fixed[:, group], free[:, group]) for group in groups])
    always = np.column_stack([fixed[:, group].any(axis=1) for group in groups])
    sometimes = np.column_stack([free[:, group].any(axis=1) for group in groups]) & ~always
    lowest = _lowest(inner, always, sometimes)
    return np.where(np.isfinite(lowest), np.round(lowest, DIGITS), np.nan)


def highest_mean(values: Floats, fixed: Bools, free: Bools, groups: list[list[int]]) -> Floats:
    """The highest mean of every pair over all choices of which free questions count; not a number if nothing can count."""
    return -lowest_mean(-values, fixed, free, groups)


def _lowest(values: Floats, fixed: Bools, free: Bools) -> Floats:
    """Of each row the lowest of the means that take all fixed values and the smallest few of the free ones."""
    total = np.where(fixed, values, 0).sum(axis=1, keepdims=True)
    number = fixed.sum(axis=1, keepdims=True)
    smallest = np.sort(np.where(free, values, np.inf), axis=1)
    sums = np.concatenate([total, total + np.cumsum(smallest, axis=1)], axis=1)
    counts = number + np.arange(values.shape[1] + 1)
    means = np.where(counts > 0, sums / np.maximum(counts, 1), np.inf)
    lowest: Floats = means.min(axis=1)
    return lowest
