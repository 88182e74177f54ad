"""Connections under limits: so many in all and for each address, and none that is slow to ask, idle or slow to read.

One that is over the limit is closed at once, so that the process never runs out of files.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import cast

import uvicorn.config
from uvicorn.protocols.http.auto import AutoHTTPProtocol

from kb.server.settings import Settings

HEAD_SECONDS, STALLED_SECONDS = 10.0, 30.0
LONGEST_HEAD = 64 * 1024
_open: Counter[str] = Counter()


class Protocol(AutoHTTPProtocol):  # type: ignore[misc, valid-type]
    """uvicorn's protocol of a connection, with limits; ``settings`` are those of the process."""

    settings = Settings()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Take a connection, or close it at once where there are too many."""
        peer = transport.get_extra_info("peername")
        self._from = str(peer[0]) if peer else "local"
        self._is_counted = self._has_room()
        self._timer: asyncio.TimerHandle | None = None
        self._head = 0
        super().connection_made(transport)
        if not self._is_counted:
            cast(asyncio.Transport, transport).abort()
            return
        _open[self._from] += 1
        self._wait(HEAD_SECONDS)

    def _has_room(self) -> bool:
        if _open.total() >= self.settings.connections:
            return False
        return self.settings.proxies.includes(self._from) or _open[self._from] < self.settings.client_connections

    def data_received(self, data: bytes) -> None:
        """Take bytes; the head of a request must be whole in time and of a sensible length."""
        asked_before = self.cycle
        super().data_received(data)
        if self.transport.get_protocol() is not self:  # a session from now on, which is counted by itself
            self._let_go()
        elif self.cycle is not asked_before:
            self._stop_waiting()
            self._head = 0
        elif self.cycle is None or self.cycle.response_complete:
            self._head += len(data)
            if self._head > LONGEST_HEAD:
                self.transport.abort()
            elif self._timer is None:
                self._wait(HEAD_SECONDS)

    def connection_lost(self, exc: Exception | None) -> None:
        """Let go of a connection."""
        self._let_go()
        super().connection_lost(exc)

    def _let_go(self) -> None:
        self._stop_waiting()
        if self._is_counted:
            self._is_counted = False
            _open[self._from] -= 1
            if not _open[self._from]:
                del _open[self._from]

    def pause_writing(self) -> None:
        """The other side does not read; it has a while to begin again."""
        self._wait(STALLED_SECONDS)
        super().pause_writing()

    def resume_writing(self) -> None:
        """The other side reads again."""
        self._stop_waiting()
        super().resume_writing()

    def _wait(self, seconds: float) -> None:
        self._stop_waiting()
        self._timer = asyncio.get_running_loop().call_later(seconds, self.transport.abort)

    def _stop_waiting(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None


def guard_connections(settings: Settings) -> None:
    """Put the connections of every server of this process under the limits."""
    Protocol.settings = settings
    uvicorn.config.HTTP_PROTOCOLS["auto"] = f"{__name__}:{Protocol.__name__}"
