"""``import`` for people at a terminal: progress, the report, and every problem on its own line."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from itertools import accumulate
from pathlib import Path

from kb.errors import KnowledgeBaseError
from kb.importing.importing import keep, prepare
from kb.importing.output import report
from kb.importing.readers import Readers
from kb.loaders.problems import CuratedDataError, listing
from kb.saving import deliver


def run_import(mapping: Path, outside: Sequence[Path], root: Path, check: bool, shrunk: bool, readers: Readers) -> None:
    """Import, printing what changes; KnowledgeBaseError, after the list of problems, if anything stands in the way."""
    try:
        prepared = prepare(mapping, outside, root, shrunk, Told(outside), readers)
    except CuratedDataError as error:
        sys.stderr.write("".join(line + "\n" for line in listing(error.problems)))
        number = len(error.problems)
        raise KnowledgeBaseError(f"{number} {'problem' if number == 1 else 'problems'}; nothing was imported") from None
    if not check and not prepared.changes_nothing:
        keep(prepared, root)
    deliver(report(prepared, check), None)


class Told:
    """Tells a person at a terminal how far the reading is, and how long it will take where that can be told."""

    def __init__(self, outside: Sequence[Path]) -> None:
        self._sizes = {path: path.stat().st_size for path in outside if path.is_file()}
        self._before = dict(zip(self._sizes, accumulate(self._sizes.values(), initial=0), strict=False))
        self._since: tuple[float, float] | None = None

    def __call__(self, path: Path, rows: int, part: float) -> None:
        """So many rows of a file were read, which are that part of it."""
        if sys.stderr.isatty():
            number = list(self._sizes).index(path) + 1
            which = f"{path.name} ({number} of {len(self._sizes)})" if len(self._sizes) > 1 else path.name
            sys.stderr.write(f"\r{which}: {rows:,} rows{self._left(path, part)}\033[K")

    def _left(self, path: Path, part: float) -> str:
        """About how many seconds are left, in words, reckoned from the bytes that were read since the first word."""
        now, read = time.monotonic(), self._before[path] + part * self._sizes[path]
        begun, first = self._since = self._since or (now, read)
        if not part or read <= first:
            return ""
        seconds = (now - begun) * (sum(self._sizes.values()) - read) / (read - first)
        return f", about {seconds:,.0f} s left"
