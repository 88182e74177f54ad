"""``replay``: whether an explanation written earlier still holds."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from kb.commands.options import PLAIN, asks, reads_release, writes
from kb.saving import as_json, deliver


@click.command()
@click.argument("file", help="What explain wrote as .json or .jsonld; - for standard input.")
@asks("as_of", "known_on", "policy")
@writes(PLAIN, "txt")
@reads_release
def replay(file: str, asked: dict[str, Any], format_name: str, output: Path | None, home: Path | None) -> None:
    """Say whether an explanation written earlier still holds, and what is different; 1 if anything is.

    It is made again at its own point of both clocks, and by its policy, unless options name others.

    Example: python -m kb replay why.json
    """
    from kb.explanation.kept import read_file
    from kb.explanation.replay import replay as make_again
    from kb.explanation.replay import result_json, result_text
    from kb.opening.current import open_release

    earlier = read_file(file)
    found = make_again(open_release(home), earlier, **asked)
    deliver(as_json(result_json(found)) if format_name == "json" else result_text(found), output)
    if found.differences:
        raise click.exceptions.Exit(1)
