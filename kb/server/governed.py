"""Routes under the governor: one decorator registers a route, one call computes its answer in a process.

    @governed("/api/thing")
    async def thing(request: Request) -> Response:
        body = await computed(request, Job("kb.embedding.rendering:table", (folder, view, "csv")))
        return Response(body, media_type="text/csv")

What :mod:`kb.errors` names becomes a status and a body of JSON, or what ``say`` makes of it; 429 and 503 say when to ask again.
With ``kept`` an answer that is ready is given without any waiting.
"""

from __future__ import annotations

import asyncio
import hashlib
import os
from collections.abc import Awaitable, Callable, Hashable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial, wraps
from typing import TypeVar

from anyio import CapacityLimiter, to_thread
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Match, Route

from kb.errors import (
    BusyError,
    CancelledError,
    KnowledgeBaseError,
    LimitError,
    QueryError,
    RateError,
    UnavailableError,
    UsageError,
)
from kb.running.byte_cache import ByteCache
from kb.running.jobs import Job, run_job
from kb.running.places import Ticket
from kb.server.access_log import note

MOST_THREADS, CACHE_MB, RETRY_SECONDS, REFUSAL_SECONDS, CLOSED = 128, 64, 5, 1.0, 499
UNREADABLE = "what is asked for cannot be read at the moment; the reason stands in the log of this service"
TOO_LARGE = ("rows", "columns", "bytes", "length", "depth", "operators")
Handler = Callable[[Request], Awaitable[Response]]
Kept = Callable[[Request], Response | None]
Say = Callable[[int, str, str, dict[str, str]], Response]
Given = TypeVar("Given")


def as_json(status: int, word: str, message: str, headers: dict[str, str]) -> Response:
    """A refusal as JSON with a word for programs and a sentence for people."""
    return JSONResponse({"error": word, "message": message}, status, {"Access-Control-Allow-Origin": "*", **headers})


@dataclass(frozen=True)
class _Governed:
    route: Route
    kept: Kept | None


REGISTERED: list[_Governed] = []


def governed(
    path: str, *, methods: Sequence[str] = ("GET",), kept: Kept | None = None, say: Say = as_json
) -> Callable[[Handler], Handler]:
    """Register a route for the app and for ``kb serve``; ``kept`` gives an answer that is ready, or None."""

    def register(handler: Handler) -> Handler:
        @wraps(handler)
        async def answer(request: Request) -> Response:
            try:
                return await handler(request)
            except KnowledgeBaseError as error:
                return say(*await refused(request, error))

        REGISTERED.append(_Governed(Route(path, answer, methods=list(methods)), kept))
        return handler

    return register


def routes_of(module: str) -> list[Route]:
    """The routes that a module has registered, in the order in which it did."""
    return [one.route for one in REGISTERED if getattr(one.route.endpoint, "__module__", "") == module]


def cached_answer(request: Request) -> Response | None:
    """An answer that is ready, whatever else is in work."""
    if request.method != "GET":
        return None
    for one in REGISTERED:
        if one.kept and one.route.matches(request.scope)[0] is Match.FULL:
            request.scope["path_params"] = one.route.matches(request.scope)[1]["path_params"]
            if response := one.kept(request):
                note(request.scope, cached=True)
                return response
    return None


async def refused(request: Request, error: KnowledgeBaseError) -> tuple[int, str, str, dict[str, str]]:
    """As :func:`refusal`, after a while where it asks too often, so that asking again at once gains nothing.

    What only who runs the service can mend is told in the log.
    """
    if isinstance(error, UnavailableError):
        note(request.scope, reason=str(error))
    if isinstance(error, RateError):
        await asyncio.sleep(REFUSAL_SECONDS)
    return refusal(error)


def refusal(error: KnowledgeBaseError) -> tuple[int, str, str, dict[str, str]]:
    """HTTP status, word, sentence and headers of an error: 400 the request, 413 too much, 429 too often, 503 too long or busy."""
    status, word = _status(error)
    if isinstance(error, RateError):
        return status, word, str(error), {"Retry-After": str(error.seconds)}
    told = UNREADABLE if isinstance(error, UnavailableError) else str(error)
    return status, word, told, {"Retry-After": str(RETRY_SECONDS)} if status == 503 else {}


def _status(error: KnowledgeBaseError) -> tuple[int, str]:
    if isinstance(error, CancelledError):
        return CLOSED, "cancelled"
    if isinstance(error, RateError):
        return 429, "rate"
    if isinstance(error, BusyError):
        return 503, "busy"
    if isinstance(error, LimitError):
        return (413 if error.limit in TOO_LARGE else 503), "limit"
    if isinstance(error, UnavailableError):
        return 503, "unavailable"
    return 400, "query" if isinstance(error, QueryError) else "usage" if isinstance(error, UsageError) else "wrong"


def client_of(request: Request) -> str:
    """Who asks, as the governor says; without one it is the address of the other side."""
    return str(request.scope.get("kb.client") or (request.client.host if request.client else "unknown"))


class Body(bytes):
    """The bytes of an answer, with the hash of them by which a client asks whether they are still the same."""

    @cached_property
    def tag(self) -> str:
        """The value of an ETag header."""
        return f'"{hashlib.sha256(self).hexdigest()[:32]}"'


async def computed(request: Request, job: Job, key: Hashable = None) -> Body:
    """What a job gives, computed on the account of who asks; with a key it is kept, and given again under the same key.

    It ends when nobody waits for it any more. Raises what :func:`kb.running.jobs.run_job` raises.
    """
    client = client_of(request)
    ticket = Ticket(client)
    watch = asyncio.create_task(cancel_when_gone(request, ticket))

    def run() -> Body:
        return Body(run_job(job, client, ticket))

    try:
        return await in_thread(run if key is None else partial(kept_answers().made, key, run, client))
    finally:
        watch.cancel()


async def whole_body(request: Request, most: int) -> bytes:
    """All bytes that were sent; LimitError for more than so many."""
    content = bytearray()
    async for piece in request.stream():
        content += piece
        if len(content) > most:
            raise LimitError(f"{most // 1000} kB may be sent at once", "bytes")
    return bytes(content)


async def in_thread(function: Callable[[], Given]) -> Given:
    """What a function gives that waits for work elsewhere; its threads are apart from those of the rest."""
    return await to_thread.run_sync(function, limiter=_limiter())


async def cancel_when_gone(request: Request, ticket: Ticket) -> None:
    """Stop the work when nobody waits for its answer any more."""
    while not await request.is_disconnected():
        await asyncio.sleep(0.2)
    ticket.cancel()


@lru_cache(maxsize=1)
def kept_answers() -> ByteCache[Body]:
    """Answers that were computed; KB_CACHE_MB sets how many megabytes of them are kept (64 unless set)."""
    given = os.environ.get("KB_CACHE_MB", str(CACHE_MB))
    if not given.isdecimal():
        raise UsageError(f"KB_CACHE_MB is '{given[:20]}'; write a number of megabytes")
    return ByteCache(int(given) * 1024 * 1024, len)


@lru_cache(maxsize=1)
def _limiter() -> CapacityLimiter:
    return CapacityLimiter(MOST_THREADS)
