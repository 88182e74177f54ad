"""``query``: a file, standard input or a stored query, with parameters, in any result format."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from kb.commands.options import Home, Output
from kb.errors import UsageError
from kb.saving import deliver

FORMAT_HELP = "csv, tsv, json, xml, md, xlsx, parquet; ttl, nt, nq, trig, rdf, jsonld; bundle. Else the suffix of --output."
BUNDLE = ("bundle", "zip")


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command()(query)


def query(
    file: Annotated[str | None, typer.Argument(help="A file, - for standard input, or the name of a stored query.")] = None,
    param: Annotated[list[str] | None, typer.Option("--param", help="name=value bound to ?name; repeatable.")] = None,
    format: Annotated[str | None, typer.Option("--format", help=FORMAT_HELP)] = None,  # noqa: A002
    output: Output = None,
    home: Home = None,
    list_queries: Annotated[bool, typer.Option("--list", help="List the stored queries.")] = False,
    list_all: Annotated[bool, typer.Option("--all", help="With --list: also those that the program itself asks.")] = False,
    show: Annotated[bool, typer.Option("--show", help="Show the text of the query and do not run it.")] = False,
) -> None:
    """Run a SPARQL query under limits of time, rows and memory.

    Example: python -m kb query fines-by-authority --param platform=tiktok
    """
    if list_queries:
        deliver(list_stored(list_all), output)
    elif file is None:
        raise UsageError("name a query file, - for standard input, or a stored query; --list names the stored ones")
    elif show:
        deliver(query_text(file), output)
    else:
        run(file, param or [], format, output, home)


def run(file: str, given: list[str], format_name: str | None, output: Path | None, home: Path | None) -> None:
    """Run a query and write its result; raises UsageError, QueryError or LimitError."""
    from kb.asking.bundle import write_bundle
    from kb.asking.formats import FORMATS, write_query
    from kb.asking.output import open_output
    from kb.asking.sandbox import prepare
    from kb.opening.current import open_release
    from kb.tables import format_of

    values = dict(parameter(one) for one in given)
    text = query_text(file)
    release = open_release(home)
    name = "query" if file == "-" else Path(file).stem
    asked = prepare(release, text, values, name=name)
    chosen = format_of(output, format_name, "ttl" if asked.kind == "graph" else "csv", (*FORMATS, *BUNDLE))
    is_bundle = chosen in BUNDLE
    with open_output(output, is_bundle or (chosen in FORMATS and FORMATS[chosen].is_binary)) as target:
        if is_bundle:
            write_bundle(release, asked, name, target)
        else:
            write_query(release, asked, chosen, target)


def list_stored(with_internal: bool) -> str:
    """Names, parameters and summaries of the stored queries, those for people by topic."""
    from itertools import chain

    from kb.sparql.stored import internal_queries, library_queries

    lines, topic = list[str](), ""
    for stored in chain(library_queries(), internal_queries() if with_internal else ()):
        here = stored.topic or "asked by the program itself"
        if here != topic:
            lines.append(f"{chr(10) if topic else ''}{here.upper()}\n")
            topic = here
        lines.append(f"{stored.name}  {stored.signature}\n    {stored.summary}\n")
        lines += [f"    {stored.example}\n"] if stored.examples else []
    return "".join(lines)


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
