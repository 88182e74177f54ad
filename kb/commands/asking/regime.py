"""``regime``: what applies in a jurisdiction on a day, layer by layer, with the chain."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from kb.commands.options import ROWS, asks, jurisdiction_argument, reads_release, writes
from kb.saving import deliver


@click.command()
@jurisdiction_argument("For example ie; its own law and, over it, that of the union or federation it belongs to.")
@asks("dimensions", "questions", "as_of", "known_on", "platform")
@click.option("--without", multiple=True, help="Leave this layer out; repeatable.")
@writes(ROWS, "txt")
@reads_release
def regime(
    jurisdiction: str,
    asked: dict[str, Any],
    without: tuple[str, ...],
    format_name: str,
    output: Path | None,
    home: Path | None,
) -> None:
    """Say what applied on a day, what was suspended and what was pending, each with the chain behind it.

    Example: python -m kb regime ie --platform tiktok --as-of 2023-09-01
    """
    from kb.clocks.regime import effective_regime
    from kb.opening.current import open_release
    from kb.wording.regime import write_regime

    found = effective_regime(open_release(home).reader, jurisdiction, without=without, **asked)
    deliver(write_regime(found, format_name), output)
