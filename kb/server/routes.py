"""Routes of the app's process: health, embedded comparisons, the SPARQL endpoint, addresses of entities."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from kb.errors import KnowledgeBaseError
from kb.opening.current import open_release
from kb.running.pool import shared_pool
from kb.server.embed_routes import ROUTES as EMBED_ROUTES
from kb.server.entity_routes import entity_routes
from kb.server.sparql_routes import ROUTES as SPARQL_ROUTES


async def healthz(_: Request) -> JSONResponse:
    """200 with the current release and how busy the queries are, or 503 with the reason why there is no release."""
    try:
        release = await run_in_threadpool(open_release)
    except KnowledgeBaseError as error:
        return JSONResponse({"status": "unavailable", "reason": str(error)}, status_code=503)
    said = {"status": "ok", "release": release.id, "quads": release.manifest["quads"], "queries": shared_pool().load}
    return JSONResponse(said)


HEALTH = [Route("/healthz", healthz)]
ROUTES = [*HEALTH, *EMBED_ROUTES, *SPARQL_ROUTES, *entity_routes(has_pages=True)]
