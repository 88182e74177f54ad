"""The endpoint as an application of its own, for ``kb serve``: the routes of the app without its pages."""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import RedirectResponse
from starlette.routing import Route

from kb.running.pool import shared_pool
from kb.server.access_log import log_to_standard_error
from kb.server.client_budget import budgets_from_environment
from kb.server.current import current_release
from kb.server.embed_routes import ROUTES as EMBED_ROUTES
from kb.server.entity_routes import entity_routes
from kb.server.routes import HEALTH
from kb.server.sparql_routes import ROUTES as SPARQL_ROUTES


async def _to_endpoint(_: Request) -> RedirectResponse:
    return RedirectResponse("/sparql", 307)


def make_app() -> Starlette:
    """The application, with its workers ready; raises UnavailableError if there is no release."""
    log_to_standard_error()
    budgets_from_environment()
    release = current_release()
    if not release.is_elsewhere:
        shared_pool().warm(release.files.store())
    return Starlette(routes=[Route("/", _to_endpoint), *HEALTH, *EMBED_ROUTES, *SPARQL_ROUTES, *entity_routes(has_pages=False)])
