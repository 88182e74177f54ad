"""``/mcp``: assistants over HTTP (Model Context Protocol), each request whole by itself, its work paid for by who asks."""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Message, Scope

from kb import __version__
from kb.doors.queries import queried
from kb.errors import missing_extra
from kb.running.jobs import Job, paid, run_job
from kb.server.current import current_release
from kb.server.governed import Body, as_json, client_of, governed, in_thread, kept_answers, routes_of, whole_body
from kb.wording.examples import examples_of

PATH = "/mcp"
MOST_BYTES = 256 * 1024
RANGES = {"", "*/*", "application/*"}


@governed(PATH, methods=("POST",))
async def mcp(request: Request) -> Response:
    """Answer one message of an assistant; what it may not ask is refused as on every route."""
    try:
        from mcp.server.streamable_http_manager import StreamableHTTPSessionManager

        from kb.doors.assistants import make_server
    except ModuleNotFoundError as error:
        raise missing_extra(error) or error from None
    exchange = _Exchange(await whole_body(request, MOST_BYTES))
    examples = await in_thread(lambda: examples_of(current_release()))
    server = make_server(partial(_ask, client_of(request)), __version__, examples)
    manager = StreamableHTTPSessionManager(server, json_response=True, stateless=True)
    async with manager.run():
        await manager.handle_request(_with_accept(request), exchange.receive, exchange.send)
    return exchange.response()


def _with_accept(request: Request) -> Scope:
    """The request as one that accepts JSON by its name, where it accepts it by a range or says nothing (RFC 9110)."""
    accepted = {part.partition(";")[0].strip().lower() for part in request.headers.get("accept", "*/*").split(",")}
    if not accepted & RANGES:
        return request.scope
    kept = [pair for pair in request.scope["headers"] if pair[0].lower() != b"accept"]
    return {**request.scope, "headers": [*kept, (b"accept", b"application/json")]}


@governed(PATH, methods=("GET", "DELETE"))
async def no_session(_: Request) -> Response:
    """There are no sessions: nothing is sent unasked, and nothing needs to be closed."""
    return as_json(405, "method", "send messages by POST; there are no sessions", {"Allow": "POST"})


async def _ask(client: str, name: str, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """What a tool says, computed in a process of its own, queries in one of theirs."""
    if name == "query":
        return await in_thread(partial(_queried, client, arguments))
    release = await in_thread(current_release)
    asked = json.dumps(arguments, sort_keys=True)
    job = Job("kb.doors.tools:told", (Path(release.path), name, asked))
    key = ("mcp", str(release.path), name, asked, datetime.date.today())

    def run() -> Body:
        return Body(run_job(job, client))

    body = await in_thread(run if name == "check" else partial(kept_answers().made, key, run, client))
    found: dict[str, Any] = json.loads(body)
    return found


def _queried(client: str, arguments: Mapping[str, Any]) -> dict[str, Any]:
    with paid(client):
        return queried(current_release(), arguments)


class _Exchange:
    """A request that has arrived, and the answer to it as it is given."""

    def __init__(self, body: bytes) -> None:
        self._body, self._sent = body, bytearray()
        self._status, self._headers = 500, list[tuple[bytes, bytes]]()

    async def receive(self) -> Message:
        """The whole request."""
        return {"type": "http.request", "body": self._body, "more_body": False}

    async def send(self, message: Message) -> None:
        """Keep what is answered."""
        if message["type"] == "http.response.start":
            self._status, self._headers = message["status"], list(message.get("headers", []))
        else:
            self._sent += message.get("body", b"")

    def response(self) -> Response:
        """What was answered."""
        found = Response(bytes(self._sent), self._status)
        found.raw_headers = [pair for pair in self._headers if pair[0].lower() != b"content-length"]
        found.headers["Content-Length"] = str(len(self._sent))
        return found


ROUTES = routes_of(__name__)
