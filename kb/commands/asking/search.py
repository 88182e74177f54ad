"""``search``: entities by name, number and words."""

from __future__ import annotations

from pathlib import Path

import click

from kb.commands.options import PLAIN, reads_release, writes
from kb.errors import KnowledgeBaseError
from kb.saving import as_json, deliver


@click.command()
@click.argument("words", nargs=-1, required=True, help="Words of a name, identifier or text.")
@click.option("--limit", type=click.IntRange(1, 1000), default=20, help="How many to show at most.")
@writes(PLAIN, "txt")
@reads_release
def search(words: tuple[str, ...], limit: int, format_name: str, output: Path | None, home: Path | None) -> None:
    """Find entities by name, alias, identifier and what is said of them; then words of law in the texts on this machine.

    Example: python -m kb search "Pub. L. 118-50"
    """
    from dataclasses import asdict

    from kb.opening.current import open_release
    from kb.release.search import search as find
    from kb.release.search import write_found
    from kb.texts.searching import search_texts, write_hits

    found = find(open_release(home), " ".join(words), limit)
    law = search_texts(" ".join(words), limit)
    if not found and not law:
        raise KnowledgeBaseError(f"nothing found for {' '.join(words)!r}")
    told = [asdict(hit) for hit in found] + [{"kind": "law", **asdict(hit)} for hit in law]
    deliver(as_json(told) if format_name == "json" else write_found(found) + write_hits(law), output)
