"""``/sparql``: the SPARQL 1.1 Protocol, read only, every query under the limits of :mod:`kb.asking.sandbox`."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from typing import IO

from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse

from kb.asking.formats import FORMATS, write_query
from kb.asking.sandbox import prepare
from kb.errors import KnowledgeBaseError, LimitError, QueryError, RateError
from kb.running.jobs import paid
from kb.running.limits import Limits
from kb.running.places import Ticket
from kb.server.access_log import note
from kb.server.current import current_release
from kb.server.governed import cancel_when_gone, client_of, governed, in_thread, refused, routes_of
from kb.server.negotiation import FOR_KIND, choose
from kb.server.page_policy import policy_of
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
IN_MEMORY = 1024 * 1024
BLOCK = 256 * 1024


async def sparql(request: Request) -> Response:
    """Answer one request; every mistake and every limit is a JSON body with a word and a sentence."""
    try:
        asked = await read_request(request)
        if asked is None:
            return await in_thread(lambda: _about(request))
        note(request.scope, query=asked.query)
        return await _paid(request, asked)
    except RefusedError as error:
        return JSONResponse({"error": error.word, "message": str(error)}, error.status, SAFE)
    except KnowledgeBaseError as error:
        return await _problem(request, error)


async def options(_: Request) -> Response:
    """What a browser asks before it asks from another site."""
    return Response(status_code=204, headers={"Allow": CORS["Access-Control-Allow-Methods"], **CORS})


async def _paid(request: Request, asked: ProtocolRequest) -> Response:
    """Run the query on the client's account."""
    client = client_of(request)
    ticket = Ticket(client)
    watch = asyncio.create_task(cancel_when_gone(request, ticket))

    def run() -> Response:
        with paid(client, ticket):
            return _answer(request, asked, ticket)

    try:
        return await in_thread(run)
    finally:
        watch.cancel()


def _answer(request: Request, asked: ProtocolRequest, ticket: Ticket) -> Response:
    release, limits = current_release(), Limits.from_environment()
    if asked.seconds:
        limits = replace(limits, seconds=min(limits.seconds, asked.seconds))
    prepared = prepare(release, asked.query, asked.values, asked.dataset)
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
        page = start_page(release, endpoint, limits)
        policy = {"Content-Security-Policy": policy_of(page.encode("utf-8"), forms="'self'")}
        return Response(page, media_type="text/html; charset=utf-8", headers=SAFE | policy)
    return Response(describe(release, endpoint, limits, name), media_type=FORMATS[name].media, headers=SAFE)


async def _problem(request: Request, error: KnowledgeBaseError) -> Response:
    status, word, message, headers = await refused(request, error)
    body: dict[str, str | int] = {"error": word, "message": message}
    if isinstance(error, LimitError) and not isinstance(error, RateError):
        body["limit"] = error.limit
    if isinstance(error, QueryError) and error.line and error.column:
        body |= {"line": error.line, "column": error.column}
    return JSONResponse(body, status, headers | SAFE)


for _path in ("/sparql", "/sparql/"):
    governed(_path, methods=("GET", "POST"))(sparql)
    governed(_path, methods=("OPTIONS",))(options)
ROUTES = routes_of(__name__)
