"""One worker process as its owner sees it: give it a task, read its frames until a deadline, kill it."""

from __future__ import annotations

import json
import mmap
import os
import struct
import subprocess
import sys
import time
import weakref
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from kb.running.pipe import pipe

ROOT = Path(__file__).resolve().parents[2]
HEADER = struct.Struct(">cI")
START_SECONDS = 60.0
LOOK_SECONDS, A_DAY = 0.1, 86_400.0
PAGE = mmap.PAGESIZE
KEPT_SETTINGS = ("PATH", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SYSTEMROOT", "TMPDIR")


_ALIVE: weakref.WeakSet[WorkerProcess] = weakref.WeakSet()


class DiedError(Exception):
    """The process ended in the middle of a task; ``code`` is its exit code, negative for a signal."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


class TooLateError(Exception):
    """The deadline passed."""


class TooLargeError(Exception):
    """The process took more memory than it may."""


class WorkerProcess:
    """A process that runs one task at a time, of ``module``. It has no secret of its owner's environment but ``settings``.

    One that takes more than ``most_memory`` bytes is ended; how much it takes is looked at while it works.
    """

    def __init__(
        self, module: str = "kb.running.worker", settings: Mapping[str, str] | None = None, most_memory: int | None = None
    ) -> None:
        kept = {name: value for name, value in os.environ.items() if name in KEPT_SETTINGS or name.startswith("PYTHON")}
        self._most_memory = most_memory
        self._process = subprocess.Popen(
            [sys.executable, "-m", module],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=ROOT,
            env=kept | {"MALLOC_ARENA_MAX": "2", "PYTHONUTF8": "1"} | dict(settings or {}),
        )
        assert self._process.stdout is not None
        self._output = pipe(self._process.stdout.fileno())
        _ALIVE.add(self)
        self._buffer = bytearray()
        self._is_ready = False

    @property
    def pid(self) -> int:
        """Number of the process."""
        return self._process.pid

    def run(self, task: dict[str, Any], seconds: float, take: Callable[[bytes, bytes], None]) -> bool:
        """Run a task and hand every frame (letter, content) to ``take``; whether the process can be used again.

        The seconds count from when the process is ready. Raises TooLateError or DiedError; then it cannot be used again.
        """
        self.wait_until_ready()
        self._give(task)
        deadline = time.monotonic() + seconds
        while True:
            letter, content = self._frame(deadline)
            if letter == b"e":
                return not json.loads(content)["retire"]
            take(letter, content)

    def wait_until_ready(self) -> None:
        """Wait for the first frame of a process just started."""
        if not self._is_ready:
            self._frame(time.monotonic() + START_SECONDS)
            self._is_ready = True

    def _give(self, task: dict[str, Any]) -> None:
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(json.dumps(task).encode() + b"\n")
            self._process.stdin.flush()
        except OSError:
            raise DiedError(self._process.wait()) from None

    def _frame(self, deadline: float) -> tuple[bytes, bytes]:
        while True:
            if len(self._buffer) >= HEADER.size:
                letter, length = HEADER.unpack_from(self._buffer)
                end = HEADER.size + length
                if len(self._buffer) >= end:
                    content = bytes(self._buffer[HEADER.size : end])
                    del self._buffer[:end]
                    return letter, content
            self._read(deadline)

    def _read(self, deadline: float) -> None:
        while (block := self._output.read(min(deadline - time.monotonic(), self._pause))) is None:
            if time.monotonic() >= deadline:
                raise TooLateError
            if self._most_memory and self.memory() > self._most_memory:
                raise TooLargeError
        if not block:
            raise DiedError(self._process.wait())
        self._buffer += block

    @property
    def _pause(self) -> float:
        return LOOK_SECONDS if self._most_memory else A_DAY

    def memory(self) -> int:
        """Bytes of memory of the process that are resident; 0 where the system does not say."""
        try:
            return int(Path(f"/proc/{self.pid}/statm").read_text(encoding="ascii").split()[1]) * PAGE
        except (OSError, IndexError):
            return 0

    def is_alive(self) -> bool:
        """Whether the process still runs."""
        return self._process.poll() is None

    def kill(self) -> None:
        """End the process at once, whatever it does."""
        self._process.kill()

    def discard(self) -> None:
        """Kill the process and take back what it held."""
        self.kill()
        self._process.wait()
        _ALIVE.discard(self)
        for end in (self._process.stdin, self._process.stdout):
            if end:
                try:
                    end.close()
                except OSError:
                    continue


def workers_alive() -> tuple[WorkerProcess, ...]:
    """The workers of this process that have not been discarded, at work or idle."""
    return tuple(_ALIVE.copy())
