"""``paths``: how two things are tied to each other."""

from __future__ import annotations

from pathlib import Path

import click

from kb.commands.options import PLAIN, reads_release, writes
from kb.saving import as_json, deliver


@click.command()
@click.argument(
    "start", metavar="A", help="A kind and a path, such as instrument/us/pafaca, or the path alone where that is clear."
)
@click.argument("end", metavar="B", help="The same of the other end.")
@click.option("--without", multiple=True, help="A relation that no path may use, for example jurisdiction; repeatable.")
@click.option("--most", type=click.IntRange(1, 50), default=5, help="How many paths at most.")
@writes(PLAIN, "txt")
@reads_release
def paths(
    start: str, end: str, without: tuple[str, ...], most: int, format_name: str, output: Path | None, home: Path | None
) -> None:
    """Say how two things are tied, by the paths that say most, each step in words.

    Seats, jurisdictions and what two acts are both about come last, and only where nothing else ties the two.

    Example: python -m kb paths us/pafaca organisation/bytedance

    The JSON is described in kb/graph/paths_text.py.
    """
    from kb.graph.paths_text import find_paths, to_text
    from kb.opening.current import open_release

    found = find_paths(open_release(home), start, end, without, most)
    deliver(as_json(found) if format_name == "json" else to_text(found), output)
