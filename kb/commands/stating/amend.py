"""``amend``: withdraw a published statement and state it anew, in place."""

from __future__ import annotations

from pathlib import Path

import click

from kb.commands.options import facts_option


@click.command()
@click.argument("place", help="The statement: its identifier, path#question[0], path#dates[3], path#steps[1] or path:line.")
@click.option(
    "--set",
    "sets",
    multiple=True,
    metavar="KEY=VALUE",
    help="What it is to say instead; repeatable; parts of a list stand between '; '; no value leaves the key out.",
)
@click.option("--why", required=True, help="corrected, superseded, source-withdrawn or codebook-changed.")
@click.option(
    "--read",
    "read",
    multiple=True,
    help="Where the new statement was read; repeatable. Without it and --keep-readings it is marked as background.",
)
@click.option("--keep-readings", is_flag=True, help="What was read for the old statement bears the new one as well.")
@click.option("--kind", default="secondary", help="What kind of text was read: official-text, copy, translation, official ...")
@click.option("--publisher", help="Who gave out the copy that was read, where its name does not say it.")
@click.option("--edition", help="Which text of it: revised edition, consolidation, page and day.")
@click.option("--passage", help="Which passage, such as s. 26(1).")
@click.option("--address", help="Where it was read, an address.")
@click.option("--current-to", help="Day through which the standing of the text was checked, YYYY-MM-DD.")
@click.option("--note", help="Why the old statement was wrong, in a few words.")
@click.option(
    "--also", multiple=True, metavar="PATH:LINE", help="Change the same day there too; 'all' for every place that is listed."
)
@click.option("--on", "day", help="Day of the amendment, YYYY-MM-DD; today if left out.")
@click.option("--by", default="", help="The role that amends; the first of base.yaml if left out.")
@click.option("--check", is_flag=True, help="Show what would change and write nothing.")
@facts_option
def amend(
    place: str,
    sets: tuple[str, ...],
    why: str,
    read: tuple[str, ...],
    keep_readings: bool,
    kind: str,
    publisher: str | None,
    edition: str | None,
    passage: str | None,
    address: str | None,
    current_to: str | None,
    note: str | None,
    also: tuple[str, ...],
    day: str | None,
    by: str,
    check: bool,
    facts: Path | None,
) -> None:
    """Withdraw a published statement and state it anew, in its file; shows what changes in the files and in the table.

    PLACE is an identifier (claim/us/my-act/...), path#question[0], path#dates[3], path#steps[1] or path:line.
    Without --set the statement is withdrawn and nothing takes its place.

    Example: python -m kb amend claim/us/calea/decryption/1998-10-25 --set in_short=Shorter. --why corrected --check
    """
    import datetime

    from kb.amending.running import run_amend
    from kb.amending.wanted import Wish, parse_sets
    from kb.loaders.layout import facts_folder

    on = day or datetime.date.today().isoformat()
    read_as = {"edition": edition, "passage": passage, "publisher": publisher, "address": address, "current_to": current_to}
    reading = {name: said for name, said in read_as.items() if said}
    wish = Wish(parse_sets(sets), why, on, tuple(map(str.strip, read)), kind, by, note, reading=reading, keep=keep_readings)
    run_amend(facts_folder(facts), place, wish, also, check)
