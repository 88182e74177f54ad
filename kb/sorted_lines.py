"""Sorted lines of any number: runs sorted in memory, then merged from files; equal lines are one."""

from __future__ import annotations

import hashlib
import heapq
from contextlib import ExitStack
from itertools import groupby, islice
from pathlib import Path

LINES_OF_A_RUN, LINES_OF_A_BLOCK = 400_000, 4_000
BUFFER = 1 << 20


class SortedLines:
    """Takes N-Quads lines in any order and writes them in the order of their bytes."""

    def __init__(self, folder: Path, lines_of_a_run: int = LINES_OF_A_RUN) -> None:
        self._folder, self._limit = folder, lines_of_a_run
        self._lines: list[bytes] = []
        self._runs: list[Path] = []

    def add(self, lines: bytes) -> None:
        """Take some whole lines; what is held in memory stays below one run and one call."""
        self._lines += lines.splitlines(keepends=True)
        if len(self._lines) >= self._limit:
            self._spill()

    def write(self, path: Path) -> tuple[int, str]:
        """Write the file, remove the runs; the number of lines and the SHA-256 of the file."""
        self._lines.sort()
        digest, number = hashlib.sha256(), 0
        with ExitStack() as stack, path.open("wb") as out:
            runs = [stack.enter_context(run.open("rb", buffering=BUFFER)) for run in self._runs]
            merged = (line for line, _ in groupby(heapq.merge(*runs, self._lines)))
            while block := list(islice(merged, LINES_OF_A_BLOCK)):
                content = b"".join(block)
                out.write(content)
                digest.update(content)
                number += len(block)
        self._lines = []
        for run in self._runs:
            run.unlink()
        return number, digest.hexdigest()

    def _spill(self) -> None:
        self._lines.sort()
        run = self._folder / f"run-{len(self._runs)}"
        with run.open("wb", buffering=BUFFER) as out:
            out.writelines(self._lines)
        self._runs.append(run)
        self._lines = []
