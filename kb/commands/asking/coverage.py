"""``coverage``: what is coded and what is missing."""

from __future__ import annotations

from typing import Annotated

import typer

from kb.commands.options import AsOf, Home, KnownOn, Output, Rows
from kb.saving import deliver


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command()(coverage)


def coverage(
    jurisdictions: Annotated[list[str] | None, typer.Argument(help="All researched ones if left out.")] = None,
    as_of: AsOf = None,
    known_on: KnownOn = None,
    work_list: Annotated[
        bool, typer.Option("--work-list", help="The cells to look at instead, first those on which most conclusions hang.")
    ] = False,
    format: Rows = None,  # noqa: A002
    output: Output = None,
    home: Home = None,
) -> None:
    """Show what is coded, absent by type, disputed, unconfirmed and stale.

    Example: python -m kb coverage us eu sg
    """
    from kb.cells.coverage import coverage as compute
    from kb.opening.current import open_release
    from kb.tables import format_of
    from kb.wording.coverage import FORMATS, write_coverage

    format_name = format_of(output, format, "txt", FORMATS)
    release = open_release(home)
    if work_list:
        from kb.similarity.work_list import work_list as list_work

        deliver(list_work(release, jurisdictions or (), format_name, as_of=as_of, known_on=known_on), output)
        return
    rows = compute(release, jurisdictions or (), as_of=as_of, known_on=known_on)
    deliver(write_coverage(rows, format_name), output)
