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
    """Find what answers or has some words: a cell, a table, a thing; then words of law in the texts on this machine.

    Example: python -m kb search "does Singapore require data localisation"
    """
    from dataclasses import asdict

    from kb.opening.current import open_release
    from kb.searching.hits import as_plain, write_hits
    from kb.searching.search import search as find
    from kb.texts.searching import search_texts
    from kb.texts.searching import write_hits as write_law

    found = find(open_release(home), " ".join(words), limit)
    law = search_texts(" ".join(words), limit)
    if not found and not law:
        raise KnowledgeBaseError(f"nothing found for {' '.join(words)!r}")
    told = {**as_plain(found), "law": [{"kind": "law", **asdict(hit)} for hit in law]}
    deliver(as_json(told) if format_name == "json" else write_hits(found) + write_law(law), output)
