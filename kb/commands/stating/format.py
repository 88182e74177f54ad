"""``format``: files of facts in the house form."""

from __future__ import annotations

from pathlib import Path

import click

from kb.commands.options import PATH, facts_option


@click.command("format")
@click.argument("paths", nargs=-1, type=PATH, help="Files and folders of facts; all if left out.")
@click.option("--check", is_flag=True, help="Say which files are not in the house form, and write nothing.")
@facts_option
def format(paths: tuple[Path, ...], check: bool, facts: Path | None) -> None:  # noqa: A001
    """Write files of facts in the house form: order of keys, quotes, widths; what they say and every comment stay.

    Each file is written whole or not at all; one that cannot be read is named with its line and left alone.

    Example: python -m kb format --check
    """
    from kb.formatting.running import run_format
    from kb.loaders.layout import facts_folder

    run_format(facts_folder(facts), paths, check)
