"""The command line: every command is thin, imports what it needs when it runs, and ends errors with a clear line."""

import io
import os
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from kb import (
    cite_command,
    disputes_command,
    embed_command,
    explain_command,
    policies_command,
    publish_command,
    query_command,
    regime_command,
    report_command,
    rerun_command,
    serve_command,
    show_command,
    similarity_command,
    time_commands,
    verify_command,
)
from kb.endpoint_option import ReadingCommand
from kb.errors import KnowledgeBaseError
from kb.options import (
    AsOf,
    Dimensions,
    FactsRoot,
    Home,
    KnownOn,
    Output,
    Plain,
    Platform,
    PolicyName,
    Questions,
    Rows,
    as_json,
    deliver,
    wants_json,
)
from loaders.layout import folder

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Compare how jurisdictions regulate platforms, on any date, as known on any date.",
)


class TableFormat(StrEnum):
    """Formats of a comparison."""

    md = "md"
    html = "html"
    tex = "tex"
    docx = "docx"
    xlsx = "xlsx"
    csv = "csv"
    csvw = "csvw"
    json = "json"
    txt = "txt"
    svg = "svg"
    png = "png"
    pdf = "pdf"


class ListFormat(StrEnum):
    """Formats of a list for readers and programs."""

    txt = "txt"
    md = "md"
    json = "json"


def _facts_root(given: Path | None) -> Path:
    return given or Path(os.environ.get("KB_FACTS") or folder("facts"))


@app.command()
def build(home: Home = None, facts: FactsRoot = None) -> None:
    """Build a release from the facts and publish it.

    Example: python -m kb build
    """
    from kb.build_command import run_build

    run_build(_facts_root(facts), home)


@app.command()
def validate(facts: FactsRoot = None) -> None:
    """Check the facts as build does, without building.

    Example: python -m kb validate
    """
    from kb.build_command import run_validate

    run_validate(_facts_root(facts))


@app.command()
def compare(
    jurisdictions: Annotated[list[str], typer.Argument(help="Two or more, for example us eu sg.")],
    dimension: Dimensions = None,
    question: Questions = None,
    as_of: AsOf = None,
    known_on: KnownOn = None,
    platform: Platform = None,
    policy: PolicyName = None,
    format: Annotated[TableFormat | None, typer.Option("--format", help="Else the suffix of --output, else md.")] = None,  # noqa: A002
    output: Output = None,
    home: Home = None,
) -> None:
    """Compare jurisdictions side by side, with numbered source notes.

    Example: python -m kb compare us eu sg -q forced-divestiture --as-of 2025-09-15
    """
    from kb.comparison import compare as compute
    from kb.release import open_release
    from kb.tables import FORMATS, format_of, table_bytes

    format_name = format_of(output, format, "md", FORMATS)
    comparison = compute(
        open_release(home).reader,
        jurisdictions,
        questions=question or (),
        dimensions=dimension or (),
        as_of=as_of,
        known_on=known_on,
        platform=platform,
        policy=policy,
    )
    deliver(table_bytes(comparison, format_name), output)


@app.command()
def claims(
    source: Annotated[str | None, typer.Argument(help="A source; left out, the sources are listed.")] = None,
    format: Annotated[ListFormat | None, typer.Option("--format", help="Else the suffix of --output, else txt.")] = None,  # noqa: A002
    output: Output = None,
    home: Home = None,
) -> None:
    """Show the statements of a source with verdicts and evidence.

    Example: python -m kb claims us-china-tiktok-near-agreement
    """
    from kb import iris
    from kb.release import open_release
    from kb.statements import FORMATS, source_names, statements_of, write_sources, write_statements
    from kb.tables import format_of

    format_name = format_of(output, format, "txt", FORMATS)
    release = open_release(home)
    if source is None:
        deliver(write_sources(source_names(release), format_name), output)
        return
    statements = statements_of(release, source)
    head = release.reader.head(iris.entity("source", source))
    deliver(write_statements(head, statements, release.id, format_name), output)


@app.command()
def coverage(
    jurisdictions: Annotated[list[str] | None, typer.Argument(help="All researched ones if left out.")] = None,
    as_of: AsOf = None,
    known_on: KnownOn = None,
    work_list: Annotated[
        bool, typer.Option("--work-list", help="The cells to look at instead, first those on which most conclusions hang.")
    ] = False,
    format: Rows = None,  # noqa: A002
    output: Output = None,
    home: Home = None,
) -> None:
    """Show what is coded, absent by type, disputed, unconfirmed and stale.

    Example: python -m kb coverage us eu sg
    """
    from kb.coverage import FORMATS, write_coverage
    from kb.coverage import coverage as compute
    from kb.release import open_release
    from kb.tables import format_of

    format_name = format_of(output, format, "txt", FORMATS)
    release = open_release(home)
    if work_list:
        from kb.similarity.work_list import work_list as list_work

        deliver(list_work(release, jurisdictions or (), format_name, as_of=as_of, known_on=known_on), output)
        return
    rows = compute(release, jurisdictions or (), as_of=as_of, known_on=known_on)
    deliver(write_coverage(rows, format_name), output)


@app.command()
def search(
    words: Annotated[list[str], typer.Argument(help="Words of a name, identifier or text.")],
    limit: Annotated[int, typer.Option("--limit", min=1, max=1000, help="How many to show at most.")] = 20,
    format: Plain = None,  # noqa: A002
    output: Output = None,
    home: Home = None,
) -> None:
    """Find entities by name, alias, identifier and what is said of them.

    Example: python -m kb search "Pub. L. 118-50"
    """
    from dataclasses import asdict

    from kb.release import open_release
    from kb.search import search as find
    from kb.search import write_found

    is_json = wants_json(output, format)
    found = find(open_release(home), " ".join(words), limit)
    if not found:
        raise KnowledgeBaseError(f"nothing found for {' '.join(words)!r}")
    deliver(as_json([asdict(hit) for hit in found]) if is_json else write_found(found), output)


COMMANDS = (
    explain_command,
    time_commands,
    disputes_command,
    policies_command,
    cite_command,
    embed_command,
    publish_command,
    query_command,
    regime_command,
    report_command,
    rerun_command,
    serve_command,
    show_command,
    similarity_command,
    verify_command,
)
for commands in COMMANDS:
    commands.register(app)
for command in app.registered_commands:
    command.cls = ReadingCommand


def main() -> None:
    """Run the command line; a mistake ends with its message and exit code, never with a traceback."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")
    try:
        app()
    except KnowledgeBaseError as error:
        sys.stderr.write(f"kb: {error}\n")
        raise SystemExit(error.exit_code) from None
