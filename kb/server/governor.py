"""The governor: every request of every route and page passes it.

It says who asks, refuses foreign hosts, lets nobody have more than a few requests in work at once, ends what comes or goes too
slowly, puts a policy on every page, and writes the one access log. Health and what is kept ready pass without waiting.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Callable
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kb.running.clients import HERE
from kb.server.access_log import named, open_log, write_line
from kb.server.governed import cached_answer
from kb.server.missing_page import SAFE, missing_page
from kb.server.page_policy import is_of_another_site, say_the_same_site
from kb.server.settings import LOOPBACK, Settings, without_port
from kb.server.turns import Turns

BODY_SECONDS = 20.0
BLOCK = 128 * 1024
LONGEST_ADDRESS, LONGEST_HEADERS = 60_000, 64_000
MOST_SESSIONS, MOST_CLIENT_SESSIONS = 400, 40
HEALTH = "/healthz"
ROBOTS = "User-agent: *\nDisallow: /embed/\nDisallow: /sparql\nDisallow: /data/\nDisallow: /oembed.json\n"
CLOSED, REFUSED = 499, 403
DENIAL = "websocket.http.response"  # the extension of ASGI by which a session is refused as a request is


class Governor:
    """Wraps an application.

    ``policy`` is the Content-Security-Policy of pages that bring none; ``is_known`` says which paths there are, where the
    application would answer any.
    """

    def __init__(
        self, app: ASGIApp, settings: Settings, policy: str, is_known: Callable[[Scope], bool] = lambda scope: True
    ) -> None:
        self._app, self._settings, self._policy, self._is_known = app, settings, policy, is_known
        self._turns = Turns()
        self._sessions: Counter[str] = Counter()
        open_log(settings.log_file)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request or one session."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        scope["kb.client"] = client = self._introduced(scope, headers)
        answering = _Answering(send, self._policy)
        started = time.monotonic()
        try:
            if not self._settings.answers_to(headers.get("host", "")) and not _is_own_probe(scope, headers):
                await _refuse(scope, receive, answering, 421, "no site of this name is served here")
            elif scope["type"] == "websocket":
                await self._session(scope, receive, answering, headers)
            else:
                await self._request(scope, receive, answering, client)
        finally:
            name = named(client, self._settings.log_clients)
            write_line(scope, name, answering.status, answering.size, time.monotonic() - started)

    def _introduced(self, scope: Scope, headers: Headers) -> str:
        """Who asks; what follows sees that address, and the scheme that a trusted proxy names."""
        peer = scope["client"][0] if scope.get("client") else ""
        proxies = self._settings.proxies
        client = proxies.client(peer, headers)
        if proxies.includes(peer):
            scope["client"] = (client.partition("/")[0], 0)
            if headers.get("x-forwarded-proto") in ("http", "https"):
                is_page = scope["type"] == "http"
                scope["scheme"] = headers["x-forwarded-proto"] if is_page else headers["x-forwarded-proto"].replace("http", "ws")
        return client

    async def _request(self, scope: Scope, receive: Receive, send: _Answering, client: str) -> None:
        if scope["path"] == HEALTH:
            await self._app(scope, receive, send)
            return
        await self._turns.pace(client)
        if response := self._at_once(scope):
            await response(scope, receive, send)
            return
        if not await self._turns.begin(client):
            await _refuse(scope, receive, send, 429, "this client has too many requests in work; ask again in a while", retry=5)
            return
        try:
            await self._app(scope, _Arriving(receive, send), send)
        except _TooSlowError:
            await _refuse(scope, receive, send, 408, "the request did not arrive in time")
        finally:
            self._turns.end(client)

    def _at_once(self, scope: Scope) -> Response | None:
        """What needs no work: what is too long, robots.txt, what is kept ready, and paths that do not exist."""
        if len(scope["query_string"]) + len(scope["path"]) > LONGEST_ADDRESS:
            return PlainTextResponse(f"An address may have {LONGEST_ADDRESS} characters; send a long query by POST.\n", 414, SAFE)
        if sum(len(name) + len(value) for name, value in scope["headers"]) > LONGEST_HEADERS:
            return PlainTextResponse("The headers are too long.\n", 431, SAFE)
        if scope["path"] == "/robots.txt":
            return PlainTextResponse(f"{ROBOTS}Sitemap: {Request(scope).base_url}sitemap.xml\n")
        if not self._is_known(scope):
            return missing_page(Request(scope))
        return cached_answer(Request(scope))

    async def _session(self, scope: Scope, receive: Receive, send: _Answering, headers: Headers) -> None:
        """A page of this site that stays open; each client may have so many."""
        if is_of_another_site(headers):
            await _refuse(scope, receive, send, 403, "a page of another site may not open a session here")
            return
        client = scope["kb.client"]
        is_too_many = self._sessions[client] >= MOST_CLIENT_SESSIONS or self._sessions.total() >= MOST_SESSIONS
        if is_too_many or not self._turns.may_open(client):
            await _refuse(scope, receive, send, 429, "too many pages are open", retry=5)
            return
        self._sessions[client] += 1
        say_the_same_site(scope, headers)
        try:
            await self._app(scope, receive, send)
        finally:
            self._sessions[client] -= 1
            self._sessions += Counter()


class _TooSlowError(Exception):
    """A request did not arrive in time."""


class _Arriving:
    """What arrives of a request, which must be whole in time."""

    def __init__(self, receive: Receive, send: _Answering) -> None:
        self._receive, self._until, self._is_whole = receive, time.monotonic() + BODY_SECONDS, False
        self._sent = send

    async def __call__(self) -> Message:
        if self._is_whole:
            return await self._receive()
        try:
            message = await asyncio.wait_for(self._receive(), max(0.01, self._until - time.monotonic()))
        except TimeoutError:
            if self._sent.status != CLOSED:  # somebody answers already and only waits for the end
                return {"type": "http.disconnect"}
            raise _TooSlowError from None
        self._is_whole = message["type"] != "http.request" or not message.get("more_body")
        return message


class _Answering:
    """What is sent of an answer, in blocks, with what every answer carries; ``status`` and ``size`` are for the log."""

    def __init__(self, send: Send, policy: str) -> None:
        self._send, self._policy = send, policy
        self.status, self.size = CLOSED, 0

    async def __call__(self, message: Message) -> None:
        kind = message["type"]
        if kind in ("http.response.start", "websocket.http.response.start"):
            self.status = message["status"]
            self._complete(MutableHeaders(scope=message))
        elif kind == "websocket.accept":
            self.status = 101
        elif kind == "websocket.close" and self.status == CLOSED:  # before it was accepted
            self.status = REFUSED
        elif kind == "http.response.body":
            await self._in_blocks(message)
            return
        await self._send(message)

    def _complete(self, headers: MutableHeaders) -> None:
        headers.setdefault("X-Content-Type-Options", "nosniff")
        if headers.get("content-type", "").startswith("text/html"):
            headers.setdefault("Content-Security-Policy", self._policy)
            headers.setdefault("Referrer-Policy", "same-origin")

    async def _in_blocks(self, message: Message) -> None:
        """A long body piece by piece, so that of what is not read yet only a piece is copied."""
        body: Any = message.get("body", b"")
        self.size += len(body)
        for start in range(0, max(len(body) - BLOCK, 0), BLOCK):
            await self._send({"type": message["type"], "body": bytes(body[start : start + BLOCK]), "more_body": True})
        rest = max(len(body) - 1, 0) // BLOCK * BLOCK if len(body) > BLOCK else 0
        await self._send({**message, "body": bytes(body[rest:])})


def _is_own_probe(scope: Scope, headers: Headers) -> bool:
    """Whether this machine asks itself, by its own address, if all is well; a host's name need not be told to a container."""
    return scope["path"] == HEALTH and scope["kb.client"] == HERE and without_port(headers.get("host", "")) in LOOPBACK


async def _refuse(scope: Scope, receive: Receive, send: _Answering, status: int, words: str, retry: int = 0) -> None:
    """Answer a request, or a session that asks to begin, with a refusal; a server without words for a session says 403."""
    if scope["type"] == "websocket" and DENIAL not in (scope.get("extensions") or {}):
        send.status = status
        await send({"type": "websocket.close", "code": 1013, "reason": words})
        return
    headers = SAFE | ({"Retry-After": str(retry)} if retry else {})
    await PlainTextResponse(words + "\n", status, headers)(scope, receive, send)
