"""``validate``: whether the facts are right."""

from __future__ import annotations

from pathlib import Path

import click

from kb.commands.options import facts_option


@click.command()
@facts_option
def validate(facts: Path | None) -> None:
    """Check the facts as build does, without building.

    Example: python -m kb validate
    """
    from kb.building.progress import run_validate
    from kb.loaders.layout import facts_folder

    run_validate(facts_folder(facts))
