"""Addresses of entities: ``/id/<kind>/<path>`` leads (303) to a page or to RDF, by Accept; ``/data/...`` holds both.

``/ontology`` is the namespace of the terms: a page, or RDF by Accept or suffix.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kb.asking.formats import FORMATS
from kb.release.release import Release
from kb.running.jobs import Job
from kb.server.current import current_release
from kb.server.entity_data import DRAWN, UNKNOWN
from kb.server.governed import as_json, computed, governed, in_thread, routes_of
from kb.server.negotiation import choose
from kb.server.page_policy import policy_of
from kb.server.service_description import RDF_FORMATS
from kb.server.start_page import ontology_in

OFFERED = ("html", *RDF_FORMATS)
LONGEST_KEY = 500


@governed("/id/{key:path}")
async def entity(request: Request) -> Response:
    """Lead to what there is of an entity: the app's page for what it can draw, else what the release states of it."""
    key = request.path_params["key"].strip("/")
    release = await in_thread(current_release)
    found = await _asked_of(request, release, "place", key)
    if found == UNKNOWN:
        return as_json(404, "unknown", f"this release has no {key[:200]}", {})
    name = choose(request.headers.get("accept", ""), OFFERED)
    if name is None:
        return as_json(406, "format", f"there is HTML and {', '.join(RDF_FORMATS)}", {})
    is_page = name == "html" and found == DRAWN and getattr(request.app.state, "has_pages", True)
    target = f"/entity?e={quote(key)}" if is_page else f"/data/{quote(key)}.{name}"
    headers = {"Vary": "Accept", "Access-Control-Allow-Origin": "*"}
    return RedirectResponse(request.scope.get("root_path", "") + target, 303, headers)


@governed("/data/{name:path}")
async def data(request: Request) -> Response:
    """What the release states of an entity, in the format that the suffix names."""
    key, _, name = request.path_params["name"].rpartition(".")
    release = await in_thread(current_release)
    body = await _asked_of(request, release, "written", key, name) if name in OFFERED else UNKNOWN
    if body == UNKNOWN:
        return as_json(404, "unknown", f"this release has no {key[:200]} as {name[:20]}; there is {', '.join(OFFERED)}", {})
    headers = {"Access-Control-Allow-Origin": "*", "X-Content-Type-Options": "nosniff", "X-Policykb-Release": release.id}
    if name == "html":
        headers |= {"Content-Security-Policy": policy_of(body)}
        return Response(body, media_type="text/html; charset=utf-8", headers=headers)
    return Response(body, media_type=FORMATS[name].media, headers=headers)


@governed("/ontology")
async def ontology(request: Request) -> Response:
    """The terms of the ontology, as a page or as RDF, by Accept."""
    name = choose(request.headers.get("accept", ""), OFFERED)
    if name is None:
        return as_json(406, "format", f"there is HTML and {', '.join(RDF_FORMATS)}", {})
    return await _terms_in(name)


@governed("/ontology.{name}")
async def ontology_file(request: Request) -> Response:
    """The same in the format that the suffix names."""
    name = request.path_params["name"]
    if name not in OFFERED:
        return as_json(404, "unknown", f"the ontology is not here as {name[:20]}; there is {', '.join(OFFERED)}", {})
    return await _terms_in(name)


async def _terms_in(name: str) -> Response:
    body = await in_thread(partial(ontology_in, name))
    headers = {"Vary": "Accept", "Access-Control-Allow-Origin": "*", "X-Content-Type-Options": "nosniff"}
    if name == "html":
        headers |= {"Content-Security-Policy": policy_of(body)}
    return Response(body, media_type="text/html; charset=utf-8" if name == "html" else FORMATS[name].media, headers=headers)


async def _asked_of(request: Request, release: Release, function: str, key: str, *more: str) -> bytes:
    """What a function of :mod:`kb.server.entity_data` says of an entity of a release."""
    if len(key) > LONGEST_KEY:
        return UNKNOWN
    arguments = (Path(release.path), key, *more)
    return await computed(request, Job(f"kb.server.entity_data:{function}", arguments), (function, *arguments))


ROUTES = routes_of(__name__)
