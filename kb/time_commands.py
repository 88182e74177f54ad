"""``changes`` and ``timeline``: the two clocks on the command line."""

import datetime
from dataclasses import replace
from typing import Annotated

import typer

from kb.options import Home, KnownOn, Output, Plain, Platform, PolicyName, as_json, deliver, wants_json


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    app.command()(changes)
    app.command()(timeline)


def changes(
    jurisdictions: Annotated[list[str], typer.Argument(help="For example us eu sg.")],
    start: Annotated[str, typer.Option("--from", help="Day of the law, or with a comma the day of the record too.")],
    end: Annotated[str, typer.Option("--to", help="The same for the later point.")],
    platform: Platform = None,
    policy: PolicyName = None,
    to_policy: Annotated[str | None, typer.Option("--to-policy", help="Another policy for the later point.")] = None,
    format: Plain = None,  # noqa: A002
    output: Output = None,
    home: Home = None,
) -> None:
    """Say what changed between two points of both clocks, and why.

    Example: python -m kb changes us eu sg --from 2024-01-01 --to 2026-06-01
    """
    from kb.changes import find_changes, parse_point, to_json, to_text
    from kb.release import open_release

    today = datetime.date.today().isoformat()
    points = (
        replace(parse_point("from", start, today), policy=policy),
        replace(parse_point("to", end, today), policy=to_policy or policy),
    )
    found = find_changes(open_release(home).reader, jurisdictions, *points, platform=platform)
    deliver(as_json(to_json(found)) if wants_json(output, format) else to_text(found), output)


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
    from kb.release import open_release
    from kb.timeline import timeline as intervals_of
    from kb.timeline import to_json, to_text

    point = {"known_on": known_on, "platform": platform, "policy": policy}
    intervals = intervals_of(open_release(home).reader, jurisdiction, question, **point)
    deliver(as_json(to_json(intervals)) if wants_json(output, format) else to_text(intervals), output)
