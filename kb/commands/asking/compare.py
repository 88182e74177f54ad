"""``compare``: jurisdictions side by side, in every format of a table."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from kb.commands.form_options import forms
from kb.commands.options import asks, jurisdictions_argument, reads_release, writes
from kb.saving import deliver
from kb.tables import FORMATS, SUFFIXES
from kb.values.form import Form


@click.command()
@jurisdictions_argument("Two or more, for example us eu sg.")
@asks()
@forms
@writes(tuple(FORMATS), "md", SUFFIXES)
@reads_release
def compare(asked: dict[str, Any], form: Form, format_name: str, output: Path | None, home: Path | None) -> None:
    """Compare jurisdictions side by side, with numbered source notes.

    Example: python -m kb compare us eu sg -q forced-divestiture --as-of 2025-09-15

    Example: python -m kb compare us eu sg --detail label --notes sources -o table.docx
    """
    from kb.cells.comparison import compare as compute
    from kb.citations.styled import cited_in
    from kb.opening.current import open_release
    from kb.tables import table_bytes, write_table
    from kb.values.scripts import SET, warning

    release = open_release(home)
    table = compute(release.reader, **asked)
    deliver(table_bytes(table, format_name, form, cited_in(release, table, form)), output)
    if format_name in SET and (said := warning(format_name, write_table(table, "txt", form))):
        click.echo(f"kb: {said}", err=True)
