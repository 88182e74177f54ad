"""``regime``: what applies in a jurisdiction on a day, layer by layer, with the chain."""

from typing import Annotated

import typer

from kb.commands.options import AsOf, Dimensions, Home, KnownOn, Output, Platform, Questions, Rows
from kb.saving import deliver


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command()(regime)


def regime(
    jurisdiction: Annotated[str, typer.Argument(help="For example ie: the law of Ireland and of the Union.")],
    dimension: Dimensions = None,
    question: Questions = None,
    without: Annotated[list[str] | None, typer.Option("--without", help="Leave this layer out; repeatable.")] = None,
    as_of: AsOf = None,
    known_on: KnownOn = None,
    platform: Platform = None,
    format: Rows = None,  # noqa: A002
    output: Output = None,
    home: Home = None,
) -> None:
    """Say what applied on a day, what was suspended and what was pending, each with the chain behind it.

    Example: python -m kb regime ie --platform tiktok --as-of 2023-09-01
    """
    from kb.clocks.regime import effective_regime
    from kb.opening.current import open_release
    from kb.tables import format_of
    from kb.wording.regime import FORMATS, write_regime

    format_name = format_of(output, format, "txt", FORMATS)
    found = effective_regime(
        open_release(home).reader,
        jurisdiction,
        as_of=as_of,
        known_on=known_on,
        platform=platform,
        questions=question or (),
        dimensions=dimension or (),
        without=without or (),
    )
    deliver(write_regime(found, format_name), output)
