"""``disputes``: what contradicts what, of which kind, how gravely, and how often in each dimension."""

from typing import Annotated

import typer

from kb.commands.options import AsOf, Home, KnownOn, Output, Platform, PolicyName, Rows
from kb.saving import deliver


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command()(disputes)


def disputes(
    jurisdictions: Annotated[list[str] | None, typer.Argument(help="All researched ones if left out.")] = None,
    as_of: AsOf = None,
    known_on: KnownOn = None,
    platform: Platform = None,
    policy: PolicyName = None,
    format: Rows = None,  # noqa: A002
    output: Output = None,
    home: Home = None,
) -> None:
    """List every dispute with its kind and severity, and the rate of each dimension.

    Example: python -m kb disputes sg us --as-of 2025-09-15
    """
    from kb.cells.comparison import compare
    from kb.cells.coverage import researched
    from kb.opening.current import open_release
    from kb.tables import format_of
    from kb.wording.disputes import FORMATS, write_disputes

    format_name = format_of(output, format, "txt", FORMATS)
    release = open_release(home)
    places = jurisdictions or researched(release)
    comparison = compare(release.reader, places, as_of=as_of, known_on=known_on, platform=platform, policy=policy)
    deliver(write_disputes(comparison, format_name), output)
