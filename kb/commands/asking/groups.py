"""``groups``: which groups of states can be asked for, and who belonged to one on a day."""

from __future__ import annotations

import datetime
from pathlib import Path

import click

from kb.commands.options import ROWS, writes
from kb.saving import deliver


@click.command()
@click.argument("group", required=False, help="One of them, for example asean; all if left out.")
@click.option("--as-of", help="Only who belongs to it on this day.")
@writes(ROWS, "txt")
def groups(group: str | None, as_of: str | None, format_name: str, output: Path | None) -> None:
    """List groups of states, such as ASEAN or the OECD, with their members by day; each can be compared by its name.

    Example: python -m kb groups asean --as-of 1996-01-01
    """
    from kb.naming.groups import group_called
    from kb.naming.groups import groups as all_groups
    from kb.naming.names import known
    from kb.values.view_fields import read_day
    from kb.wording.groups import write_groups, write_members

    if group is None:
        today = datetime.date.today().isoformat()
        deliver(write_groups(all_groups().values(), read_day("as-of", as_of or today).isoformat(), format_name), output)
        return
    chosen = group_called(group) or all_groups()[known("group", group, all_groups())]
    deliver(write_members(chosen, read_day("as-of", as_of).isoformat() if as_of else None, format_name), output)
