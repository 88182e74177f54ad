"""``verify``: is an exported table what it says it is?"""

from pathlib import Path
from typing import Annotated

import typer

from kb.commands.options import Home


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command()(verify)


def verify(file: Annotated[Path, typer.Argument(help="A table written by compare.")], home: Home = None) -> None:
    """Say whether an exported table is identical to its release, superseded, out of date, or tampered with.

    Reads html, md, tex, xlsx, json and csvw; offline. Exit code 0 for identical, 1 for anything else.

    Example: python -m kb verify comparison.html
    """
    from kb.embedding.verification import IDENTICAL, MEANING
    from kb.embedding.verification import verify as look_at

    verdict = look_at(file, home)
    typer.echo(f"{verdict.word}: {MEANING[verdict.word]}")
    for detail in verdict.details:
        typer.echo(f"  {detail}")
    if verdict.word != IDENTICAL:
        raise typer.Exit(1)
