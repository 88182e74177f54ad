"""``search``: entities by name, number and words."""

from __future__ import annotations

from typing import Annotated

import typer

from kb.commands.options import Home, Output, Plain, wants_json
from kb.errors import KnowledgeBaseError
from kb.saving import as_json, deliver


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command()(search)


def search(
    words: Annotated[list[str], typer.Argument(help="Words of a name, identifier or text.")],
    limit: Annotated[int, typer.Option("--limit", min=1, max=1000, help="How many to show at most.")] = 20,
    format: Plain = None,  # noqa: A002
    output: Output = None,
    home: Home = None,
) -> None:
    """Find entities by name, alias, identifier and what is said of them.

    Example: python -m kb search "Pub. L. 118-50"
    """
    from dataclasses import asdict

    from kb.opening.current import open_release
    from kb.release.search import search as find
    from kb.release.search import write_found

    is_json = wants_json(output, format)
    found = find(open_release(home), " ".join(words), limit)
    if not found:
        raise KnowledgeBaseError(f"nothing found for {' '.join(words)!r}")
    deliver(as_json([asdict(hit) for hit in found]) if is_json else write_found(found), output)
