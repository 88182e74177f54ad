"""``/feed.atom``, ``/feed.json`` and ``/due.ics``: what happened and what comes next, for everything or for any view."""

from __future__ import annotations

import datetime
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

from kb.feeds.written import FORMATS
from kb.running.jobs import Job
from kb.server.current import current_release
from kb.server.governed import computed, governed, in_thread, routes_of
from kb.server.negotiation import tagged
from kb.values.view import View
from kb.values.view_fields import read_day

SINCE = "since"
CORS = {"Access-Control-Allow-Origin": "*"}


@governed("/feed.atom")
async def atom(request: Request) -> Response:
    """The feed for feed readers; ``since`` leaves out what is older than a day."""
    return await _feed(request, "atom")


@governed("/feed.json")
async def json_feed(request: Request) -> Response:
    """The same as a JSON Feed."""
    return await _feed(request, "json")


async def _feed(request: Request, name: str) -> Response:
    view = View.from_address(request.query_params.multi_items(), (SINCE,)).live()
    given = request.query_params.get(SINCE)
    since = read_day(SINCE, given).isoformat() if given else None
    release = await in_thread(current_release)
    arguments = (Path(release.path), view, since, name, str(request.url), str(request.base_url).rstrip("/"))
    body = await computed(request, Job("kb.feeds.feeding:fed", arguments), ("feed", *arguments, datetime.date.today()))
    return tagged(request, body, FORMATS[name], CORS)


@governed("/due.ics")
async def due(request: Request) -> Response:
    """What is to be read again, as a calendar."""
    view = View.from_address(request.query_params.multi_items()).live()
    release = await in_thread(current_release)
    arguments = (Path(release.path), view)
    body = await computed(request, Job("kb.feeds.feeding:calendar", arguments), ("ics", *arguments, datetime.date.today()))
    return tagged(request, body, "text/calendar; charset=utf-8", CORS)


ROUTES = routes_of(__name__)
