"""``validate``: whether the facts are right."""

from __future__ import annotations

from pathlib import Path

import click

from kb.commands.options import facts_option


@click.command()
@click.option(
    "--changed",
    "revision",
    metavar="[REV]",
    is_flag=False,
    flag_value="HEAD",
    help="Only what git tells as changed since this commit went apart, and what leans on it; HEAD if none is named.",
)
@facts_option
def validate(revision: str | None, facts: Path | None) -> None:
    """Check the facts as build does, without building.

    Example: python -m kb validate
    """
    from kb.building.progress import run_validate, run_validate_changed
    from kb.loaders.layout import facts_folder

    if revision is None:
        run_validate(facts_folder(facts))
    else:
        run_validate_changed(facts_folder(facts), revision)
