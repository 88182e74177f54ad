"""Processes that read outside data, one a file; the first is begun while the program itself is still being loaded."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kb.running.process import WorkerProcess

SECONDS, MEMORY = 900.0, 1 << 30


class Readers:
    """Gives each file a process of its own under limits; leaving it ends one that waits."""

    def __init__(self) -> None:
        self._waiting: list[WorkerProcess] = []
        self._begin()

    def _begin(self) -> None:
        self._waiting.append(WorkerProcess("kb.importing.worker", most_memory=MEMORY))

    def read(self, task: dict[str, Any], take: Callable[[bytes, bytes], None]) -> None:
        """Run a task; TooLateError, TooLargeError or DiedError where its process does not come to an end."""
        if not self._waiting:
            self._begin()
        process = self._waiting.pop()
        try:
            process.run(task, SECONDS, take)
        finally:
            process.discard()

    def __enter__(self) -> Readers:
        return self

    def __exit__(self, *_: object) -> None:
        while self._waiting:
            self._waiting.pop().discard()
