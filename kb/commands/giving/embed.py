"""``embed``: refresh the tables between markers in reports."""

from pathlib import Path
from typing import Annotated

import typer

from kb.commands.options import Home


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command()(embed)


def embed(
    reports: Annotated[list[Path], typer.Argument(help="Markdown, Quarto, HTML, LaTeX, Jupyter or Word files.")],
    check: Annotated[bool, typer.Option("--check", help="Write nothing; exit with 1 if anything is stale.")] = False,
    home: Home = None,
) -> None:
    """Refresh the tables and values between markers in reports, and say what changed and why.

    Example: python -m kb embed report.md --check
    """
    from kb.embedding.reports import embed as refresh

    stale = 0
    for report in refresh(reports, home, check):
        stale += len(report.changes)
        for change in report.changes:
            typer.echo(f"{report.path}:{change.line}: {'stale' if check else 'refreshed'}: {change.reasons[0]}")
            for reason in change.reasons[1:]:
                typer.echo(f"  {reason}")
        if not report.changes:
            typer.echo(f"{report.path}: nothing changed")
    if check and stale:
        raise typer.Exit(1)
