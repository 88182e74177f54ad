"""``coverage``: what is coded and what is missing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from kb.commands.options import ROWS, asks, jurisdictions_argument, reads_release, writes
from kb.saving import deliver


@click.command()
@jurisdictions_argument("All researched ones if left out.", required=False)
@asks("as_of", "known_on")
@click.option("--work-list", is_flag=True, help="The cells to look at instead, first those on which most conclusions hang.")
@writes(ROWS, "txt")
@reads_release
def coverage(asked: dict[str, Any], work_list: bool, format_name: str, output: Path | None, home: Path | None) -> None:
    """Show what is coded, absent by type, disputed, unconfirmed and stale.

    Example: python -m kb coverage us eu sg
    """
    from kb.cells.coverage import coverage as compute
    from kb.opening.current import open_release
    from kb.wording.coverage import write_coverage

    release = open_release(home)
    if work_list:
        from kb.similarity.work_list import work_list as list_work

        deliver(list_work(release, format_name=format_name, **asked), output)
        return
    deliver(write_coverage(compute(release, **asked), format_name), output)
