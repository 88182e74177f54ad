"""Results of a query in the formats people take away: W3C result formats, RDF formats, Markdown, pandas."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from pyoxigraph import QueryResultsFormat, RdfFormat, parse, parse_query_results, serialize

from kb.errors import UsageError
from kb.namespaces import PREFIXES, shrink
from kb.sandbox import Answer
from kb.tables.markdown import escape

if TYPE_CHECKING:
    import pandas as pd

ROW_FORMATS = {
    "csv": QueryResultsFormat.CSV,
    "tsv": QueryResultsFormat.TSV,
    "json": QueryResultsFormat.JSON,
    "xml": QueryResultsFormat.XML,
    "md": None,
}
GRAPH_FORMATS = {
    "ttl": RdfFormat.TURTLE,
    "nt": RdfFormat.N_TRIPLES,
    "rdf": RdfFormat.RDF_XML,
    "jsonld": RdfFormat.JSON_LD,
}
FORMATS = {name: name for name in (*ROW_FORMATS, *GRAPH_FORMATS)}


class QueryResult:
    """Rows, a yes or no, or a graph, as a query answered them."""

    def __init__(self, answer: Answer) -> None:
        self.kind = answer.kind
        self._body = answer.body

    @property
    def columns(self) -> list[str]:
        """Names of the variables of a SELECT; one column for an ASK or a graph's three."""
        if self.kind == "graph":
            return ["subject", "predicate", "object"]
        content = json.loads(self._body)
        return list(content["head"].get("vars", ())) or ["answer"]

    def __iter__(self) -> Iterator[dict[str, str | None]]:
        """Rows with every value as text, unbound as None."""
        if self.kind == "graph":
            for quad in parse(self._body, format=RdfFormat.N_TRIPLES):
                subject, predicate, value = (getattr(term, "value", str(term)) for term in quad.triple)
                yield {"subject": subject, "predicate": predicate, "object": value}
            return
        content = json.loads(self._body)
        if self.kind == "boolean":
            yield {"answer": "true" if content["boolean"] else "false"}
            return
        for binding in content["results"]["bindings"]:
            yield {name: binding[name]["value"] if name in binding else None for name in content["head"]["vars"]}

    def to_pandas(self) -> pd.DataFrame:
        """Rows as a data frame of strings."""
        import pandas as pd

        return pd.DataFrame(list(self), columns=self.columns)

    def write(self, format_name: str) -> str:
        """The result in one of FORMATS that fits its kind; raises UsageError for one that does not."""
        fitting = GRAPH_FORMATS if self.kind == "graph" else ROW_FORMATS
        if format_name not in fitting:
            raise UsageError(f"a {self.kind} answer has no format '{format_name}'; known: {', '.join(fitting)}")
        if self.kind == "graph":
            return self._write_graph(GRAPH_FORMATS[format_name])
        if format_name == "md" or (self.kind == "boolean" and format_name in ("csv", "tsv")):
            return self._write_plain(format_name)
        return self._write_rows(ROW_FORMATS[format_name])

    def _write_rows(self, result_format: Any) -> str:
        results = parse_query_results(self._body, format=QueryResultsFormat.JSON)
        written = results.serialize(format=result_format)
        assert written is not None
        return written.decode("utf-8")

    def _write_graph(self, rdf_format: RdfFormat) -> str:
        triples = (quad.triple for quad in parse(self._body, format=RdfFormat.N_TRIPLES))
        written = serialize(triples, format=rdf_format, prefixes=PREFIXES)
        assert written is not None
        return written.decode("utf-8")

    def _write_plain(self, format_name: str) -> str:
        if format_name != "md":
            return "".join(f"{line}\r\n" for line in (self.columns[0], next(iter(self))["answer"]))
        lines = [f"| {' | '.join(self.columns)} |", "|:--" * len(self.columns) + "|"]
        lines += [f"| {' | '.join(escape(shrink(value or '')) for value in row.values())} |" for row in self]
        return "\n".join(lines) + "\n"
