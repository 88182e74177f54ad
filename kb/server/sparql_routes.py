"""``/sparql``: the SPARQL 1.1 Protocol, read only, every query under the limits of :mod:`kb.asking.sandbox`."""

from __future__ import annotations

import asyncio
import math
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from typing import IO

from anyio import CapacityLimiter, to_thread
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from kb.asking.formats import FORMATS, write_query
from kb.asking.sandbox import prepare
from kb.errors import BusyError, CancelledError, KnowledgeBaseError, LimitError, QueryError, UnavailableError
from kb.running.limits import Limits
from kb.running.pool import Ticket
from kb.server.access_log import note
from kb.server.client_budget import ClientBudgets, budgets_from_environment
from kb.server.current import current_release
from kb.server.negotiation import FOR_KIND, choose
from kb.server.protocol import ProtocolRequest, RefusedError, read_request
from kb.server.service_description import RDF_FORMATS, describe
from kb.server.start_page import start_page

CORS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "GET, HEAD, POST, OPTIONS",
    "Access-Control-Allow-Headers": "Accept, Content-Type, Authorization, X-Requested-With",
    "Access-Control-Expose-Headers": "X-Policykb-Release, Retry-After",
    "Access-Control-Max-Age": "86400",
}
SAFE = {"X-Content-Type-Options": "nosniff", "Vary": "Accept", **CORS}
TOO_LARGE = ("rows", "columns", "bytes", "length", "depth", "operators")
IN_MEMORY = 1024 * 1024
BLOCK = 256 * 1024
CLOSED = 499
MOST_THREADS = 128


async def sparql(request: Request) -> Response:
    """Answer one request; every mistake and every limit is a JSON body with a word and a sentence."""
    started, client = time.monotonic(), request.client.host if request.client else "unknown"
    query = ""
    try:
        asked = await read_request(request)
        if asked is None:
            response = await to_thread.run_sync(_about, request)
        else:
            query = asked.query
            response = await _paid(request, client, asked)
    except (RefusedError, KnowledgeBaseError) as error:
        response = _problem(error)
    size = int(response.headers.get("content-length", 0))
    note(request, client, response.status_code, size, time.monotonic() - started, query, response.headers.get("content-type", ""))
    return response


async def options(_: Request) -> Response:
    """What a browser asks before it asks from another site."""
    return Response(status_code=204, headers={"Allow": CORS["Access-Control-Allow-Methods"], **CORS})


async def _paid(request: Request, client: str, asked: ProtocolRequest) -> Response:
    """Run the query on the client's account."""
    if wait := _budgets().admit(client):
        message = f"this client has used its share of query time; ask again in {math.ceil(wait)} seconds"
        headers = {"Retry-After": str(math.ceil(wait)), **SAFE}
        return JSONResponse({"error": "rate", "message": message}, 429, headers)
    started = time.monotonic()
    ticket = Ticket(client)
    watch = asyncio.create_task(_cancel_when_gone(request, ticket))
    try:
        return await to_thread.run_sync(_answer, request, asked, ticket, limiter=_limiter())
    finally:
        watch.cancel()
        _budgets().settle(client, time.monotonic() - started)


async def _cancel_when_gone(request: Request, ticket: Ticket) -> None:
    """Stop the query when nobody waits for its answer any more."""
    while not await request.is_disconnected():
        await asyncio.sleep(0.2)
    ticket.cancel()


def _answer(request: Request, asked: ProtocolRequest, ticket: Ticket) -> Response:
    release, limits = current_release(), Limits.from_environment()
    if asked.seconds:
        limits = replace(limits, seconds=min(limits.seconds, asked.seconds))
    prepared = prepare(release, asked.query, dataset=asked.dataset)
    offered = FOR_KIND[prepared.kind]
    name = asked.format if asked.format in offered else choose(request.headers.get("accept", ""), offered)
    if name is None:
        known = ", ".join(FORMATS[one].media.partition(";")[0] for one in offered)
        raise RefusedError(406, "format", f"this answer can be had as {known}")
    body = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115
    try:
        told = write_query(release, prepared, name, body, limits, ticket)
    except BaseException:
        body.close()
        raise
    headers = {"X-Policykb-Release": release.id, "X-Policykb-Rows": str(told.rows), "Cache-Control": "no-cache", **SAFE}
    headers["Content-Length"] = str(body.tell())
    body.seek(0)
    return StreamingResponse(
        _blocks(body), headers=headers, media_type=FORMATS[name].media, background=BackgroundTask(body.close)
    )


def _blocks(body: IO[bytes]) -> Iterator[bytes]:
    while block := body.read(BLOCK):
        yield block


def _about(request: Request) -> Response:
    """The service description, or a page for people."""
    release, limits = current_release(), Limits.from_environment()
    endpoint = str(request.url.replace(query="", fragment=""))
    name = choose(request.headers.get("accept", ""), [*RDF_FORMATS, "html"]) or "ttl"
    if name == "html":
        return Response(start_page(release, endpoint, limits), media_type="text/html; charset=utf-8", headers=SAFE)
    return Response(describe(release, endpoint, limits, name), media_type=FORMATS[name].media, headers=SAFE)


def _problem(error: RefusedError | KnowledgeBaseError) -> Response:
    status, word = _status(error)
    body: dict[str, str | int] = {"error": word, "message": str(error)}
    if isinstance(error, LimitError):
        body["limit"] = error.limit
    if isinstance(error, QueryError) and error.line and error.column:
        body |= {"line": error.line, "column": error.column}
    headers = {"Retry-After": "5"} if status == 503 else {}
    return JSONResponse(body, status, headers | SAFE)


def _status(error: RefusedError | KnowledgeBaseError) -> tuple[int, str]:
    """HTTP status and word of an error: 400 the query, 413 too much, 503 too long, too busy or no release."""
    if isinstance(error, RefusedError):
        return error.status, error.word
    if isinstance(error, CancelledError):
        return CLOSED, "cancelled"
    if isinstance(error, BusyError):
        return 503, "busy"
    if isinstance(error, LimitError):
        return (413 if error.limit in TOO_LARGE else 503), "limit"
    return (503, "unavailable") if isinstance(error, UnavailableError) else (400, "query")


@lru_cache(maxsize=1)
def _budgets() -> ClientBudgets:
    return budgets_from_environment()


@lru_cache(maxsize=1)
def _limiter() -> CapacityLimiter:
    """Threads that wait for queries; apart from those of the rest of the app, which must not wait with them."""
    return CapacityLimiter(MOST_THREADS)


ROUTES = [
    Route(path, endpoint, methods=methods)
    for path in ("/sparql", "/sparql/")
    for endpoint, methods in ((sparql, ["GET", "POST"]), (options, ["OPTIONS"]))
]
