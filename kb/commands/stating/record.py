"""``record``: write down what is published, so that nothing of it can be changed in silence."""

from __future__ import annotations

from pathlib import Path

import click

from kb.commands.options import facts_option


@click.command()
@click.option("--on", "day", help="Day of publication, YYYY-MM-DD; today if left out.")
@click.option("--check", is_flag=True, help="Say what would be written and write nothing.")
@facts_option
def record(day: str | None, check: bool, facts: Path | None) -> None:
    """Write every statement into facts/published.csv, once a release is made; from then on it is amended, never overwritten.

    Example: python -m kb record --check
    """
    import datetime

    from kb.amending.running import run_record
    from kb.loaders.layout import facts_folder

    run_record(facts_folder(facts), day or datetime.date.today().isoformat(), check)
