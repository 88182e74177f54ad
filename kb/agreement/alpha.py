"""Krippendorff's alpha by NLTK, with the ordinal difference that NLTK does not bring.

Alpha is 1 - observed / expected disagreement: 1 where all agree, 0 where they agree as if by chance, below 0 where less. Source:
Krippendorff, Computing Krippendorff's Alpha-Reliability (2011); its worked example is a test.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence

Value = Hashable
Coded = tuple[str, str, Value]
SCALES = ("nominal", "ordinal", "interval")


def alpha(codings: Iterable[Coded], scale: str) -> float | None:
    """Alpha of (coder, unit, value) on a scale; None where it says nothing: no unit has two values, or all values are the same.

    Values of the ordinal and the interval scale are numbers; units that only one coder has are left out.
    """
    paired = _paired(codings)
    if not paired or len({value for _, _, value in paired}) < 2:
        return None
    from nltk.metrics.agreement import AnnotationTask

    return float(AnnotationTask(data=paired, distance=_difference(scale, [value for _, _, value in paired])).alpha())


def _paired(codings: Iterable[Coded]) -> list[Coded]:
    given = list(codings)
    coders = Counter(unit for _, unit, _ in given)
    return [one for one in given if coders[one[1]] > 1]


def _difference(scale: str, values: Sequence[Value]) -> Callable[[Value, Value], float]:
    """How far two values are apart, squared."""
    from nltk.metrics.distance import binary_distance, interval_distance

    given: dict[str, Callable[[Value, Value], float]] = {"nominal": binary_distance, "interval": interval_distance}
    return _ordinal(values) if scale == "ordinal" else given[scale]


def _ordinal(values: Sequence[Value]) -> Callable[[Value, Value], float]:
    """By how many values that were given two ranks are apart, each of the two counted half."""
    counts = Counter(values)
    ranks = sorted(counts, key=lambda value: float(str(value)))
    place = {value: number for number, value in enumerate(ranks)}

    def apart(one: Value, other: Value) -> float:
        first, last = sorted((place[one], place[other]))
        between = sum(counts[value] for value in ranks[first : last + 1])
        return float((between - (counts[ranks[first]] + counts[ranks[last]]) / 2) ** 2)

    return apart
