"""``cite``: the sources of a table, and the table itself, for a reference manager or in a citation style."""

from enum import StrEnum
from typing import Annotated

import typer

from kb.commands.options import AsOf, Dimensions, Home, KnownOn, Output, Platform, PolicyName, Questions
from kb.saving import deliver


class CiteFormat(StrEnum):
    """Formats of citations: text in a style, CSL-JSON, BibTeX, RIS."""

    txt = "txt"
    json = "json"
    bib = "bib"
    ris = "ris"


class Style(StrEnum):
    """Citation styles shipped with the program."""

    oscola = "oscola"
    bluebook = "bluebook"
    apa = "apa"
    chicago = "chicago"


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command()(cite)


def cite(
    jurisdictions: Annotated[list[str], typer.Argument(help="Those of the table, for example us eu sg.")],
    dimension: Dimensions = None,
    question: Questions = None,
    as_of: AsOf = None,
    known_on: KnownOn = None,
    platform: Platform = None,
    policy: PolicyName = None,
    style: Annotated[Style, typer.Option("--style", help="Style of text.")] = Style.oscola,
    format: Annotated[CiteFormat | None, typer.Option("--format", help="Else the suffix of --output, else txt.")] = None,  # noqa: A002
    output: Output = None,
    home: Home = None,
) -> None:
    """Cite a table and what it rests on: numbered notes with pinpoints, and a bibliography.

    Example: python -m kb cite us eu sg -q forced-divestiture --as-of 2025-09-15 --style bluebook
    """
    from kb.cells.comparison import compare
    from kb.citations.written import FORMATS, write_citations
    from kb.opening.current import open_release
    from kb.tables import format_of

    format_name = format_of(output, format, "txt", FORMATS)
    options = {"as_of": as_of, "known_on": known_on, "platform": platform, "policy": policy}
    reader = open_release(home).reader
    comparison = compare(reader, jurisdictions, questions=question or (), dimensions=dimension or (), **options)
    deliver(write_citations(reader, comparison, format_name, style), output)
