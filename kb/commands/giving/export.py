"""``export``: a whole release in the formats of others."""

from __future__ import annotations

from pathlib import Path

import click

from kb.commands.options import PATH, home_option
from kb.errors import UsageError
from kb.saving import deliver

FORMATS = ("nq", "trig", "ttl", "jsonld", "csv", "parquet", "nanopub")


@click.command()
@click.argument("folder", type=PATH, help="A new folder, or one of an earlier export, which is replaced.")
@click.option("--format", "format_name", type=click.Choice(FORMATS), default="nq", help="In which format.")
@home_option
def export(folder: Path, format_name: str, home: Path | None) -> None:
    """Write the whole release into a folder, with its description (DCAT and VoID) and its licence.

    csv is a CSV on the Web package of all claims, nanopub one nanopublication for each claim, ttl all statements as one graph.

    Example: python -m kb export release/ --format csv
    """
    from kb.exporting.exporting import export as write
    from kb.opening.current import open_release

    release = open_release(home)
    if release.is_elsewhere:
        raise UsageError("an export is made of a release on this machine; leave KB_ENDPOINT out")
    names = write(release, format_name, folder)
    deliver("".join(f"{folder / name}\n" for name in names), None)
