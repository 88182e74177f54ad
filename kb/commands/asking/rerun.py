"""``rerun``: repeat the query of a bundle and compare."""

from pathlib import Path
from typing import Annotated

import typer

from kb.commands.options import Home, Output, Plain, wants_json
from kb.errors import KnowledgeBaseError
from kb.saving import as_json, deliver


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command()(rerun)


def rerun(
    bundle: Annotated[Path, typer.Argument(help="A ZIP file that kb query wrote.")],
    format: Plain = None,  # noqa: A002
    output: Output = None,
    home: Home = None,
) -> None:
    """Repeat the query of a bundle on the current release; exit code 1 if the rows differ.

    Example: python -m kb rerun fines.zip
    """
    from kb.asking.rerun import rerun as repeat
    from kb.asking.rerun import to_json, to_text
    from kb.opening.current import open_release

    is_json = wants_json(output, format)
    found = repeat(open_release(home), bundle)
    deliver(as_json(to_json(found)) if is_json else to_text(found), output)
    if not found.is_same:
        raise KnowledgeBaseError(f"{len(found.added)} rows came and {len(found.removed)} went since the bundle was written")
