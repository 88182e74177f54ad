"""``show``: one entity."""

from __future__ import annotations

from pathlib import Path

import click

from kb.commands.options import reads_release, writes
from kb.saving import as_json, deliver


@click.command()
@click.argument("entity", help="A kind and a path, for example instrument/eu/dsa.")
@writes(("txt", "json", "ttl", "jsonld", "nt", "rdf"), "txt")
@reads_release
def show(entity: str, format_name: str, output: Path | None, home: Path | None) -> None:
    """Show all that the base says of one instrument, case, platform, organisation, jurisdiction, question or source.

    Example: python -m kb show instrument/eu/dsa
    """
    from kb.graph.entity_text import to_json, to_text
    from kb.graph.entity_view import view, write_rdf
    from kb.opening.current import open_release

    release = open_release(home)
    if format_name not in ("txt", "json"):
        deliver(write_rdf(release, entity, format_name), output)
        return
    found = view(release, entity)
    deliver(to_text(found) if format_name == "txt" else as_json(to_json(found)), output)
