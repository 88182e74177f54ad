"""Results of a query as files: which formats there are for rows, a yes or no, and graphs, and how each is written.

What the engine writes itself (``wire`` equals the name) passes through unread, so its size is bounded by limits only. The
other formats read the engine's TSV row by row.
"""

from __future__ import annotations

import io
import json
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import IO, Any

from pyoxigraph import QueryResultsFormat, QuerySolutions, parse_query_results

from kb.asking.formats.column_types import NONE_DECLARED
from kb.asking.formats.companions import as_tsv, with_companions, write_csv
from kb.asking.sandbox import Asked, Told, stream_query
from kb.errors import UsageError
from kb.naming.iris import ID
from kb.release.release import Release
from kb.running.limits import Limits
from kb.running.pool import Ticket
from kb.saving import suffixes_of
from kb.sparql.answers import answers_stay_here

IN_MEMORY = 4 * 1024 * 1024


@dataclass(frozen=True)
class ResultFormat:
    """A format of results: its name (also the suffix of files), media type, and which kinds of answers it can hold."""

    name: str
    media: str
    kinds: tuple[str, ...]
    wire: str
    label: str

    @property
    def is_binary(self) -> bool:
        """Whether it is no text that a terminal can show."""
        return self.name in ("xlsx", "parquet")


Labels = Callable[[str], str]
ROWS, GRAPH = ("rows", "boolean"), ("graph",)
FORMATS = {
    one.name: one
    for one in (
        ResultFormat("csv", "text/csv; charset=utf-8", ROWS, "csv", "CSV"),
        ResultFormat("tsv", "text/tab-separated-values; charset=utf-8", ROWS, "tsv", "TSV"),
        ResultFormat("json", "application/sparql-results+json", ROWS, "json", "JSON"),
        ResultFormat("xml", "application/sparql-results+xml", ROWS, "xml", "XML"),
        ResultFormat("md", "text/markdown; charset=utf-8", ROWS, "tsv", "Markdown"),
        ResultFormat("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ("rows",), "tsv", "Excel"),
        ResultFormat("parquet", "application/vnd.apache.parquet", ("rows",), "tsv", "Parquet"),
        ResultFormat("ttl", "text/turtle; charset=utf-8", GRAPH, "ttl", "Turtle"),
        ResultFormat("nt", "application/n-triples", GRAPH, "nt", "N-Triples"),
        ResultFormat("nq", "application/n-quads", GRAPH, "nq", "N-Quads"),
        ResultFormat("trig", "application/trig", GRAPH, "trig", "TriG"),
        ResultFormat("rdf", "application/rdf+xml", GRAPH, "rdf", "RDF/XML"),
        ResultFormat("jsonld", "application/ld+json", GRAPH, "jsonld", "JSON-LD"),
    )
}
BUNDLE = "bundle"
SUFFIXES = suffixes_of((*FORMATS, BUNDLE), zip=BUNDLE)
MODULES = {"md": "markdown", "xlsx": "xlsx", "parquet": "parquet"}


def formats_of(kind: str) -> list[str]:
    """Names of the formats that can hold an answer of a kind."""
    return [name for name, one in FORMATS.items() if kind in one.kinds]


def format_for(kind: str, name: str) -> ResultFormat:
    """The format of that name; UsageError if it cannot hold an answer of the kind."""
    fitting = formats_of(kind)
    if name not in fitting:
        raise UsageError(f"a {kind} answer has no format '{name}'; known: {', '.join(fitting)}")
    return FORMATS[name]


def write_query(
    release: Release,
    asked: Asked,
    format_name: str,
    output: IO[bytes],
    limits: Limits | None = None,
    ticket: Ticket | None = None,
    companions: bool = False,
) -> Told:
    """Run a checked query and write its answer in a format, holding a bounded part of it in memory.

    With ``companions`` columns of languages and datatypes stand beside those that have them; the rows are then held in memory.
    Raises UsageError for a format that does not fit, and what running a query raises; the file then holds no answer.
    """
    target = format_for(asked.kind, format_name)
    if asked.kind == "boolean" and target.name not in ("json", "xml"):
        return _write_boolean(release, asked, target.name, output, limits, ticket)
    if companions and (target.kinds == GRAPH or target.name in ("json", "xml")):
        raise UsageError(
            f"{target.name} says languages and datatypes itself; companions are columns of csv, tsv, md, xlsx, parquet"
        )
    if target.name == target.wire and not companions:
        return stream_query(release, asked, target.wire, output, limits, ticket)
    with tempfile.SpooledTemporaryFile(IN_MEMORY) as wire:
        told = stream_query(release, asked, "tsv", wire, limits, ticket)
        wire.seek(0)
        about = _about(release, asked)
        if companions:
            _write_widened(wire, target.name, output, about, _labels(release), asked.types)
        else:
            write_rows(wire, target.name, output, about, _labels(release), asked.types)
    return told


def _about(release: Release, asked: Asked) -> dict[str, str]:
    """What a file says of itself: release, licence, the query as it was run, and what its parameters stood for, as JSON."""
    given = {"parameters": json.dumps(asked.values, ensure_ascii=False, sort_keys=True)} if asked.values else {}
    return {"release": release.id, "licence": release.reader.base().terms.line, "query": asked.text, **given}


def _labels(release: Release) -> Labels:
    """What the entities of a release are called, looked up only where a format asks."""
    return lambda iri: entity.label if (entity := release.catalogue.entities.get(iri.removeprefix(ID))) else ""


@answers_stay_here
def _write_widened(
    wire: IO[bytes], name: str, output: IO[bytes], about: dict[str, str], labels: Labels, types: Mapping[str, str]
) -> None:
    columns, rows = solutions_of(wire)
    heads, widened = with_companions(columns, list(rows))
    if name == "csv":
        write_csv(heads, widened, output)
    elif name == "tsv":
        output.write(as_tsv(heads, widened))
    else:
        write_rows(io.BytesIO(as_tsv(heads, widened)), name, output, about, labels, types)


@answers_stay_here
def write_rows(
    wire: IO[bytes],
    format_name: str,
    output: IO[bytes],
    about: dict[str, str],
    labels: Labels = lambda _: "",
    types: Mapping[str, str] = NONE_DECLARED,
) -> None:
    """Write rows that stand in a TSV file in one of the formats that the engine does not write itself.

    ``labels`` gives what an IRI is called, empty for one without a name; ``types`` are those that the query declares.
    """
    writer = import_module(f"kb.asking.formats.{MODULES[format_name]}").write
    more = {"xlsx": (labels,), "parquet": (types,)}.get(format_name, ())
    writer(wire, output, about, *more)


def _write_boolean(
    release: Release, asked: Asked, format_name: str, output: IO[bytes], limits: Limits | None, ticket: Ticket | None
) -> Told:
    """A yes or no in formats that the standards do not define for it: one column named answer."""
    with tempfile.SpooledTemporaryFile(IN_MEMORY) as wire:
        told = stream_query(release, asked, "json", wire, limits, ticket)
        wire.seek(0)
        output.write(boolean_as(format_name, b"true" in wire.read()))
    return told


def boolean_as(format_name: str, truth: bool) -> bytes:
    """A yes or no as a table of one cell: csv, tsv or md."""
    word = "true" if truth else "false"
    shapes = {"csv": f"answer\r\n{word}\r\n", "tsv": f"?answer\n{word}\n", "md": f"| answer |\n|:--|\n| {word} |\n"}
    return shapes[format_name].encode()


def solutions_of(wire: IO[bytes]) -> tuple[list[str], Iterator[Any]]:
    """Columns and rows of a TSV file, read as they are asked for."""
    found = parse_query_results(wire, format=QueryResultsFormat.TSV)
    assert isinstance(found, QuerySolutions)
    return [variable.value for variable in found.variables], iter(found)
