"""``check``: somebody's text beside the base."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from kb.commands.options import asks, reads_release, writes
from kb.errors import UsageError
from kb.saving import deliver


@click.command()
@click.argument("file", help="Text, Markdown, HTML or Word; - for standard input.")
@asks("as_of", "known_on")
@click.option("--dossier", is_flag=True, help="Begin a dossier of the text as a source instead, in YAML.")
@writes(("txt", "md", "json"), "txt")
@reads_release
def check(file: str, asked: dict[str, Any], dossier: bool, format_name: str, output: Path | None, home: Path | None) -> None:
    """Lay each sentence beside the cells: supported, partly, contradicted, outdated, more certain than the evidence, not held.

    Example: python -m kb check draft.md --as-of 2026-06-01
    """
    from kb.checking.checked import check as check_sentences
    from kb.checking.checked import write_checked, write_dossier
    from kb.checking.draft_text import sentences_of
    from kb.opening.current import open_release
    from kb.values.view import View

    sentences = sentences_of(_content(file), Path(file).suffix)
    found = check_sentences(open_release(home), sentences, *View(**asked).days())
    deliver(write_dossier(found, Path(file).stem) if dossier else write_checked(found, format_name), output)


def _content(file: str) -> bytes:
    try:
        return sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    except OSError as error:
        raise UsageError(f"{file} cannot be read: {error.strerror}") from None
