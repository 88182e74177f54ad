"""``/healthz``: whether there is a release to answer from; it never waits behind anybody's work."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Any

from anyio import CapacityLimiter, to_thread
from starlette.requests import Request
from starlette.responses import JSONResponse

from kb.errors import KnowledgeBaseError
from kb.opening.current import open_release
from kb.running.clients import HERE
from kb.running.jobs import job_pool
from kb.running.pool import shared_pool
from kb.server.access_log import note
from kb.server.governed import UNREADABLE, client_of, governed, kept_answers, routes_of

FRESH_SECONDS = 1.0
PATH = "/healthz"


class Health:
    """What was found last, looked up anew at most once a second, in a thread that nothing else uses."""

    def __init__(self, look: Callable[[], dict[str, Any]], clock: Callable[[], float] = time.monotonic) -> None:
        self._look, self._clock = look, clock
        self._found: dict[str, Any] = {}
        self._until = 0.0
        self._lock: asyncio.Lock | None = None
        self._thread = CapacityLimiter(1)

    async def found(self) -> dict[str, Any]:
        """The state, at most a second old."""
        if self._clock() >= self._until:
            self._lock = self._lock or asyncio.Lock()
            async with self._lock:
                if self._clock() >= self._until:
                    self._found = await to_thread.run_sync(self._look, limiter=self._thread)
                    self._until = self._clock() + FRESH_SECONDS
        return self._found


def state() -> dict[str, Any]:
    """The current release, or the reason why there is none."""
    try:
        release = open_release()
    except KnowledgeBaseError as error:
        return {"status": "unavailable", "reason": str(error)}
    return {"status": "ok", "release": release.id, "quads": release.manifest["quads"]}


@governed(PATH)
async def healthz(request: Request) -> JSONResponse:
    """200 with the current release and how busy the processes are, or 503 with the reason why there is no release.

    This machine is told the reason itself, others that it stands in the log.
    """
    said = dict(await _health(request).found())
    if said["status"] != "ok":
        note(request.scope, reason=said["reason"])
        return JSONResponse(said if client_of(request) == HERE else said | {"reason": UNREADABLE}, status_code=503)
    load = {"queries": shared_pool().load, "jobs": job_pool().load, "kept_bytes": kept_answers().size}
    return JSONResponse(said | load)


def _health(request: Request) -> Health:
    """The health of this application."""
    kept = request.app.state
    if not hasattr(kept, "health"):
        kept.health = Health(state)
    found: Health = kept.health
    return found


ROUTES = routes_of(__name__)
