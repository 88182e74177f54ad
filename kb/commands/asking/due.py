"""``due``: what is to be read again, and a reading put down."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kb.commands.options import facts_option, jurisdictions_argument, reads_release, writes
from kb.saving import deliver

if TYPE_CHECKING:
    from kb.release.release import Release


@click.command()
@jurisdictions_argument("All if left out.", required=False)
@click.option("--by", "last", metavar="DAY", help="Only what is due by this day, YYYY-MM-DD. Left out: all that is open.")
@click.option("--known-on", metavar="DAY", help="As known on this day; today if left out.")
@click.option(
    "--mark-read", "place", metavar="PLACE", help="Put a reading down in the facts: an id of the list, or path#open[0]."
)
@click.option("--read", "read", default="", help="What was read, with --mark-read.")
@click.option("--kind", default="secondary", help="What kind of text that was: official-text, copy, translation, official ...")
@click.option("--next", metavar="DAY", help="When to look next; in 60 days if left out.")
@click.option(
    "--closed", "how", metavar="HOW", help="It ended: decided, withdrawn, settled, adopted, lapsed, published or fulfilled."
)
@click.option("--ended", metavar="DAY", help="The day on which it ended, with --closed.")
@click.option("--in-short", help="What came out, with --closed.")
@click.option("--on", metavar="DAY", help="The day of the reading; today if left out.")
@click.option("--role", default="", help="The role that read; the first of base.yaml if left out.")
@click.option("--check", is_flag=True, help="Show what --mark-read would write, and write nothing.")
@facts_option
@writes(("txt", "csv", "json", "ics"), "txt")
@reads_release
def due(
    jurisdictions: tuple[str, ...],
    last: str | None,
    known_on: str | None,
    place: str | None,
    facts: Path | None,
    format_name: str,
    output: Path | None,
    home: Path | None,
    **given: Any,
) -> None:
    """List what is to be read again, first that on which most cells, tables and conclusions hang.

    As text without --by, what is due within a week stands first and at length; what comes later follows, a line each.

    Example: python -m kb due us eu --by 2026-12-31
    """
    if place:
        _mark_read(place, facts, given)
        return
    from kb.due.items import due as list_due
    from kb.due.written import Asked, write_due
    from kb.opening.current import open_release

    release = open_release(home)
    items = list_due(release, jurisdictions, last, known_on)
    told = _last_known(release, jurisdictions, known_on) if format_name == "txt" else 0
    deliver(write_due(items, Asked.on(release.id, known_on, last, jurisdictions), format_name, told), output)


def _last_known(release: Release, jurisdictions: tuple[str, ...], known_on: str | None) -> int:
    """How many answers of the jurisdictions are only last known on the day of the record."""
    from kb.cells.coverage import coverage

    rows = coverage(release, jurisdictions, as_of=known_on, known_on=known_on)
    return sum(row.last_known for row in rows if row.dimension == "*")


def _mark_read(place: str, facts: Path | None, given: dict[str, Any]) -> None:
    import datetime

    from kb.amending.looking import Reading
    from kb.amending.running import run_reading
    from kb.loaders.layout import facts_folder
    from kb.values.view_fields import read_day

    def day(name: str) -> str | None:
        return read_day(name, given[name]).isoformat() if given[name] else None

    on = day("on") or datetime.date.today().isoformat()
    ending = given["how"], day("ended"), given["in_short"]
    reading = Reading(given["read"], on, given["role"], given["kind"], day("next"), *ending)
    run_reading(facts_folder(facts), place, reading, given["check"])
