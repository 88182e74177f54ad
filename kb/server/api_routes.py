"""``/api/v1/...``: every operation over HTTP with the JSON of its command, its description, and a page that lists them."""

from __future__ import annotations

import datetime
import json
from functools import partial
from pathlib import Path

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from kb.checking.asked import MOST_FILE_BYTES
from kb.doors.asked import from_address
from kb.doors.dataset import schema_org
from kb.doors.declared import OPERATIONS
from kb.doors.described import described
from kb.doors.linked_data import as_script
from kb.doors.operating import REFUSED
from kb.opening.given_out import note_given_out
from kb.opening.past_releases import release_called
from kb.release.release import Release
from kb.running.jobs import Job
from kb.server.current import current_release
from kb.server.governed import computed, governed, in_thread, routes_of, whole_body
from kb.server.negotiation import tagged
from kb.server.page_policy import policy_of
from kb.server.start_page import template
from kb.wording.examples import examples_of

ROOT, DESCRIPTION = "/api/v1", "/openapi.json"
FLEETING = ("releases", "check")  # what may change at any time, and what somebody else wrote, is not kept
CORS = {"Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": "ETag, X-Policykb-Release, Retry-After"}
TITLES = {400: "The request cannot be understood", 404: "This base has no such thing", 413: "Too much was asked at once"}


def problem(status: int, word: str, message: str, headers: dict[str, str], **more: object) -> Response:
    """A mistake or a limit as problem details (RFC 9457)."""
    title = TITLES.get(status, "It cannot be answered now")
    told = {"type": "about:blank", "title": title, "status": status, "detail": message, "error": word, **more}
    return JSONResponse(told, status, {**CORS, **headers}, media_type="application/problem+json")


@governed(ROOT + "/{operation}", say=problem)
async def api(request: Request) -> Response:
    """What an operation says: the same bytes as its command writes with ``--format json``."""
    name = request.path_params["operation"]
    if name not in OPERATIONS:
        return problem(404, "unknown", f"no operation '{name[:40]}'; known: {', '.join(OPERATIONS)}", {})
    texts = from_address(name, request.query_params.multi_items())
    wanted = texts.pop("release", None)
    release = await in_thread(lambda: _release(str(wanted) if wanted else None))
    if release is None:
        return problem(404, "unknown", f"no release {wanted} is kept here; leave release out for the current one", {})
    folder, asked = Path(release.path), tuple(sorted(texts.items()))
    today = datetime.date.today()
    key = None if name in FLEETING else ("api", str(folder), name, asked, today)
    body = await computed(request, Job("kb.doors.operating:operated", (folder, name, asked)), key)
    if body.startswith(REFUSED):
        told = json.loads(body.removeprefix(REFUSED))
        return problem(404, told["refusal"]["type"], told["refusal"]["message"], {}, **told)
    is_pinned = bool(wanted) and {"as_of", "known_on"} <= texts.keys()
    return tagged(request, body, "application/json", CORS | {"X-Policykb-Release": release.id}, is_pinned)


def _release(identifier: str | None) -> Release | None:
    if not identifier:
        return current_release()
    found = release_called(identifier)
    if found:
        note_given_out(found)
    return found


@governed(ROOT + "/draft", methods=("POST",), say=problem)
async def draft(request: Request) -> Response:
    """The text of a file (by its ``suffix``: .txt, .md, .html, .docx), for the page that checks drafts; none of it is kept."""
    content = await whole_body(request, MOST_FILE_BYTES)
    suffix = request.query_params.get("suffix", "")[:10]
    body = await computed(request, Job("kb.checking.asked:text_of", (content, suffix)))
    return Response(body, media_type="application/json", headers={"Cache-Control": "no-store"})


@governed(DESCRIPTION)
async def description(request: Request) -> Response:
    """The description of all operations (OpenAPI 3.1)."""
    examples = await in_thread(lambda: examples_of(current_release()))
    return JSONResponse(described(examples, _root(request)), headers=CORS)


@governed(ROOT)
async def page(request: Request) -> Response:
    """The same for people: each operation with its parameters and an address to try."""
    release = await in_thread(current_release)
    paths = described(await in_thread(partial(examples_of, release)), _root(request))["paths"]
    linked = Markup(as_script(schema_org(release, _root(request))))
    text = template("api.html.jinja").render(paths=paths, root=ROOT, description=DESCRIPTION, linked=linked)
    return Response(text, media_type="text/html; charset=utf-8", headers={"Content-Security-Policy": policy_of(text.encode())})


def _root(request: Request) -> str:
    return str(request.base_url).rstrip("/")


ROUTES = routes_of(__name__)
