"""Where the mark of a country stands: the middle of its largest area, or its principal city as the time zones have it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from itertools import accumulate, pairwise
from typing import Any

Point = tuple[float, float]
ZONE = re.compile(r"^([A-Z]{2})\t([+-]\d{4,6})([+-]\d{5,7})\t", re.MULTILINE)


def middles(topology: Any) -> dict[str, Point]:
    """(longitude, latitude) of the middle of the largest area of each country that has a code, from TopoJSON."""
    arcs = [_arc(topology["transform"], arc) for arc in topology["arcs"]]
    found = {}
    for area in topology["objects"]["countries"]["geometries"]:
        has_parts = isinstance(area["arcs"][0][0], list)
        shapes = area["arcs"] if has_parts else [area["arcs"]]
        rings = (_ring(arcs, shape[0]) for shape in shapes)
        if "id" in area:
            found[area["id"]] = max(map(_weighed, rings))[1]
    return found


def _arc(transform: Any, arc: list[list[int]]) -> list[Point]:
    """An arc in degrees, from whole steps that each begin where the last ended."""
    (across, along), (west, south) = transform["scale"], transform["translate"]
    steps = accumulate(arc, lambda at, step: [at[0] + step[0], at[1] + step[1]])
    return [(x * across + west, y * along + south) for x, y in steps]


def _ring(arcs: list[list[Point]], numbers: Iterable[int]) -> list[Point]:
    """The points of a ring; a number below nought is an arc that runs backwards."""
    points = (point for number in numbers for point in (arcs[number] if number >= 0 else arcs[~number][::-1]))
    return list(accumulate(points, _without_a_leap))


def _without_a_leap(before: Point, point: Point) -> Point:
    """A point as near to the one before as it is on the globe: east of 180 degrees rather than far in the west."""
    return point[0] - 360 * round((point[0] - before[0]) / 360), point[1]


def _weighed(ring: list[Point]) -> tuple[float, Point]:
    """The area of a ring, in square degrees, and its centre of gravity."""
    sides = [(x + u, y + v, x * v - u * y) for (x, y), (u, v) in pairwise([*ring, ring[0]])]
    twice = sum(cross for _, _, cross in sides)
    if not twice:
        return 0.0, ring[0]
    x, y = (sum(side[axis] * side[2] for side in sides) / (3 * twice) for axis in (0, 1))
    return abs(twice) / 2, ((x + 180) % 360 - 180, y)


@cache
def principal_cities() -> dict[str, Point]:
    """(longitude, latitude) of the first city that the database of time zones names for each country, by two-letter code."""
    text = (files("tzdata") / "zoneinfo" / "zone.tab").read_text(encoding="utf-8")
    return {code: (_degrees(longitude), _degrees(latitude)) for code, latitude, longitude in reversed(ZONE.findall(text))}


def _degrees(written: str) -> float:
    """Degrees of ±DDMM, ±DDDMM, ±DDMMSS or ±DDDMMSS.

    >>> _degrees("+0117"), _degrees("-0740023")
    (1.2833333333333334, -74.00638888888889)
    """
    digits = written[1:]
    whole = len(digits) - (2 if len(digits) < 6 else 4)
    minutes, seconds = digits[whole : whole + 2], digits[whole + 2 :] or "0"
    value = int(digits[:whole]) + int(minutes) / 60 + int(seconds) / 3600
    return -value if written[0] == "-" else value
