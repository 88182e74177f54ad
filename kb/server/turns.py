"""Whose turn it is: each client has a few requests in work at once, and its others wait behind its own, behind nobody else's."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from dataclasses import dataclass, field

AT_ONCE, WAITING, WAIT_SECONDS = 16, 128, 10.0
SESSIONS_AT_ONCE, SESSIONS_A_SECOND = 40.0, 1.0
ASKS_AT_ONCE, ASKS_A_SECOND, LONGEST_PAUSE = 200.0, 100.0, 2.0
FORGET_AFTER = 1000


@dataclass
class _Client:
    running: int = 0
    waiting: deque[asyncio.Future[None]] = field(default_factory=deque)
    sessions: float = SESSIONS_AT_ONCE
    at: float = field(default_factory=time.monotonic)
    asks: float = 0.0
    asked_at: float = 0.0


class Turns:
    """The requests of each client; used in the thread of the event loop only."""

    def __init__(self) -> None:
        self._clients: dict[str, _Client] = {}

    async def begin(self, client: str) -> bool:
        """Wait for the client's turn; False if too many of its own wait or its turn does not come. ``end`` must follow True."""
        own = self._of(client)
        if own.running < AT_ONCE:
            own.running += 1
            return True
        if len(own.waiting) >= WAITING:
            return False
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        own.waiting.append(turn)
        try:
            await asyncio.wait_for(turn, WAIT_SECONDS)
        except TimeoutError:
            return False
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                self.end(client)
            raise
        return True

    def end(self, client: str) -> None:
        """A request of the client has ended: the next of its own begins."""
        own = self._clients[client]
        while own.waiting:
            turn = own.waiting.popleft()
            if not turn.done():
                turn.set_result(None)
                return
        own.running -= 1

    async def pace(self, client: str) -> None:
        """Let a client that asks very often wait a moment; it matters to what needs no work only, the rest has turns."""
        own, now = self._of(client), time.monotonic()
        own.asks = min(ASKS_AT_ONCE, own.asks + (now - own.asked_at) * ASKS_A_SECOND) - 1
        own.asked_at = now
        if own.asks < 0:
            await asyncio.sleep(min(-own.asks / ASKS_A_SECOND, LONGEST_PAUSE))

    def may_open(self, client: str) -> bool:
        """Whether the client may open another page now: a few at once, and one a second for ever."""
        own, now = self._of(client), time.monotonic()
        own.sessions = min(SESSIONS_AT_ONCE, own.sessions + (now - own.at) * SESSIONS_A_SECOND)
        own.at = now
        if own.sessions < 1:
            return False
        own.sessions -= 1
        return True

    def _of(self, client: str) -> _Client:
        if client not in self._clients and len(self._clients) >= FORGET_AFTER:
            kept = {name: one for name, one in self._clients.items() if one.running or one.sessions < SESSIONS_AT_ONCE - 1}
            self._clients = kept
        return self._clients.setdefault(client, _Client())
