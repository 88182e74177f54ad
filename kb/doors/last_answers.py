"""Answer all that was asked before the other side hung up: its input may end before the last answers are ready."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import anyio
from anyio.streams.memory import MemoryObjectReceiveStream, MemoryObjectSendStream
from mcp.shared.message import SessionMessage
from mcp.types import JSONRPCError, JSONRPCNotification, JSONRPCRequest, JSONRPCResponse, RequestId

Received = SessionMessage | Exception
CANCELLED = "notifications/cancelled"
LONGEST_WAIT = 120.0  # seconds that a request which nobody answers may keep the server after the input has ended


class _Open:
    """Requests that wait for an answer."""

    def __init__(self) -> None:
        self._waiting: set[RequestId] = set()
        self._changed = anyio.Event()

    def received(self, message: Received) -> None:
        """Count a request; one that is withdrawn waits no longer."""
        said = message.message.root if isinstance(message, SessionMessage) else None
        if isinstance(said, JSONRPCRequest):
            self._waiting.add(said.id)
        elif isinstance(said, JSONRPCNotification) and said.method == CANCELLED:
            self._done((said.params or {}).get("requestId"))

    def sent(self, message: SessionMessage) -> None:
        """Count an answer."""
        if isinstance(message.message.root, JSONRPCResponse | JSONRPCError):
            self._done(message.message.root.id)

    def _done(self, number: RequestId | None) -> None:
        self._waiting -= {number}
        self._changed.set()
        self._changed = anyio.Event()

    async def none_left(self) -> None:
        """Wait until each has its answer, at most LONGEST_WAIT."""
        with anyio.move_on_after(LONGEST_WAIT):
            while self._waiting:
                await self._changed.wait()


@asynccontextmanager
async def answering_all(
    reading: MemoryObjectReceiveStream[Received], writing: MemoryObjectSendStream[SessionMessage]
) -> AsyncIterator[tuple[MemoryObjectReceiveStream[Received], MemoryObjectSendStream[SessionMessage]]]:
    """The two streams of a server; what is read ends only when all requests read before have their answers written."""
    inner_in, server_reads = anyio.create_memory_object_stream[Received](0)
    server_writes, inner_out = anyio.create_memory_object_stream[SessionMessage](0)
    still_open = _Open()

    async def pass_in() -> None:
        async with inner_in:
            async for message in reading:
                still_open.received(message)
                await inner_in.send(message)
            await still_open.none_left()

    async def pass_out() -> None:
        async with inner_out, writing:
            async for message in inner_out:
                await writing.send(message)
                still_open.sent(message)

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(pass_in)
        tasks.start_soon(pass_out)
        yield server_reads, server_writes
