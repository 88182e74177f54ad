"""``record``: write down what is published, so that nothing of it can be changed in silence."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.option("--on", "day", help="Day of publication, YYYY-MM-DD; today if left out.")
@click.option("--check", is_flag=True, help="Say what would be written and write nothing.")
@click.option("--facts", type=click.Path(path_type=Path), help="Where the facts are (KB_FACTS, else facts/).")
def record(day: str | None, check: bool, facts: Path | None) -> None:
    """Write every statement into facts/published.csv, once a release is made; from then on it is amended, never overwritten.

    Example: python -m kb record --check
    """
    import datetime

    from kb.amending.running import run_record
    from kb.loaders.layout import facts_folder

    run_record(facts_folder(facts), day or datetime.date.today().isoformat(), check)
