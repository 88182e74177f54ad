"""``changes``: what is different at two points of both clocks, or in two releases, and why."""

from __future__ import annotations

import datetime
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kb.commands.options import PLAIN, asks, jurisdictions_argument, reads_release, writes
from kb.errors import UsageError
from kb.saving import as_json, deliver

if TYPE_CHECKING:
    from kb.clocks.changes import Changes

TWO = "Two releases by identifier, older and newer, instead of two points."


@click.command()
@jurisdictions_argument("For example us eu sg; all if left out with --release.", required=False)
@click.option("--from", "start", help="Day of the law, or with a comma the day of the record too.")
@click.option("--to", "end", help="The same for the later point; today if left out.")
@click.option("--release", nargs=2, metavar="<TEXT TEXT>...", help=TWO)
@asks("dimensions", "questions", "as_of", "platform", "policy")
@click.option("--to-policy", help="Another policy for the later point.")
@writes(PLAIN, "txt")
@reads_release
def changes(
    asked: dict[str, Any],
    start: str | None,
    end: str | None,
    release: tuple[str, str] | None,
    to_policy: str | None,
    format_name: str,
    output: Path | None,
    home: Path | None,
) -> None:
    """Say what changed between two points of both clocks, or between two releases, and why.

    Between two days of the record every cell is listed that anybody's coding in between changed; between the releases
    before and after an edit, what that edit changed.

    Example: python -m kb changes us eu sg --from 2024-01-01 --to 2026-06-01
    """
    from kb.opening.current import open_release
    from kb.wording.changes import steps_of, to_json, to_text

    policies = (asked.pop("policy"), to_policy)
    if release:
        if start or end or any(policies):
            raise UsageError("--release compares two releases on one day (--as-of); leave --from, --to and the policies out")
        found = _between_releases(release, asked, home)
    else:
        found = _between_points((start, end), policies, asked, home)
    steps = steps_of(open_release(home), found) if found.end.platform and not release else []
    deliver(as_json(to_json(found, steps)) if format_name == "json" else to_text(found, steps), output)


def _between_points(
    days: tuple[str | None, str | None],
    policies: tuple[str | None, str | None],
    asked: dict[str, Any],
    home: Path | None,
) -> Changes:
    from kb.clocks.changes import find_changes, parse_point
    from kb.opening.current import open_release

    start, end = days
    if not start or asked.pop("as_of"):
        raise UsageError("name a day, --from, and perhaps a later one, --to, else today; --as-of goes with --release")
    today = datetime.date.today().isoformat()
    before = replace(parse_point("from", start, today), policy=policies[0])
    after = replace(parse_point("to", end or today, today), policy=policies[1] or policies[0])
    return find_changes(open_release(home).reader, start=before, end=after, **asked)


def _between_releases(names: tuple[str, str], asked: dict[str, Any], home: Path | None) -> Changes:
    from kb.clocks.release_changes import find_release_changes
    from kb.opening.current import open_named

    older, newer = (open_named(home, name).reader for name in names)
    return find_release_changes(older, newer, **asked)
