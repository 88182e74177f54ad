"""``embed``: refresh the tables between markers in reports."""

from __future__ import annotations

from pathlib import Path

import click

from kb.commands.options import PATH, reads_release


@click.command()
@click.argument("reports", nargs=-1, required=True, type=PATH, help="Markdown, Quarto, HTML, LaTeX, Jupyter or Word files.")
@click.option("--check", is_flag=True, help="Write nothing; exit with 1 if anything is stale.")
@reads_release
def embed(reports: tuple[Path, ...], check: bool, home: Path | None) -> None:
    """Refresh the tables and values between markers in reports, and say what changed and why.

    Example: python -m kb embed report.md --check
    """
    from kb.embedding.reports import embed as refresh

    stale = 0
    for report in refresh(reports, home, check):
        stale += len(report.changes)
        for change in report.changes:
            click.echo(f"{report.path}:{change.line}: {'stale' if check else 'refreshed'}: {change.reasons[0]}")
            for reason in change.reasons[1:]:
                click.echo(f"  {reason}")
        for left in report.left:
            stale += 1
            click.echo(f"{report.path}:{left.line}: left as it is: {left.reasons[0]}")
        if report.shown:
            lines = ", ".join(map(str, report.shown))
            click.echo(f"{report.path}: left as they are, since code or a comment shows them: markers on line {lines}")
        if not report.changes:
            click.echo(f"{report.path}: nothing changed")
    if check and stale:
        raise click.exceptions.Exit(1)
