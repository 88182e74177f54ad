"""``verify``: is an exported table what it says it is?"""

from __future__ import annotations

from pathlib import Path

import click

from kb.commands.options import PATH, reads_release


@click.command()
@click.argument("file", type=PATH, help="A table written by compare.")
@reads_release
def verify(file: Path, home: Path | None) -> None:
    """Say whether an exported table is identical to its release, superseded, out of date, or tampered with.

    Reads html, md, tex, xlsx, json and csvw; offline. Exit code 0 for identical, 1 for anything else.

    Example: python -m kb verify comparison.html
    """
    from kb.embedding.verification import IDENTICAL, MEANING
    from kb.embedding.verification import verify as look_at

    verdict = look_at(file, home)
    click.echo(f"{verdict.word}: {MEANING[verdict.word]}")
    for detail in verdict.details:
        click.echo(f"  {detail}")
    if verdict.word != IDENTICAL:
        raise click.exceptions.Exit(1)
