"""Worker processes kept ready: handed out in the order of asking, killed when a limit is hit, and replaced.

Nobody gets more places at once than CLIENT_SHARE of them, so that one who asks endless queries does not keep others out.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import threading
from collections import Counter, deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

from kb.errors import BusyError, CancelledError, UsageError
from kb.running.process import DiedError, TooLateError, WorkerProcess

CLIENT_SHARE = 0.5
WAIT_SECONDS = 20.0
MOST_WORKERS = 64
MOST_WAITING = 200


class Killable(Protocol):
    """What works on a query and can be ended at once."""

    def kill(self) -> None:
        """End it."""


@dataclass(eq=False)
class Ticket:
    """A query that waits or runs; whoever holds it may cancel it from another thread."""

    client: str = ""
    is_cancelled: bool = False
    worker: Killable | None = field(default=None, repr=False)

    def cancel(self) -> None:
        """Stop the query now; it ends with CancelledError where it was asked."""
        self.is_cancelled = True
        if worker := self.worker:
            worker.kill()


class Pool:
    """Up to ``size`` worker processes, started when first needed or by ``warm``."""

    def __init__(self, size: int) -> None:
        self.size = size
        self._share = max(1, int(size * CLIENT_SHARE))
        self._idle: list[WorkerProcess] = []
        self._taken: Counter[str] = Counter()
        self._waiting: deque[Ticket] = deque()
        self._changed = threading.Condition()
        self._warm_store: tuple[str, str] | None = None
        self._is_closed = False

    def run(self, task: dict[str, Any], seconds: float, take: Callable[[bytes, bytes], None], ticket: Ticket) -> None:
        """Run a task on the next free worker and hand its frames to ``take``.

        Raises BusyError, CancelledError, TooLateError (it was killed after so many seconds) or DiedError.
        """
        with self.place(ticket):
            worker = self._worker()
            ticket.worker = worker
            is_usable = False
            try:
                if ticket.is_cancelled:
                    raise CancelledError("the query was cancelled")
                is_usable = worker.run(task, seconds, take)
            except DiedError:
                if ticket.is_cancelled:
                    raise CancelledError("the query was cancelled") from None
                raise
            finally:
                ticket.worker = None
                self._take_back(worker, is_usable and not ticket.is_cancelled)

    @contextlib.contextmanager
    def place(self, ticket: Ticket) -> Iterator[None]:
        """Wait for a place, in the order of asking among those who have not had their share."""
        with self._changed:
            if len(self._waiting) >= MOST_WAITING:
                raise BusyError(f"{len(self._waiting)} queries are waiting already; ask again in a while")
            self._waiting.append(ticket)
            try:
                if not self._changed.wait_for(lambda: self._is_next(ticket), WAIT_SECONDS):
                    raise BusyError(f"every place for queries was taken for {WAIT_SECONDS:g} seconds; ask again in a while")
            finally:
                self._waiting.remove(ticket)
                self._changed.notify_all()
            self._taken[ticket.client] += 1
        try:
            yield
        finally:
            with self._changed:
                self._taken[ticket.client] -= 1
                self._taken += Counter()
                self._changed.notify_all()

    def _is_next(self, ticket: Ticket) -> bool:
        if ticket.is_cancelled:
            return True
        if self._taken.total() >= self.size:
            return False
        return next((one for one in self._waiting if self._taken[one.client] < self._share), None) is ticket

    def _worker(self) -> WorkerProcess:
        with self._changed:
            while self._idle:
                worker = self._idle.pop()
                if worker.is_alive():
                    return worker
                worker.discard()
        return WorkerProcess()

    def _take_back(self, worker: WorkerProcess, is_usable: bool) -> None:
        if is_usable:
            with self._changed:
                if not self._is_closed:
                    self._idle.append(worker)
                    return
        worker.discard()
        if self._warm_store and not self._is_closed:
            threading.Thread(target=self._add_warm, daemon=True).start()

    @property
    def load(self) -> dict[str, int]:
        """How many queries can run at once, how many do, and how many wait."""
        with self._changed:
            return {"at_once": self.size, "running": self._taken.total(), "waiting": len(self._waiting)}

    def warm(self, store: tuple[Path, str]) -> None:
        """Start all processes with a store open, given with the state of its files, and from now on replace those that are
        killed beforehand."""
        self._warm_store = str(store[0]), store[1]
        missing = self.size - len(self._idle) - self._taken.total()
        threads = [threading.Thread(target=self._add_warm, daemon=True) for _ in range(missing)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def _add_warm(self) -> None:
        worker, (store, state) = WorkerProcess(), self._warm_store or ("", "")
        try:
            worker.run({"store": store, "state": state, "memory_mb": 4096}, 60, lambda letter, content: None)
        except (DiedError, TooLateError):
            worker.discard()
            return
        with self._changed:
            if not self._is_closed and len(self._idle) + self._taken.total() < self.size:
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


@lru_cache(maxsize=1)
def shared_pool() -> Pool:
    """The pool of this process; KB_WORKERS sets how many queries run at once (4 unless set)."""
    given = os.environ.get("KB_WORKERS", "4")
    if not given.isdecimal() or not 1 <= int(given) <= MOST_WORKERS:
        raise UsageError(f"KB_WORKERS is '{given[:20]}'; write a number from 1 to {MOST_WORKERS}")
    pool = Pool(int(given))
    atexit.register(pool.close)
    return pool
