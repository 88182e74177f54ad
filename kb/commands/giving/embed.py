"""``embed``: refresh the tables between markers in reports."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kb.commands.options import PATH, reads_release

if TYPE_CHECKING:
    from kb.embedding.reports import Report

NO_MARKER = "no marker of this base in it, so nothing was checked; 'kb embed' looks at <!-- kb:compare ... --> and {kb: ...}"
ALONE = "release {} is not kept here, so only their own hashes speak for the tables that are frozen at it"
NOTHING = "nothing was checked: no file named here holds a marker"


@click.command()
@click.argument("reports", nargs=-1, required=True, type=PATH, help="Markdown, Quarto, HTML, LaTeX, Jupyter or Word files.")
@click.option("--check", is_flag=True, help="Write nothing; exit with 1 if anything is stale, or if nothing is there to check.")
@reads_release
def embed(reports: tuple[Path, ...], check: bool, home: Path | None) -> None:
    """Refresh the tables and values between markers in reports, and say what changed and why.

    With --check an exported table is verified as 'kb verify' does. Exit code 1 too if no file holds a marker.

    Example: python -m kb embed report.md --check
    """
    from kb.embedding.reports import embed as refresh

    done = refresh(reports, home, check)
    for report in done:
        _say(report, check)
    if not any(report.is_checked for report in done):
        if len(done) > 1:
            click.echo(NOTHING)
        raise click.exceptions.Exit(1)
    if check and any(report.stale for report in done):
        raise click.exceptions.Exit(1)


def _say(report: Report, check: bool) -> None:
    """What was found in a report, place by place, and how much was looked at."""
    for change in report.changes:
        click.echo(f"{report.path}:{change.line}: {'stale' if check else 'refreshed'}: {change.reasons[0]}")
        for reason in change.reasons[1:]:
            click.echo(f"  {reason}")
    for left in report.found.left:
        click.echo(f"{report.path}:{left.line}: left as it is: {left.reasons[0]}")
    if report.found.shown:
        lines = ", ".join(map(str, report.found.shown))
        click.echo(f"{report.path}: left as they are, since code or a comment shows them: markers on line {lines}")
    if report.verdict:
        from kb.embedding.verification import MEANING

        click.echo(f"{report.path}: an exported table: {report.verdict.word}: {MEANING[report.verdict.word]}")
        for detail in report.verdict.details:
            click.echo(f"  {detail}")
    else:
        click.echo(f"{report.path}: {_in_short(report, check)}")


def _in_short(report: Report, check: bool) -> str:
    if not report.is_checked:
        return NO_MARKER
    found = report.found
    counts = ", ".join(_number(n, what) for n, what in ((found.tables, "table"), (found.values, "value")) if n) or "no marker"
    held = "all hold" if check else "nothing changed"
    other = f"{len(report.changes)} {'stale' if check else 'refreshed'}" if report.changes else ""
    left = f"{len(found.left)} left as {'it is' if len(found.left) == 1 else 'they are'}" if found.left else ""
    missed = f"; {ALONE.format(', '.join(sorted(found.missed)))}" if found.missed else ""
    return f"checked: {counts}; {', '.join(filter(None, (other, left))) or held}{missed}"


def _number(n: int, what: str) -> str:
    return f"{n} {what}{'' if n == 1 else 's'}"
