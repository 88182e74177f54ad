"""``report``: a whole briefing on a comparison."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from kb.commands.options import asks, jurisdictions_argument, reads_release, writes
from kb.saving import deliver


@click.command()
@jurisdictions_argument("For example us eu sg.")
@asks()
@writes(("md", "html", "docx"), "md")
@reads_release
def report(asked: dict[str, Any], format_name: str, output: Path | None, home: Path | None) -> None:
    """Write a briefing: what differs in plain words, the course of the law, disputes, tables and sources.

    Example: python -m kb report us eu sg --platform tiktok -o briefing.docx
    """
    from kb.briefing.content import briefing
    from kb.briefing.written import write
    from kb.cells.comparison import compare
    from kb.opening.current import open_release

    reader = open_release(home).reader
    deliver(write(briefing(reader, compare(reader, **asked), asked["policy"]), format_name, output), output)
