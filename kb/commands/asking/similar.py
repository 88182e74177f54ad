"""``similar``: distances between regimes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from kb.commands.options import ROWS, asks, jurisdictions_argument, reads_release, writes
from kb.saving import deliver

WEIGHTS = click.Choice(("question", "dimension"))


@click.command()
@jurisdictions_argument("Two or more; all researched ones if left out.", required=False)
@asks()
@click.option("--weights", type=WEIGHTS, default="question", help="What weighs the same.")
@click.option("--include-incomparable", is_flag=True, help="Count cells that are not comparable; the output says so.")
@click.option("--groups", type=int, help="How many groups; the clearest number if left out.")
@click.option("--by-question", is_flag=True, help="In csv a row per pair and question.")
@writes(ROWS, "txt")
@reads_release
def similar(
    asked: dict[str, Any],
    weights: str,
    include_incomparable: bool,
    groups: int | None,
    by_question: bool,
    format_name: str,
    output: Path | None,
    home: Path | None,
) -> None:
    """Say how far apart regimes are, which questions set them apart, and what is open.

    Example: python -m kb similar us eu sg --as-of 2025-09-15

    The JSON is described in kb/similarity/json.py.
    """
    from kb.cells.comparison import compare
    from kb.cells.coverage import researched
    from kb.opening.current import open_release
    from kb.similarity.output import write_similarity
    from kb.similarity.similarity import similar as compute

    release = open_release(home)
    asked["jurisdictions"] = asked["jurisdictions"] or researched(release)
    comparison = compare(release.reader, **asked)
    found = compute(comparison, weights=weights, include_incomparable=include_incomparable)
    deliver(write_similarity(found, f"{format_name}-by-question" if by_question else format_name, groups), output)
