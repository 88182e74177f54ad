"""``changes`` and ``timeline``: the two clocks on the command line."""

import datetime
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kb.commands.options import AsOf, Home, KnownOn, Output, Plain, Platform, PolicyName, wants_json
from kb.errors import UsageError
from kb.saving import as_json, deliver

if TYPE_CHECKING:
    from kb.clocks.changes import Changes


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    app.command()(changes)
    app.command()(timeline)


def changes(
    jurisdictions: Annotated[
        list[str] | None, typer.Argument(help="For example us eu sg; all if left out with --release.")
    ] = None,
    start: Annotated[
        str | None, typer.Option("--from", help="Day of the law, or with a comma the day of the record too.")
    ] = None,
    end: Annotated[str | None, typer.Option("--to", help="The same for the later point.")] = None,
    release: Annotated[
        tuple[str, str] | None,
        typer.Option("--release", help="Two releases by identifier, older and newer, instead of two points."),
    ] = None,
    as_of: AsOf = None,
    platform: Platform = None,
    policy: PolicyName = None,
    to_policy: Annotated[str | None, typer.Option("--to-policy", help="Another policy for the later point.")] = None,
    format: Plain = None,  # noqa: A002
    output: Output = None,
    home: Home = None,
) -> None:
    """Say what changed between two points of both clocks, or between two releases, and why.

    Example: python -m kb changes us eu sg --from 2024-01-01 --to 2026-06-01
    """
    from kb.wording.changes import to_json, to_text

    if release:
        found = _between_releases(release, jurisdictions or [], (start, end, policy, to_policy), as_of, platform, home)
    else:
        found = _between_points(jurisdictions or [], start, end, as_of, platform, (policy, to_policy), home)
    deliver(as_json(to_json(found)) if wants_json(output, format) else to_text(found), output)


def _between_points(
    jurisdictions: list[str],
    start: str | None,
    end: str | None,
    as_of: str | None,
    platform: str | None,
    policies: tuple[str | None, str | None],
    home: Path | None,
) -> "Changes":
    from kb.clocks.changes import find_changes, parse_point
    from kb.opening.current import open_release

    if not start or not end or as_of:
        raise UsageError("name two points, --from and --to, each a day; --as-of goes with --release")
    today = datetime.date.today().isoformat()
    points = (
        replace(parse_point("from", start, today), policy=policies[0]),
        replace(parse_point("to", end, today), policy=policies[1] or policies[0]),
    )
    return find_changes(open_release(home).reader, jurisdictions, *points, platform=platform)


def _between_releases(
    names: tuple[str, str],
    jurisdictions: list[str],
    excluded: tuple[str | None, ...],
    as_of: str | None,
    platform: str | None,
    home: Path | None,
) -> "Changes":
    from kb.clocks.release_changes import find_release_changes
    from kb.opening.current import open_named

    if any(excluded):
        raise UsageError("--release compares two releases on one day (--as-of); leave --from, --to and the policies out")
    older, newer = (open_named(home, name).reader for name in names)
    return find_release_changes(older, newer, jurisdictions, as_of=as_of, platform=platform)


def timeline(
    jurisdiction: Annotated[str, typer.Argument(help="For example us.")],
    question: Annotated[str, typer.Argument(help="For example forced-divestiture.")],
    known_on: KnownOn = None,
    platform: Platform = None,
    policy: PolicyName = None,
    format: Plain = None,  # noqa: A002
    output: Output = None,
    home: Home = None,
) -> None:
    """Show every interval in which a cell says the same.

    Example: python -m kb timeline us forced-divestiture --platform tiktok
    """
    from kb.clocks.timeline import timeline as intervals_of
    from kb.clocks.timeline import to_json, to_text
    from kb.opening.current import open_release

    reader = open_release(home).reader
    intervals = intervals_of(reader, jurisdiction, question, known_on=known_on, platform=platform, policy=policy)
    deliver(as_json(to_json(intervals)) if wants_json(output, format) else to_text(intervals), output)
