"""How much memory this process and its workers may take together, and whose work ends before they take more."""

from __future__ import annotations

import contextlib
import os
import threading
import time
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from kb.running.own_limits import memory_of
from kb.running.places import Ticket
from kb.running.process import WorkerProcess, workers_alive

RESERVE, LOOK_SECONDS = 0.15, 0.05  # the reserve is for what is taken between two looks
WORTH_ENDING = 0.1


class Room:
    """Work that is under way, by its worker. Once it watches, what takes most of the client that takes most is ended in time."""

    def __init__(self) -> None:
        self._working: dict[WorkerProcess, Ticket] = {}
        self._lock = threading.Lock()
        self._most = 0

    @contextlib.contextmanager
    def working(self, worker: WorkerProcess, ticket: Ticket) -> Iterator[None]:
        """While a worker does what a ticket asks."""
        with self._lock:
            self._working[worker] = ticket
        try:
            yield
        finally:
            with self._lock:
                del self._working[worker]

    def watch(self, most: int) -> None:
        """Keep all within so many bytes from now on."""
        is_first, self._most = not self._most, most
        if is_first:
            threading.Thread(target=self._look_on, daemon=True, name="memory").start()

    def _look_on(self) -> None:
        while True:
            time.sleep(LOOK_SECONDS)
            self.look()

    def look(self) -> None:
        """End the work that takes most, of the client that takes most, if all together come near to a limit that was set."""
        if not self._most:
            return
        taken = {worker: memory_of(worker.pid) for worker in workers_alive()}
        if memory_of(os.getpid()) + sum(taken.values()) <= self._most * (1 - RESERVE):
            return
        with self._lock:
            working = {worker: ticket for worker, ticket in self._working.items() if not ticket.is_crowded_out}
        clients = Counter[str]()
        for worker, ticket in working.items():
            clients[ticket.client] += taken.get(worker, 0)
        first, most = max(clients.items(), key=lambda one: one[1], default=("", 0))
        if not clients or most < self._most * WORTH_ENDING:
            return
        largest = max((worker for worker, one in working.items() if one.client == first), key=lambda one: taken.get(one, 0))
        working[largest].crowd_out()


@lru_cache(maxsize=1)
def shared_room() -> Room:
    """The room of this process and all its workers."""
    return Room()
