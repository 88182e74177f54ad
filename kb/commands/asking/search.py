"""``search``: what answers or has some words."""

from __future__ import annotations

from pathlib import Path

import click

from kb.commands.options import PLAIN, reads_release, writes
from kb.errors import KnowledgeBaseError
from kb.saving import as_json, deliver


@click.command()
@click.argument("words", nargs=-1, required=True, help="A name, a number, words of a text, or a question.")
@click.option("--limit", type=click.IntRange(1, 1000), default=20, help="How many to show at most.")
@writes(PLAIN, "txt")
@reads_release
def search(words: tuple[str, ...], limit: int, format_name: str, output: Path | None, home: Path | None) -> None:
    """Find what answers or has some words: a cell, a table, a thing; each hit begins with its kind and identifier.

    Example: python -m kb search "does Singapore require data localisation"
    """
    from kb.opening.current import open_release
    from kb.searching.hits import as_plain, write_hits
    from kb.searching.search import search as find

    found = find(open_release(home), " ".join(words), limit)
    if not found:
        raise KnowledgeBaseError(f"nothing found for {' '.join(words)!r}")
    deliver(as_json(as_plain(found)) if format_name == "json" else write_hits(found), output)
