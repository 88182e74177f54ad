"""``query``: a file, standard input or a stored query, with parameters, in any result format."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kb.commands.names import stored_queries
from kb.commands.options import output_option, reads_release
from kb.errors import UsageError
from kb.saving import deliver, format_of

if TYPE_CHECKING:
    from kb.sparql.stored import StoredQuery

FORMAT_HELP = "csv, tsv, json, xml, md, xlsx, parquet; ttl, nt, nq, trig, rdf, jsonld; bundle. Else the suffix of --output."


@click.command()
@click.argument(
    "file",
    required=False,
    help="A file, - for standard input, or the name of a stored query.",
    shell_complete=stored_queries,
)
@click.option("--param", multiple=True, help="name=value bound to ?name; repeatable.")
@click.option("--format", "format_name", help=FORMAT_HELP)
@output_option
@click.option("--companions", is_flag=True, help="Columns of languages and datatypes beside those that have them.")
@click.option("--list", "list_queries", is_flag=True, help="List the stored queries.")
@click.option("--all", "list_all", is_flag=True, help="With --list: also those that the program itself asks.")
@click.option("--show", is_flag=True, help="Show the text of the query and do not run it.")
@reads_release
def query(
    file: str | None,
    param: tuple[str, ...],
    format_name: str | None,
    output: Path | None,
    companions: bool,
    list_queries: bool,
    list_all: bool,
    show: bool,
    home: Path | None,
) -> None:
    """Run a SPARQL query under limits of time, rows and memory.

    Example: python -m kb query fines-by-authority --param platform=tiktok
    """
    if list_queries:
        deliver(list_stored(list_all, home), output)
    elif file is None:
        raise UsageError("name a query file, - for standard input, or a stored query; --list names the stored ones")
    elif show:
        deliver(query_text(file), output)
    else:
        run(file, param, format_name, output, home, companions)


def run(
    file: str, given: tuple[str, ...], format_name: str | None, output: Path | None, home: Path | None, companions: bool = False
) -> None:
    """Run a query and write its result; raises UsageError, QueryError or LimitError."""
    from kb.asking.bundle import write_bundle
    from kb.asking.formats import BUNDLE, FORMATS, SUFFIXES, write_query
    from kb.asking.output import open_output
    from kb.asking.sandbox import prepare
    from kb.opening.current import open_release

    values = dict(parameter(one) for one in given)
    text = query_text(file)
    release = open_release(home)
    name = "query" if file == "-" else Path(file).stem
    asked = prepare(release, text, values, name=name)
    chosen = format_of(output, format_name, "ttl" if asked.kind == "graph" else "csv", SUFFIXES)
    is_bundle = chosen in (BUNDLE, "zip")
    with open_output(output, is_bundle or (chosen in FORMATS and FORMATS[chosen].is_binary)) as target:
        if is_bundle:
            write_bundle(release, asked, name, target)
        else:
            write_query(release, asked, chosen, target, companions=companions)


def list_stored(with_internal: bool, home: Path | None = None) -> str:
    """Names, parameters and summaries of the stored queries, for people by topic: what the base can answer."""
    from itertools import chain

    from kb.sparql.stored import internal_queries

    lines, topic = list[str](), ""
    for stored in chain(_for_people(home), internal_queries() if with_internal else ()):
        here = stored.topic or "asked by the program itself"
        if here != topic:
            lines.append(f"{chr(10) if topic else ''}{here.upper()}\n")
            topic = here
        lines.append(f"{stored.name}  {stored.signature}\n    {stored.summary}\n")
        lines += [f"    {stored.example}\n"] if stored.examples else []
    return "".join(lines)


def _for_people(home: Path | None) -> Iterable[StoredQuery]:
    """The queries that the release at hand can answer; all of the library where there is none."""
    from kb.asking.library import queries_for
    from kb.errors import UnavailableError
    from kb.opening.current import open_release
    from kb.sparql.stored import library_queries

    try:
        return list(queries_for(open_release(home)))
    except UnavailableError:
        return library_queries()


def query_text(file: str) -> str:
    """The text of a file, of standard input or of a stored query: a bare word names a stored query unless it is a file."""
    from kb.sparql.stored import stored_query

    path = Path(file)
    try:
        if file == "-":
            return sys.stdin.buffer.read().decode("utf-8-sig")
        if path.suffix or "/" in file or path.is_file():
            return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{file} cannot be read: {error}") from None
    return stored_query(file).text


def parameter(given: str) -> tuple[str, str]:
    """Name and value of a ``--param``; raises UsageError if it is not of the form name=value."""
    name, equals, value = given.partition("=")
    if not equals or not name.isidentifier():
        raise UsageError(f"--param {given}: write name=value")
    return name, value
