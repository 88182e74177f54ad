"""``compare``: jurisdictions side by side, in every format of a table."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from kb.commands.options import AsOf, Dimensions, Home, KnownOn, Output, Platform, PolicyName, Questions
from kb.saving import deliver


class TableFormat(StrEnum):
    """Formats of a comparison."""

    md = "md"
    html = "html"
    tex = "tex"
    docx = "docx"
    xlsx = "xlsx"
    csv = "csv"
    csvw = "csvw"
    json = "json"
    txt = "txt"
    svg = "svg"
    png = "png"
    pdf = "pdf"


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command()(compare)


def compare(
    jurisdictions: Annotated[list[str], typer.Argument(help="Two or more, for example us eu sg.")],
    dimension: Dimensions = None,
    question: Questions = None,
    as_of: AsOf = None,
    known_on: KnownOn = None,
    platform: Platform = None,
    policy: PolicyName = None,
    format: Annotated[TableFormat | None, typer.Option("--format", help="Else the suffix of --output, else md.")] = None,  # noqa: A002
    output: Output = None,
    home: Home = None,
) -> None:
    """Compare jurisdictions side by side, with numbered source notes.

    Example: python -m kb compare us eu sg -q forced-divestiture --as-of 2025-09-15
    """
    from kb.cells.comparison import compare as compute
    from kb.opening.current import open_release
    from kb.tables import FORMATS, format_of, table_bytes

    format_name = format_of(output, format, "md", FORMATS)
    comparison = compute(
        open_release(home).reader,
        jurisdictions,
        questions=question or (),
        dimensions=dimension or (),
        as_of=as_of,
        known_on=known_on,
        platform=platform,
        policy=policy,
    )
    deliver(table_bytes(comparison, format_name), output)
