"""``competency``: the questions that a base must be able to answer, asked of its release."""

from __future__ import annotations

from pathlib import Path

import click

from kb.commands.options import facts_option, reads_release
from kb.errors import KnowledgeBaseError


@click.command()
@facts_option
@reads_release
def competency(facts: Path | None, home: Path | None) -> None:
    """Ask the competency questions of the facts, and say which of them the release answers otherwise than expected.

    Example: python -m kb competency
    """
    from kb.asking.competency import FOLDER, ask
    from kb.loaders.layout import facts_folder
    from kb.opening.current import open_release
    from kb.sparql.competency import competency_questions

    root, release = facts_folder(facts), open_release(home)
    asked = [ask(release, one) for one in competency_questions(root / FOLDER)]
    if not asked:
        click.echo(f"{root / FOLDER} has no question; write one as docs/a-base-is-a-folder.md shows")
    for one in asked:
        click.echo(f"{'as expected' if one.is_met else 'OTHERWISE'}  {one.competency.path.stem}: {one.competency.question}")
        for sign, rows in (("missing", one.missing), ("not expected", one.extra)):
            for row in rows:
                click.echo(f"    {sign}: {' | '.join(row)}")
    if wrong := sum(not one.is_met for one in asked):
        raise KnowledgeBaseError(f"{wrong} of {len(asked)} questions are answered otherwise than expected")
