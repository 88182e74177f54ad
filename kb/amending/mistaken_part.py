"""Which part of a statement a problem of the facts is about, for whoever sees the statement and no file."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import NamedTuple

from kb.loaders.problems import Problem

KEYED = re.compile(r"(?:[\w/-]+\.)*(?P<key>\w+): (?P<said>.*)", re.DOTALL)
FOUND = re.compile(r" \(found .*\)$", re.DOTALL)
KINDS = {
    "write a date as": "day",
    "is not a day of the calendar": "day",
    "lower case letters, digits": "name",
    "add '": "required",
    "must be later than": "order",
}


class MistakenPart(NamedTuple):
    """A part by its key, what is said of it, and the kind of the mistake: day, name, required, order; empty for another."""

    key: str
    said: str
    kind: str


def mistaken_part(problem: Problem, parts: Collection[str]) -> MistakenPart | None:
    """The part that a problem is about, of those that a statement has; None if it is about none of them."""
    found = KEYED.fullmatch(problem.message)
    said = FOUND.sub("", found["said"] if found else problem.message)
    named = [found["key"] if found else "", *re.findall(r"\w+", said)]
    key = next((name for name in named if name in parts), None)
    return MistakenPart(key, said, next((kind for begun, kind in KINDS.items() if begun in said), "")) if key else None
