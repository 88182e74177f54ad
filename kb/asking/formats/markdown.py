"""Rows as a Markdown table, with short names for IRIs of known vocabularies."""

from __future__ import annotations

from functools import lru_cache
from typing import IO, Any

from pyoxigraph import NamedNode

from kb.asking.formats import solutions_of
from kb.naming.namespaces import shrink
from kb.tables.markdown import escape


def write(wire: IO[bytes], output: IO[bytes], _: dict[str, str]) -> None:
    """Write the rows of a TSV file as a Markdown table in UTF-8."""
    columns, rows = solutions_of(wire)
    output.write(f"| {' | '.join(map(escape, columns))} |\n{'|:--' * len(columns)}|\n".encode())
    for row in rows:
        output.write(f"| {' | '.join(_cell(value) for value in row)} |\n".encode())


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return _short(value.value) if isinstance(value, NamedNode) else escape(getattr(value, "value", str(value)))


@lru_cache(maxsize=10_000)
def _short(iri: str) -> str:
    return escape(shrink(iri))
