"""A CSV beside its release: its rows name their days, release and policy themselves, so it needs no seal."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from typing import Any

from kb.errors import UsageError
from kb.naming.names import policy_name
from kb.tables.csv import COLUMNS, guard, rows
from kb.values.model import Comparison

FIRST = COLUMNS.index("asked_scope") + 1  # the columns without which a row does not say what was asked
ASKED = {"as_of": "as_of", "known_on": "known_on", "platform": "platform", "asked_scope": "scope", "asked_evidence": "evidence"}
NOT_OURS = "it is no comparison written by 'kb compare -o table.csv'"
Rows = list[dict[str, str]]


def read_csv(data: bytes) -> Rows:
    """The rows of an exported table, whatever separates their fields; UsageError for any other file."""
    try:
        text = data.decode("utf-8-sig")
        first = text.partition("\n")[0]
        delimiter = max(",;\t", key=first.count)
        held = list(csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter))
    except (UnicodeDecodeError, csv.Error):
        raise UsageError(NOT_OURS) from None
    columns = tuple(held[0]) if held else ()
    if len(columns) < FIRST or columns != COLUMNS[: len(columns)]:
        raise UsageError(f"{NOT_OURS}: its columns are others")
    if any(None in row or None in row.values() for row in held):
        raise UsageError(f"{NOT_OURS}: a row has more or fewer fields than its header")
    return held


def query_of_rows(held: Rows) -> dict[str, Any]:
    """What the rows say was asked, as a seal keeps it; UsageError if they do not agree on it."""
    for column in (*(name for name in ASKED if name in held[0]), "policy", "release"):
        if len({row[column] for row in held}) > 1:
            raise UsageError(f"its rows name more than one {column.replace('_', ' ')}")
    found: dict[str, Any] = {name: list(dict.fromkeys(row[name[:-1]] for row in held)) for name in ("jurisdictions", "questions")}
    found |= {field: held[0][column] for column, field in ASKED.items() if held[0].get(column)}
    return found | {"policy": policy_name(held[0]["policy"])}


def differences(held: Rows, asked: Comparison) -> Iterator[str]:
    """Where the rows depart from what a release says, each in words."""
    expected = list(rows(asked))
    if len(expected) != len(held):
        yield f"it has {len(held)} rows where release {asked.release} says {len(expected)}"
    for row, said in zip(held, expected, strict=False):
        yield from _cells(row, said, asked.release)


def _cells(row: Mapping[str, str], said: Mapping[str, str], release: str) -> Iterator[str]:
    name = f"{said['jurisdiction']} {said['question']}"
    for column, value in row.items():
        if value.split() != guard(said[column]).split():
            yield f"{name}, {column}: it shows {value[:60]!r} where release {release} says {said[column][:60]!r}"
