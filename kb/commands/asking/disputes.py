"""``disputes``: what contradicts what, of which kind, how gravely, and how often in each dimension."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from kb.commands.options import ROWS, asks, jurisdictions_argument, reads_release, writes
from kb.saving import deliver


@click.command()
@jurisdictions_argument("All researched ones if left out.", required=False)
@asks("as_of", "known_on", "platform", "policy")
@writes(ROWS, "txt")
@reads_release
def disputes(asked: dict[str, Any], format_name: str, output: Path | None, home: Path | None) -> None:
    """List every dispute with its kind and severity, and the rate of each dimension.

    Example: python -m kb disputes sg us --as-of 2025-09-15
    """
    from kb.cells.comparison import compare
    from kb.cells.coverage import researched
    from kb.opening.current import open_release
    from kb.wording.disputes import write_disputes

    release = open_release(home)
    asked["jurisdictions"] = asked["jurisdictions"] or researched(release)
    deliver(write_disputes(compare(release.reader, **asked), format_name), output)
