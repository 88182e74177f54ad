"""Read from a process until a deadline: by the kernel's poll, or by a thread that reads where the system has none for pipes."""

from __future__ import annotations

import os
import select
import threading
from queue import Empty, SimpleQueue
from typing import Protocol

BLOCK = 1 << 16


class Pipe(Protocol):
    """One end of a pipe that somebody else writes into."""

    def read(self, seconds: float) -> bytes | None:
        """What came, nothing (``b""``) once the other end is closed, None if so many seconds passed without a word."""


class PolledPipe:
    """A pipe that the kernel tells of."""

    def __init__(self, number: int) -> None:
        self._number = number
        self._poll = select.poll()
        self._poll.register(number, select.POLLIN | select.POLLHUP)

    def read(self, seconds: float) -> bytes | None:
        """See :class:`Pipe`."""
        return os.read(self._number, BLOCK) if self._poll.poll(max(0.0, seconds) * 1000) else None


class ThreadedPipe:
    """A pipe that a thread waits for; what it read waits in a row."""

    def __init__(self, number: int) -> None:
        self._read: SimpleQueue[bytes] = SimpleQueue()
        threading.Thread(target=self._fill, args=(number,), daemon=True).start()

    def read(self, seconds: float) -> bytes | None:
        """See :class:`Pipe`."""
        try:
            block = self._read.get(timeout=max(0.0, seconds))
        except Empty:
            return None
        if not block:
            self._read.put(b"")  # closed once, closed for good
        return block

    def _fill(self, number: int) -> None:
        try:
            while block := os.read(number, BLOCK):
                self._read.put(block)
        except OSError:
            pass
        self._read.put(b"")


def pipe(number: int) -> Pipe:
    """The pipe with this file descriptor, read in the best way that the system has."""
    return PolledPipe(number) if hasattr(select, "poll") else ThreadedPipe(number)
