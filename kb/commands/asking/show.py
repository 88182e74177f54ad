"""``show``: one entity on the command line."""

from enum import StrEnum
from typing import Annotated

import typer

from kb.commands.options import Home, Output
from kb.saving import as_json, deliver


class ShowFormat(StrEnum):
    """Text for readers, JSON for programs, the statements themselves as RDF."""

    txt = "txt"
    json = "json"
    ttl = "ttl"
    jsonld = "jsonld"
    nt = "nt"
    rdf = "rdf"


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command()(show)


def show(
    entity: Annotated[str, typer.Argument(help="A kind and a path, for example instrument/eu/dsa.")],
    format: Annotated[ShowFormat | None, typer.Option("--format", help="Else the suffix of --output, else txt.")] = None,  # noqa: A002
    output: Output = None,
    home: Home = None,
) -> None:
    """Show all that the base says of one instrument, case, platform, organisation, jurisdiction, question or source.

    Example: python -m kb show instrument/eu/dsa
    """
    from kb.graph.entity_text import to_json, to_text
    from kb.graph.entity_view import view, write_rdf
    from kb.opening.current import open_release
    from kb.tables import format_of

    format_name = format_of(output, format, "txt", tuple(ShowFormat))
    release = open_release(home)
    if format_name not in ("txt", "json"):
        deliver(write_rdf(release, entity, format_name), output)
        return
    found = view(release, entity)
    deliver(to_text(found) if format_name == "txt" else as_json(to_json(found)), output)
