"""All records and plain values of one file of facts, with their places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from kb.loaders.fields import Record
from kb.loaders.imports.kept_records import name_of
from kb.loaders.records import Facts
from kb.loaders.yaml_files import Place

PLAIN = (str, int, type(None))  # values that hold no records


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
    """The records in a value that is one or holds some."""
    inner: Iterable[tuple[str | int, Any]] = ()
    if isinstance(value, dict):
        inner = value.items()
    elif isinstance(value, tuple):
        inner = enumerate(value)
    elif isinstance(value, Record):
        yield place, value
        inner = ((key.rstrip("_"), child) for key, child in value)
    for key, child in inner:
        if not isinstance(child, PLAIN):
            yield from _walk((*place, key), child)


def plain_values(record: Record, key: str) -> Iterator[tuple[Place, str]]:
    """(index, text) of the text values of one field, lists opened."""
    value = getattr(record, key)
    if isinstance(value, str):
        yield (), value
    elif isinstance(value, tuple):
        yield from (((number,), item) for number, item in enumerate(value) if isinstance(item, str))
