"""Write what an engine answered, under limits, as frames: ``h`` what it is, ``d`` a piece, ``s`` its counts, ``x`` an error."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import IO, Any, cast

from pyoxigraph import QueryBoolean, QueryResultsFormat, QuerySolutions, RdfFormat, Triple, serialize

from kb.naming.namespaces import PREFIXES
from kb.running.sink import ResultSink, TooLargeError, TooManyRowsError
from kb.sparql.mistakes import mistake

MEGABYTE = 1024 * 1024
MOST_COLUMNS = 500
ROW_FORMATS = {
    "csv": QueryResultsFormat.CSV,
    "tsv": QueryResultsFormat.TSV,
    "json": QueryResultsFormat.JSON,
    "xml": QueryResultsFormat.XML,
}
GRAPH_FORMATS = {
    "nt": RdfFormat.N_TRIPLES,
    "ttl": RdfFormat.TURTLE,
    "trig": RdfFormat.TRIG,
    "nq": RdfFormat.N_QUADS,
    "rdf": RdfFormat.RDF_XML,
    "jsonld": RdfFormat.JSON_LD,
}

Frame = Callable[[bytes, bytes], object]
Results = QuerySolutions | QueryBoolean | Iterator[Triple]


def write_answer(results: Results, task: Mapping[str, Any], frame: Frame) -> None:
    """Hand on an answer in the format of its task: what it is, its content in pieces, its counts; or what limit it hits."""
    sink = ResultSink(lambda data: frame(b"d", data), task["format"], task["rows"], task["answer_mb"] * MEGABYTE, task["cut"])
    target = cast(IO[bytes], sink)
    if isinstance(results, QuerySolutions):
        columns = [variable.value for variable in results.variables]
        if len(columns) > MOST_COLUMNS:
            fail(frame, "columns", f"the answer has {len(columns)} columns; the limit is {MOST_COLUMNS}")
            return
        _head(frame, "rows", columns)
        sink.guard(lambda: results.serialize(target, format=ROW_FORMATS[task["format"]]))
    elif isinstance(results, QueryBoolean):
        _head(frame, "boolean", [])
        results.serialize(target, format=ROW_FORMATS[task["format"]])
    else:
        _head(frame, "graph", [])
        is_plain = task["format"] in ("nt", "nq")
        prefixes = None if is_plain else PREFIXES
        triples = _counted(results, sink)
        sink.guard(lambda: serialize(triples, target, GRAPH_FORMATS[task["format"]], prefixes=prefixes))
    sink.close()
    frame(b"s", json.dumps({"rows": sink.rows, "cut": sink.is_cut}).encode())


def _counted(triples: Iterator[Triple], sink: ResultSink) -> Iterator[Triple]:
    for triple in triples:
        if sink.rows == sink.row_limit:
            if sink.may_cut:
                sink.is_cut = True
                return
            raise TooManyRowsError(sink.row_limit)
        sink.rows += 1
        yield triple


def _head(frame: Frame, kind: str, columns: list[str]) -> None:
    frame(b"h", json.dumps({"kind": kind, "columns": columns}).encode())


def failure_of(error: BaseException, task: Mapping[str, Any]) -> tuple[str, str]:
    """The kind of an error while a query ran, and what to say of it."""
    if isinstance(error, SyntaxError):
        return "query", f"the query does not parse: {mistake(str(task.get('query', '')), str(error))}"
    if isinstance(error, TooLargeError):
        return "bytes", f"the answer is larger than {task['answer_mb']} MB; add a LIMIT"
    if isinstance(error, TooManyRowsError):
        return "rows", f"the answer has more rows than the limit of {error}; add a LIMIT"
    if isinstance(error, MemoryError):
        return "memory", f"needed more than {task['memory_mb']} MB of memory"
    if isinstance(error, ValueError):
        return "usage", str(error)
    if isinstance(error, RuntimeError):
        return "engine", str(error)
    if isinstance(error, OSError):
        return "store", f"the store cannot be read: {error}"
    return "panic", f"the engine could not answer: {error}"


def fail(frame: Frame, kind: str, message: str) -> None:
    """Hand on an error in place of an answer."""
    frame(b"x", json.dumps({"error": kind, "message": message}).encode())
