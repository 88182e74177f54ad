"""Routes of the app's process: health of the base, embedded comparisons."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from kb.errors import UnavailableError
from kb.release import open_release
from kb.server import embed_routes


async def healthz(_: Request) -> JSONResponse:
    """200 with the current release, or 503 with the reason why there is none."""
    try:
        release = await run_in_threadpool(open_release)
    except UnavailableError as error:
        return JSONResponse({"status": "unavailable", "reason": str(error)}, status_code=503)
    return JSONResponse({"status": "ok", "release": release.id, "quads": release.manifest["quads"]})


ROUTES = [Route("/healthz", healthz), *embed_routes.ROUTES]
