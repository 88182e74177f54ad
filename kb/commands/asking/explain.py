"""``explain``: why a cell says what it says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from kb.commands.options import asks, jurisdiction_argument, question_argument, reads_release, writes
from kb.saving import deliver


@click.command()
@jurisdiction_argument("For example sg.")
@question_argument("For example data-localization-requirement.")
@asks("as_of", "known_on", "platform", "policy")
@writes(("txt", "json", "jsonld"), "txt")
@reads_release
def explain(
    jurisdiction: str,
    question: str,
    asked: dict[str, Any],
    format_name: str,
    output: Path | None,
    home: Path | None,
) -> None:
    """Say why a cell says what it says.

    Example: python -m kb explain sg data-localization-requirement
    """
    from kb.cells.comparison import compare
    from kb.explanation.explain import explain as explain_cell
    from kb.explanation.formats import write_explanation
    from kb.opening.current import open_release

    release = open_release(home)
    comparison = compare(release.reader, [jurisdiction], questions=[question], **asked)
    deliver(write_explanation(release, explain_cell(release, comparison, jurisdiction, question), format_name), output)
