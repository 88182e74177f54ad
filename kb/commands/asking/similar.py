"""``similar``: distances between regimes on the command line."""

from enum import StrEnum
from typing import Annotated

import typer

from kb.commands.options import AsOf, Dimensions, Home, KnownOn, Output, Platform, PolicyName, Questions, Rows
from kb.saving import deliver


class Weights(StrEnum):
    """What weighs the same."""

    question = "question"
    dimension = "dimension"


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command()(similar)


def similar(
    jurisdictions: Annotated[list[str] | None, typer.Argument(help="Two or more; all researched ones if left out.")] = None,
    dimension: Dimensions = None,
    question: Questions = None,
    as_of: AsOf = None,
    known_on: KnownOn = None,
    platform: Platform = None,
    policy: PolicyName = None,
    weights: Annotated[Weights, typer.Option("--weights", help="What weighs the same.")] = Weights.question,
    include_incomparable: Annotated[
        bool, typer.Option("--include-incomparable", help="Count cells that are not comparable; the output says so.")
    ] = False,
    groups: Annotated[int | None, typer.Option("--groups", help="How many groups; the clearest number if left out.")] = None,
    by_question: Annotated[bool, typer.Option("--by-question", help="In csv a row per pair and question.")] = False,
    format: Rows = None,  # noqa: A002
    output: Output = None,
    home: Home = None,
) -> None:
    """Say how far apart regimes are, which questions set them apart, and what is open.

    Example: python -m kb similar us eu sg --as-of 2025-09-15

    The JSON is described in kb/similarity/json.py.
    """
    from kb.cells.comparison import compare
    from kb.cells.coverage import researched
    from kb.opening.current import open_release
    from kb.similarity.output import FORMATS, write_similarity
    from kb.similarity.similarity import similar as compute
    from kb.tables import format_of

    format_name = format_of(output, format, "txt", FORMATS)
    release = open_release(home)
    chosen = jurisdictions or researched(release)
    clocks = {"as_of": as_of, "known_on": known_on, "platform": platform, "policy": policy}
    comparison = compare(release.reader, chosen, questions=question or (), dimensions=dimension or (), **clocks)
    found = compute(comparison, weights=weights, include_incomparable=include_incomparable)
    deliver(write_similarity(found, f"{format_name}-by-question" if by_question else format_name, groups), output)
