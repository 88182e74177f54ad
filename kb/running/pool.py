"""Worker processes kept ready: handed out in the order of asking, killed when a limit is hit, and replaced."""

from __future__ import annotations

import atexit
import os
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import lru_cache
from pathlib import Path
from typing import Any

from kb.errors import CancelledError, LimitError, UsageError
from kb.running.places import MOST_WAITING, Places, Ticket
from kb.running.process import DiedError, TooLargeError, TooLateError, WorkerProcess
from kb.running.room import shared_room

__all__ = ["MOST_WAITING", "Pool", "Ticket", "shared_pool"]

MOST_WORKERS = 64
CROWDED = "stopped, since all that is asked at once needs more memory than there is; ask for less, or again in a while"


class Pool:
    """Up to ``size`` worker processes, started when first needed or by ``warm``.

    ``start`` makes one, ``what`` is the word for their work in messages, in the plural. One that is refilled
    starts another for each that ends, so that the next task need not wait for it.
    """

    def __init__(
        self, size: int, start: Callable[[], WorkerProcess] = WorkerProcess, what: str = "queries", *, is_refilled: bool = False
    ) -> None:
        self.size, self._is_refilled = size, is_refilled
        self._places = Places(size, what)
        self._changed = self._places.changed
        self._start, self._what = start, what
        self._idle: list[WorkerProcess] = []
        self._warm_store: tuple[str, str] | None = None
        self._is_closed = False

    def run(self, task: dict[str, Any], seconds: float, take: Callable[[bytes, bytes], None], ticket: Ticket) -> None:
        """Run a task on the next free worker and hand its frames to ``take``.

        Raises BusyError, CancelledError, LimitError (all that is at work needs more memory than there is), TooLateError (it was
        killed after so many seconds) or DiedError.
        """
        with self.place(ticket):
            worker = self._worker()
            ticket.worker = worker
            is_usable = False
            try:
                if ticket.is_cancelled:
                    raise CancelledError("the query was cancelled")
                with shared_room().working(worker, ticket):
                    is_usable = worker.run(task, seconds, take)
            except DiedError:
                if ticket.is_cancelled:
                    raise CancelledError("the query was cancelled") from None
                if ticket.is_crowded_out:
                    raise LimitError(CROWDED, "memory") from None
                raise
            finally:
                ticket.worker = None
                self._take_back(worker, is_usable and not (ticket.is_cancelled or ticket.is_crowded_out))

    def place(self, ticket: Ticket) -> AbstractContextManager[None]:
        """Wait for a place; see :meth:`kb.running.places.Places.place`."""
        return self._places.place(ticket)

    def _worker(self) -> WorkerProcess:
        with self._changed:
            while self._idle:
                worker = self._idle.pop()
                if worker.is_alive():
                    return worker
                worker.discard()
        return self._start()

    def _take_back(self, worker: WorkerProcess, is_usable: bool) -> None:
        if is_usable:
            with self._changed:
                if not self._is_closed:
                    self._idle.append(worker)
                    return
        worker.discard()
        if (self._warm_store or self._is_refilled) and not self._is_closed:
            threading.Thread(target=self._add_warm, daemon=True).start()

    @property
    def load(self) -> dict[str, int]:
        """How many queries can run at once, how many do, and how many wait."""
        return self._places.load

    def warm(self, store: tuple[Path, str]) -> None:
        """Start all processes with a store open, given with the state of its files, and from now on replace those that are
        killed beforehand."""
        self._warm_store = str(store[0]), store[1]
        missing = self.size - len(self._idle) - self._places.running
        threads = [threading.Thread(target=self._add_warm, daemon=True) for _ in range(missing)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def _add_warm(self) -> None:
        worker, (store, state) = self._start(), self._warm_store or ("", "")
        try:
            if store:
                worker.run({"store": store, "state": state, "memory_mb": 4096}, 60, lambda letter, content: None)
            else:
                worker.wait_until_ready()
        except (DiedError, TooLateError, TooLargeError):
            worker.discard()
            return
        with self._changed:
            if not self._is_closed and len(self._idle) + self._places.running < self.size:
                self._idle.append(worker)
                return
        worker.discard()

    def close(self) -> None:
        """End all processes that are idle; those at work end with their query."""
        with self._changed:
            self._is_closed = True
            idle, self._idle = self._idle, []
        for worker in idle:
            worker.discard()


def workers_from_environment(setting: str, default: int) -> int:
    """How many processes a setting allows; UsageError if it is no number from 1 to MOST_WORKERS."""
    given = os.environ.get(setting, str(default))
    if not given.isdecimal() or not 1 <= int(given) <= MOST_WORKERS:
        raise UsageError(f"{setting} is '{given[:20]}'; write a number from 1 to {MOST_WORKERS}")
    return int(given)


@lru_cache(maxsize=1)
def shared_pool() -> Pool:
    """The pool of this process for queries; KB_WORKERS sets how many run at once (4 unless set)."""
    pool = Pool(workers_from_environment("KB_WORKERS", 4))
    atexit.register(pool.close)
    return pool
