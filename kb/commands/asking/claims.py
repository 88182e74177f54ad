"""``claims``: what a source states, with verdicts and evidence."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from kb.commands.options import Home, Output
from kb.saving import deliver


class ListFormat(StrEnum):
    """Formats of a list for readers and programs."""

    txt = "txt"
    md = "md"
    json = "json"


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command()(claims)


def claims(
    source: Annotated[str | None, typer.Argument(help="A source; left out, the sources are listed.")] = None,
    format: Annotated[ListFormat | None, typer.Option("--format", help="Else the suffix of --output, else txt.")] = None,  # noqa: A002
    output: Output = None,
    home: Home = None,
) -> None:
    """Show the statements of a source with verdicts and evidence.

    Example: python -m kb claims us-china-tiktok-near-agreement
    """
    from kb.graph.statements import source_names, statements_of
    from kb.naming import iris
    from kb.opening.current import open_release
    from kb.tables import format_of
    from kb.wording.statements import FORMATS, write_sources, write_statements

    format_name = format_of(output, format, "txt", FORMATS)
    release = open_release(home)
    if source is None:
        deliver(write_sources(source_names(release), format_name), output)
        return
    statements = statements_of(release, source)
    head = release.reader.head(iris.entity("source", source))
    deliver(write_statements(head, statements, release.id, format_name), output)
