"""``import`` for people at a terminal: progress, the report, and every problem on its own line."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from kb.errors import KnowledgeBaseError
from kb.importing.importing import keep, prepare
from kb.importing.output import report
from kb.loaders.problems import CuratedDataError, listing
from kb.saving import deliver


def run_import(mapping: Path, outside: Sequence[Path], root: Path, check: bool, shrunk: bool) -> None:
    """Import, printing what changes; KnowledgeBaseError, after the list of problems, if anything stands in the way."""
    try:
        prepared = prepare(mapping, outside, root, shrunk, _progress)
    except CuratedDataError as error:
        sys.stderr.write("".join(line + "\n" for line in listing(error.problems)))
        number = len(error.problems)
        raise KnowledgeBaseError(f"{number} {'problem' if number == 1 else 'problems'}; nothing was imported") from None
    if not check and not prepared.changes_nothing:
        keep(prepared, root)
    deliver(report(prepared, check), None)


def _progress(name: str, rows: int) -> None:
    if sys.stderr.isatty():
        sys.stderr.write(f"\r{name}: {rows:,} rows\033[K")
