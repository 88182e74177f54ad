"""``rerun``: repeat the query of a bundle and compare."""

from __future__ import annotations

from pathlib import Path

import click

from kb.commands.options import PATH, PLAIN, reads_release, writes
from kb.errors import KnowledgeBaseError
from kb.saving import as_json, deliver


@click.command()
@click.argument("bundle", type=PATH, help="A ZIP file that kb query wrote.")
@writes(PLAIN, "txt")
@reads_release
def rerun(bundle: Path, format_name: str, output: Path | None, home: Path | None) -> None:
    """Repeat the query of a bundle on the current release; exit code 1 if the rows differ.

    Example: python -m kb rerun fines.zip
    """
    from kb.asking.rerun import rerun as repeat
    from kb.asking.rerun import to_json, to_text
    from kb.opening.current import open_release

    found = repeat(open_release(home), bundle)
    deliver(as_json(to_json(found)) if format_name == "json" else to_text(found), output)
    if not found.is_same:
        raise KnowledgeBaseError(f"{len(found.added)} rows came and {len(found.removed)} went since the bundle was written")
