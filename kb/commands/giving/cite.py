"""``cite``: the sources of a table, and the table itself, for a reference manager or in a citation style."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from kb.commands.options import asks, jurisdictions_argument, reads_release, writes
from kb.saving import deliver


@click.command()
@jurisdictions_argument("Those of the table, for example us eu sg.")
@asks()
@click.option("--style", default="oscola", help="Style of text: oscola, bluebook, apa, chicago, or a .csl file.")
@writes(("txt", "json", "bib", "ris"), "txt")
@reads_release
def cite(asked: dict[str, Any], style: str, format_name: str, output: Path | None, home: Path | None) -> None:
    """Cite a table and what it rests on: numbered notes with pinpoints, and a bibliography.

    Example: python -m kb cite us eu sg -q forced-divestiture --as-of 2025-09-15 --style bluebook
    """
    from kb.cells.comparison import compare
    from kb.citations.written import write_citations
    from kb.opening.current import open_release

    reader = open_release(home).reader
    deliver(write_citations(reader, compare(reader, **asked), format_name, style), output)
