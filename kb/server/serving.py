"""The applications under the governor: the endpoint alone for ``kb serve``, and what the app needs around its pages."""

from __future__ import annotations

import os
import sys
from typing import Any

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import RedirectResponse
from starlette.routing import Route

from kb.running.budgets import shared_budgets
from kb.running.jobs import MEGABYTE, Job, warm_jobs
from kb.running.own_limits import not_kept
from kb.running.pool import shared_pool
from kb.running.room import shared_room
from kb.server.connections import guard_connections
from kb.server.current import current_release
from kb.server.governed import kept_answers
from kb.server.governor import Governor
from kb.server.page_policy import NOTHING, policy_of_the_app
from kb.server.routes import ROUTES, is_of_the_app
from kb.server.settings import Settings

READY = Job("kb.embedding.rendering:ready")


async def _to_first_page(request: Request) -> RedirectResponse:
    """The first page has the address without a name; whoever writes its name gets there too."""
    asked = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(request.scope.get("root_path", "") + "/" + asked, 307)


async def _to_endpoint(request: Request) -> RedirectResponse:
    return RedirectResponse(request.scope.get("root_path", "") + "/sparql", 307)


def make_app() -> Starlette:
    """The application of ``kb serve``, with its workers ready; raises UnavailableError if there is no release."""
    settings = _checked()
    guard_connections(settings)
    release = current_release()
    if not release.is_elsewhere:
        shared_pool().warm(release.files.store())
    warm_jobs(READY)
    middleware = [Middleware(Governor, settings=settings, policy=NOTHING)]
    made = Starlette(routes=[Route("/", _to_endpoint), *ROUTES], middleware=middleware)
    made.state.has_pages = False
    return made


def around_the_app() -> dict[str, Any]:
    """What the app takes besides its script: the routes, and the governor over them and over its pages.

    The server that Streamlit starts is put under the limits of connections as well.
    """
    settings = _checked()
    os.environ["FORWARDED_ALLOW_IPS"] = ""  # the governor alone says whose word on clients counts
    guard_connections(settings)
    policy = policy_of_the_app(settings.framed_by)
    return {
        "routes": [*ROUTES, Route("/home", _to_first_page)],
        "middleware": [Middleware(Governor, settings=settings, policy=policy, is_known=is_of_the_app)],
    }


def _checked() -> Settings:
    """The settings, all of which are read before anything begins; says which limits this system cannot keep."""
    if missing := not_kept():
        sys.stderr.write(f"kb: limits that this system cannot keep: {'; '.join(missing)}\n")
    shared_budgets(), kept_answers()
    settings = Settings.from_environment()
    shared_room().watch(settings.memory_mb * MEGABYTE)
    return settings
