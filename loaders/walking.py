"""All records and plain values of one file of facts, with their places."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kb.loaders.fields import Record
from kb.loaders.imports.kept_records import name_of
from kb.loaders.records import Facts
from kb.loaders.yaml_files import Place


def records_of(facts: Facts, name: str) -> Iterator[tuple[Place, Record]]:
    """All records of one file with their places, outer ones first."""
    kind, _, rest = name_of(name).partition("/")
    if kind == "absences":
        for question, absences in facts.absences[rest].items():
            for number, absence in enumerate(absences):
                yield from _walk(("absences", question, number), absence)
        yield from _walk(("open",), facts.open[rest])
    elif kind == "powers":
        yield from _walk(("powers",), facts.powers[rest])
    elif kind == "base":
        yield from _walk((), facts.base)
    elif rest:
        yield from _walk((), getattr(facts, "dimensions" if kind == "codebook" else kind)[rest])
    else:
        for key, record in getattr(facts, kind).items():
            yield from _walk((key,), record)


def _walk(place: Place, value: Any) -> Iterator[tuple[Place, Record]]:
    if isinstance(value, Record):
        yield place, value
        for key, child in value:
            yield from _walk((*place, key.rstrip("_")), child)
    elif isinstance(value, dict):
        for key, child in value.items():
            yield from _walk((*place, key), child)
    elif isinstance(value, tuple):
        for number, child in enumerate(value):
            yield from _walk((*place, number), child)


def plain_values(record: Record) -> Iterator[tuple[str, Place, str]]:
    """(field, index, text) of the record's own text values, lists opened."""
    for key, value in record:
        if isinstance(value, str):
            yield key, (), value
        elif isinstance(value, tuple):
            yield from ((key, (number,), item) for number, item in enumerate(value) if isinstance(item, str))
