"""``claims``: what a source states, with verdicts and evidence."""

from __future__ import annotations

from pathlib import Path

import click

from kb.commands.options import reads_release, writes
from kb.saving import deliver


@click.command()
@click.argument("source", required=False, help="A source; left out, the sources are listed.")
@writes(("txt", "md", "json"), "txt")
@reads_release
def claims(source: str | None, format_name: str, output: Path | None, home: Path | None) -> None:
    """Show the statements of a source with verdicts and evidence.

    Example: python -m kb claims us-china-tiktok-near-agreement
    """
    from kb.graph.statements import source_names, statements_of
    from kb.naming import iris
    from kb.opening.current import open_release
    from kb.wording.statements import write_sources, write_statements

    release = open_release(home)
    if source is None:
        deliver(write_sources(source_names(release), format_name), output)
        return
    statements = statements_of(release, source)
    head = release.reader.head(iris.entity("source", source))
    deliver(write_statements(head, statements, release.id, format_name), output)
