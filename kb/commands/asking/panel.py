"""``panel``: places by years by questions, for statistics."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import click

from kb.commands.options import asks, jurisdictions_argument, reads_release, writes
from kb.saving import deliver


@click.command()
@jurisdictions_argument("All researched ones if left out.", required=False)
@click.option("--from", "first", type=int, required=True, help="First year.")
@click.option("--to", "last", type=int, help="Last year; this year, or that of --known-on, if left out.")
@click.option("--wide", is_flag=True, help="One row for a place and a year, one column a question.")
@asks("dimensions", "questions", "known_on", "platform", "policy")
@writes(("csv",), "csv")
@reads_release
def panel(
    asked: dict[str, Any], first: int, last: int | None, wide: bool, format_name: str, output: Path | None, home: Path | None
) -> None:
    """Write a row for each place, year and question: the law on the last day of the year, of this year today.

    With --known-on and without --to the last row is of that day.

    Example: python -m kb panel us eu sg --from 2018 -q forced-divestiture --wide -o panel.csv
    """
    from kb.cells.comparison import compare
    from kb.cells.coverage import researched
    from kb.opening.current import open_release
    from kb.values.view import View
    from kb.wording.panel import days_of, write_panel

    release, view = open_release(home), View(known_on=asked["known_on"])
    today = datetime.date.fromisoformat(view.days()[0]) if last is None else datetime.date.today()
    asked["jurisdictions"] = asked["jurisdictions"] or researched(release)
    days = days_of(first, last or today.year, today)
    deliver(write_panel((compare(release.reader, **asked, as_of=day) for day in days), wide), output)
