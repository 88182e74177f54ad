"""Sorted lines of any number: runs sorted in memory, then merged from files block by block; equal lines are one."""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import groupby
from pathlib import Path
from typing import BinaryIO

LINES_OF_A_RUN, BYTES_OF_A_BLOCK = 400_000, 1 << 20
BUFFER = 1 << 20


class SortedLines:
    """Takes N-Quads lines in any order and writes them in the order of their bytes."""

    def __init__(self, folder: Path, lines_of_a_run: int = LINES_OF_A_RUN, bytes_of_a_block: int = BYTES_OF_A_BLOCK) -> None:
        self._folder, self._limit, self._block = folder, lines_of_a_run, bytes_of_a_block
        self._lines: list[bytes] = []
        self._runs: list[Path] = []

    def add(self, lines: bytes) -> None:
        """Take some whole lines; what is held in memory stays below one run and one call."""
        self._lines += lines.splitlines(keepends=True)
        if len(self._lines) >= self._limit:
            self._spill()

    def write(self, path: Path) -> tuple[int, str]:
        """Write the file, remove the runs; the number of lines and the SHA-256 of the file."""
        digest, number = hashlib.sha256(), 0
        with ExitStack() as stack, path.open("wb") as out:
            files = [stack.enter_context(run.open("rb", buffering=BUFFER)) for run in self._runs]
            for block in _merged([_Run(self._taken(), None, 0), *(_Run([], file, self._block) for file in files)]):
                content = b"".join(block)
                out.write(content)
                digest.update(content)
                number += len(block)
        for run in self._runs:
            run.unlink()
        return number, digest.hexdigest()

    def _taken(self) -> list[bytes]:
        """The lines in memory, sorted, each once; none are left."""
        lines, self._lines = self._lines, []
        lines.sort()
        return [line for line, _ in groupby(lines)]

    def _spill(self) -> None:
        run = self._folder / f"run-{len(self._runs)}"
        with run.open("wb", buffering=BUFFER) as out:
            out.writelines(self._taken())
        self._runs.append(run)


class _Run:
    """A sorted run of which a block at a time is in memory."""

    def __init__(self, lines: list[bytes], rest: BinaryIO | None, block: int) -> None:
        self.lines, self._place, self._rest, self._block = lines, 0, rest, block

    def fill(self) -> bool:
        """Read on if everything was taken; whether there is anything."""
        if self._place == len(self.lines):
            self.lines, self._place = self._rest.readlines(self._block) if self._rest else [], 0
        return bool(self.lines)

    def until(self, last: bytes) -> list[bytes]:
        """Take the lines up to one, itself included."""
        begin, self._place = self._place, bisect_right(self.lines, last, self._place)
        return self.lines[begin : self._place]


def _merged(runs: list[_Run]) -> Iterator[list[bytes]]:
    """Sorted blocks: what no run can still come before, all runs together. Sorting them again costs one pass over each."""
    while runs := [run for run in runs if run.fill()]:
        last = min(run.lines[-1] for run in runs)
        block = [line for run in runs for line in run.until(last)]
        block.sort()
        yield list(dict.fromkeys(block)) if len(runs) > 1 else block
