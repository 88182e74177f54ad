"""``report``: a whole briefing on a comparison."""

from enum import StrEnum
from typing import Annotated

import typer

from kb.commands.options import AsOf, Dimensions, Home, KnownOn, Output, Platform, PolicyName, Questions
from kb.saving import deliver


class BriefingFormat(StrEnum):
    """Formats of a briefing."""

    md = "md"
    html = "html"
    docx = "docx"


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command()(report)


def report(
    jurisdictions: Annotated[list[str], typer.Argument(help="For example us eu sg.")],
    dimension: Dimensions = None,
    question: Questions = None,
    as_of: AsOf = None,
    known_on: KnownOn = None,
    platform: Platform = None,
    policy: PolicyName = None,
    format: Annotated[BriefingFormat | None, typer.Option("--format", help="Else the suffix of --output, else md.")] = None,  # noqa: A002
    output: Output = None,
    home: Home = None,
) -> None:
    """Write a briefing: what differs in plain words, the course of the law, disputes, tables and sources.

    Example: python -m kb report us eu sg --platform tiktok -o briefing.docx
    """
    from kb.briefing.content import briefing
    from kb.briefing.written import FORMATS, write
    from kb.cells.comparison import compare
    from kb.opening.current import open_release
    from kb.tables import format_of

    format_name = format_of(output, format, "md", FORMATS)
    options = {"as_of": as_of, "known_on": known_on, "platform": platform, "policy": policy}
    reader = open_release(home).reader
    comparison = compare(reader, jurisdictions, questions=question or (), dimensions=dimension or (), **options)
    deliver(write(briefing(reader, comparison, policy), format_name, output), output)
