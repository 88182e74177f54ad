"""``build``: from the facts to a release."""

from __future__ import annotations

from pathlib import Path

import click

from kb.commands.options import facts_option, home_option


@click.command()
@home_option
@facts_option
def build(home: Path | None, facts: Path | None) -> None:
    """Build a release from the facts and publish it.

    Example: python -m kb build
    """
    from kb.building.progress import run_build
    from kb.loaders.layout import facts_folder

    run_build(facts_folder(facts), home)
