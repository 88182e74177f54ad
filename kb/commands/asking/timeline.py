"""``timeline``: the life of a cell."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from kb.commands.options import PLAIN, asks, jurisdiction_argument, question_argument, reads_release, writes
from kb.saving import as_json, deliver


@click.command()
@jurisdiction_argument("For example us.")
@question_argument("For example forced-divestiture.")
@asks("known_on", "platform", "policy")
@writes(PLAIN, "txt")
@reads_release
def timeline(
    jurisdiction: str,
    question: str,
    asked: dict[str, Any],
    format_name: str,
    output: Path | None,
    home: Path | None,
) -> None:
    """Show every interval in which a cell says the same.

    Example: python -m kb timeline us forced-divestiture --platform tiktok
    """
    from kb.clocks.timeline import timeline as intervals_of
    from kb.clocks.timeline import to_json, to_text
    from kb.opening.current import open_release

    intervals = intervals_of(open_release(home).reader, jurisdiction, question, **asked)
    deliver(as_json(to_json(intervals)) if format_name == "json" else to_text(intervals), output)
