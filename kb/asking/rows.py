"""Results of a query in memory: rows to go through, a data frame, and every format that files can have."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

from pyoxigraph import (
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    parse,
    parse_query_results,
    serialize,
)

from kb.asking.formats import boolean_as, column_types, format_for, formats_of, write_rows
from kb.asking.sandbox import Answer
from kb.naming.namespaces import PREFIXES
from kb.running.sink import well_formed
from kb.running.writing import GRAPH_FORMATS, ROW_FORMATS
from kb.sparql.answers import read_all
from kb.tables.frame import DAY, MOMENT, NUMBER, TEXT, TRUTH, WHOLE, column, frame_of

if TYPE_CHECKING:
    import pandas as pd

KINDS = {
    column_types.WHOLE: WHOLE,
    column_types.NUMBER: NUMBER,
    column_types.DECIMAL: NUMBER,
    column_types.DAY: DAY,
    column_types.MOMENT: MOMENT,
    column_types.TRUTH: TRUTH,
}


class QueryResult:
    """Rows, a yes or no, or a graph, as a query answered them."""

    def __init__(self, answer: Answer) -> None:
        self.kind = answer.kind
        self.told = answer.told
        self._body, self._format = answer.body, answer.format

    @property
    def columns(self) -> list[str]:
        """Names of the variables of a SELECT; one column for an ASK or a graph's three."""
        if self.kind == "graph":
            return ["subject", "predicate", "object"]
        return ["answer"] if self.kind == "boolean" else [variable.value for variable in self._solutions().variables]

    def __iter__(self) -> Iterator[dict[str, str | None]]:
        """Rows with every value as text, unbound as None."""
        if self.kind == "graph":
            for quad in parse(self._body, format=RdfFormat.N_TRIPLES):
                subject, predicate, value = (getattr(term, "value", str(term)) for term in quad.triple)
                yield {"subject": subject, "predicate": predicate, "object": value}
            return
        if self.kind == "boolean":
            yield {"answer": "true" if self._truth else "false"}
            return
        columns, solutions = read_all(self._solutions())
        for solution in solutions:
            yield {name: _text(value) for name, value in zip(columns, solution, strict=True)}

    def __len__(self) -> int:
        return sum(1 for _ in self)

    @property
    def formats(self) -> list[str]:
        """Names of the formats that fit this answer."""
        return formats_of(self.kind)

    def to_pandas(self) -> pd.DataFrame:
        """Rows as a data frame. A column has the type that the query declares for it, as those of the library do, whatever
        rows there are; else that of its values if all are of one datatype: truths, days, moments, numbers.

        Other columns are texts, those of IRIs too; unbound is missing. Decimals become floating point.
        """
        held = list(self)
        kinds = self._kinds()
        try:
            return frame_of(held, kinds)
        except ValueError:
            return frame_of(held, {name: _kind_that_fits(held, name, kind) for name, kind in kinds.items()})

    def _kinds(self) -> dict[str, str]:
        """Of which kind every column is, by the datatypes of its values."""
        if self.kind != "rows":
            return dict.fromkeys(self.columns, TRUTH if self.kind == "boolean" else TEXT)
        columns, solutions = read_all(self._solutions())
        types = column_types.column_types(columns, iter(solutions), self.told.types)
        return {name: KINDS.get(found, TEXT) for name, found in zip(columns, types, strict=True)}

    def write(self, format_name: str) -> bytes:
        """The result in a format that fits its kind; raises UsageError for one that does not."""
        target = format_for(self.kind, format_name)
        if self.kind == "graph":
            return self._write_graph(GRAPH_FORMATS[format_name])
        if self.kind == "boolean":
            return boolean_as(format_name, self._truth) if format_name not in ("json", "xml") else self._boolean(format_name)
        if target.name == target.wire:
            written = self._solutions().serialize(format=ROW_FORMATS[format_name]) or b""
            return well_formed(written) if format_name == "xml" else written
        output = io.BytesIO()
        wire = io.BytesIO(self._solutions().serialize(format=QueryResultsFormat.TSV) or b"")
        write_rows(wire, format_name, output, {}, types=self.told.types)
        return output.getvalue()

    def _solutions(self) -> QuerySolutions:
        found = parse_query_results(self._body, format=ROW_FORMATS[self._format])
        assert isinstance(found, QuerySolutions)
        return found

    @property
    def _truth(self) -> bool:
        return bool(json.loads(self._body)["boolean"])

    def _boolean(self, format_name: str) -> bytes:
        return parse_query_results(self._body, format=QueryResultsFormat.JSON).serialize(format=ROW_FORMATS[format_name]) or b""

    def _write_graph(self, rdf_format: RdfFormat) -> bytes:
        triples = (quad.triple for quad in parse(self._body, format=RdfFormat.N_TRIPLES))
        is_plain = rdf_format in (RdfFormat.N_TRIPLES, RdfFormat.N_QUADS)
        return serialize(triples, format=rdf_format, prefixes=None if is_plain else PREFIXES) or b""


def _kind_that_fits(rows: list[dict[str, str | None]], name: str, kind: str) -> str:
    """A column with a moment that is in no time zone, or in no year that programs know, is text."""
    try:
        column([row[name] for row in rows], kind)
    except ValueError:
        return TEXT
    return kind


def _text(value: object) -> str | None:
    return None if value is None else str(getattr(value, "value", value))
