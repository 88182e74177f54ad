"""Places for work: handed out in the order of asking, and nobody gets more of them at once than a share.

So one who asks endless things does not keep others out, and who waits too long is told when to ask again.
"""

from __future__ import annotations

import contextlib
import threading
import time
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol

from kb.errors import BusyError

CLIENT_SHARE = 0.5
WAIT_SECONDS = 20.0
MOST_WAITING = 200


class Killable(Protocol):
    """What works on a query and can be ended at once."""

    def kill(self) -> None:
        """End it."""


@dataclass(eq=False)
class Ticket:
    """Work that waits or runs; whoever holds it may cancel it from another thread. ``share`` is how many places its client may
    take at once, the usual share unless it is set; ``waited`` seconds it was in a queue."""

    client: str = ""
    is_cancelled: bool = False
    worker: Killable | None = field(default=None, repr=False)
    share: int | None = None
    is_crowded_out: bool = False
    waited: float = 0.0

    def crowd_out(self) -> None:
        """Stop the work now since there is no memory left for it; it ends with LimitError where it was asked."""
        self.is_crowded_out = True
        self._end()

    def cancel(self) -> None:
        """Stop the work now; it ends with CancelledError where it was asked."""
        self.is_cancelled = True
        self._end()

    def _end(self) -> None:
        if worker := self.worker:
            worker.kill()


class Places:
    """``size`` places and the queue before them; ``what`` is the word for the work in messages, in the plural."""

    def __init__(self, size: int, what: str = "queries") -> None:
        self.size = size
        self.changed = threading.Condition()
        self._what = what
        self._share = max(1, int(size * CLIENT_SHARE))
        self._taken: Counter[str] = Counter()
        self._waiting: deque[Ticket] = deque()

    @contextlib.contextmanager
    def place(self, ticket: Ticket) -> Iterator[None]:
        """Wait for a place, in the order of asking among those who have not had their share; BusyError if that takes too long."""
        with self.changed:
            if len(self._waiting) >= MOST_WAITING:
                raise BusyError(f"{len(self._waiting)} {self._what} are waiting already; ask again in a while")
            self._waiting.append(ticket)
            since = time.monotonic()
            try:
                if not self.changed.wait_for(lambda: self._is_next(ticket), WAIT_SECONDS):
                    raise BusyError(f"every place for {self._what} was taken for {WAIT_SECONDS:g} seconds; ask again in a while")
            finally:
                ticket.waited += time.monotonic() - since
                self._waiting.remove(ticket)
                self.changed.notify_all()
            self._taken[ticket.client] += 1
        try:
            yield
        finally:
            with self.changed:
                self._taken[ticket.client] -= 1
                self._taken += Counter()
                self.changed.notify_all()

    def _is_next(self, ticket: Ticket) -> bool:
        if ticket.is_cancelled:
            return True
        if self._taken.total() >= self.size:
            return False
        return next((one for one in self._waiting if self._has_share_left(one)), None) is ticket

    def _has_share_left(self, ticket: Ticket) -> bool:
        return self._taken[ticket.client] < (ticket.share or self._share)

    @property
    def running(self) -> int:
        """How many places are taken."""
        return self._taken.total()

    @property
    def load(self) -> dict[str, int]:
        """How much can run at once, how much does, and how much waits."""
        with self.changed:
            return {"at_once": self.size, "running": self.running, "waiting": len(self._waiting)}
