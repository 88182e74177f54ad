"""Columns beside those of a result that say in which language, or of which datatype, its values are."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import IO, Any

from pyoxigraph import Literal

from kb.asking.formats.column_types import TEXT

LANGUAGE, DATATYPE = "_language", "_datatype"
LANGUAGE_STRING = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"


def with_companions(columns: list[str], rows: list[Any]) -> tuple[list[str], list[list[Any]]]:
    """The columns and rows with a column of languages and one of datatypes behind each that needs it.

    A column needs languages where a value has one, and datatypes where its values are not all plain texts.
    """
    wanted = [(name, place, told) for place, name in enumerate(columns) for told in _needed(rows, place)]
    heads = [column for name in columns for column in (name, *(name + told for one, _, told in wanted if one == name))]
    return heads, [list(_widened(row, columns, wanted)) for row in rows]


def _needed(rows: list[Any], place: int) -> list[str]:
    literals = [row[place] for row in rows if isinstance(row[place], Literal)]
    found = [LANGUAGE] if any(one.language for one in literals) else []
    kinds = {one.datatype.value for one in literals} - {TEXT, LANGUAGE_STRING}
    return found + ([DATATYPE] if kinds else [])


def _widened(row: Any, columns: list[str], wanted: list[tuple[str, int, str]]) -> Iterator[Any]:
    for place in range(len(columns)):
        value = row[place]
        yield value
        for _, at, told in wanted:
            if at == place:
                yield _told(value, told)


def _told(value: Any, told: str) -> Literal | None:
    if not isinstance(value, Literal):
        return None
    if told == LANGUAGE:
        return Literal(value.language) if value.language else None
    return Literal(value.datatype.value)


def write_csv(columns: list[str], rows: list[list[Any]], output: IO[bytes]) -> None:
    """Rows as the CSV of SPARQL results: values without their kind, CRLF line ends."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(columns)
    writer.writerows([["" if value is None else getattr(value, "value", str(value)) for value in row] for row in rows])
    output.write(text.getvalue().encode("utf-8"))


def as_tsv(columns: list[str], rows: list[list[Any]]) -> bytes:
    """Rows as the TSV of SPARQL results, which every other format here is written from."""
    lines = ["\t".join(f"?{name}" for name in columns)]
    lines += ["\t".join("" if value is None else _term(value) for value in row) for row in rows]
    return ("\n".join(lines) + "\n").encode("utf-8")


def _term(value: Any) -> str:
    return str(value).replace("\t", "\\t")
