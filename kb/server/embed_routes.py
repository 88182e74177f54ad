"""Embedded comparisons over HTTP: one table without scripts for somebody's page, the same in every format, and oEmbed."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Hashable
from pathlib import Path
from urllib.parse import parse_qsl, quote, urlsplit

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from kb.embedding.address import PATH, iframe
from kb.embedding.rendering import FORM_KEYS, FRAME, THEME
from kb.errors import KnowledgeBaseError, UsageError
from kb.opening.current import current_folder, open_release, set_endpoint
from kb.opening.given_out import note_given_out
from kb.opening.past_releases import release_called
from kb.release.release import home_folder
from kb.running.jobs import Job
from kb.server.governed import Body, computed, governed, in_thread, kept_answers, routes_of
from kb.server.negotiation import LIVE, tagged
from kb.server.page_policy import policy_of
from kb.tables import FORMATS
from kb.values.view import View
from kb.values.view_fields import key_of

LONGEST_LIST, WIDTH, HIGHEST = 200, 960, 30_000
RELEASE_KEY, DAY_KEYS = key_of("release"), {key_of("as_of"), key_of("known_on")}
Parameters = tuple[tuple[str, str], ...]


def ready(request: Request) -> Response | None:
    """The answer to a request for a comparison if it is kept."""
    key = _key(request)
    body = None if key is None else kept_answers().get(key)
    return None if body is None else _answer(request, body)


def _key(request: Request) -> Hashable:
    """What an answer depends on; None where only an endpoint can say which release is current."""
    asked, today = _asked(request), datetime.date.today()
    try:
        release = dict(asked).get(RELEASE_KEY) or (None if set_endpoint(None) else str(current_folder(home_folder())))
    except (KnowledgeBaseError, OSError):
        return None
    described = _oembed_address(request) if _format(request) == "html" else ""
    return release and (str(home_folder()), release, asked, _format(request), described, today)


def _asked(request: Request) -> Parameters:
    return tuple(sorted(request.query_params.multi_items()))


def _format(request: Request) -> str:
    return str(request.path_params.get("format", "html"))


async def embed(request: Request) -> Response:
    """One comparison as a page, or in the format that the suffix names; 400 says what is wrong with the address."""
    asked, name = _asked(request), _format(request)
    if name not in FORMATS:
        return _message(404, f"no format '{name}'; known: {', '.join(FORMATS)}")
    folder = await in_thread(lambda: _folder(asked))
    job = Job("kb.embedding.rendering:embedded", (folder, _view(asked), asked, name, _oembed_address(request)))
    return _answer(request, await computed(request, job, _key(request)))


def _folder(asked: Parameters) -> Path:
    """Where the release stands that an address names, else the current one."""
    identifier = dict(asked).get(RELEASE_KEY)
    if not identifier:
        return open_release().path
    found = release_called(identifier)
    if found is None:
        raise UsageError(f"r={identifier[:40]}: no such release is kept here; leave r out for the current one")
    note_given_out(found)
    return found.path


def _view(asked: Parameters) -> View:
    """What is asked, on certain days, so that what is kept of one day is not given on another."""
    view = View.from_address(asked, (THEME, FRAME, *FORM_KEYS))
    if any(sum(map(bool, value.split(","))) > LONGEST_LIST for _, value in asked):
        raise UsageError(f"a list may hold {LONGEST_LIST} names")
    return view.settled()


def _oembed_address(request: Request) -> str:
    return f"{request.base_url}oembed.json?url={quote(str(request.url), safe='')}"


def _answer(request: Request, body: Body) -> Response:
    name, is_pinned = _format(request), {RELEASE_KEY, *DAY_KEYS} <= request.query_params.keys()
    headers, described = _headers(body if name == "html" else None), FORMATS[name]
    if name == "paste" or (not described.is_text and name not in ("svg", "png", "pdf")):
        headers["Content-Disposition"] = f'attachment; filename="comparison.{described.suffix or name}"'
    return tagged(request, body, described.media_type, headers, is_pinned)


def _headers(page: bytes | None) -> dict[str, str]:
    """Nothing may be loaded and nothing run; every page may show it in a frame."""
    return {
        "Content-Security-Policy": policy_of(page, framed_by="*"),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Access-Control-Allow-Origin": "*",
        "Cross-Origin-Resource-Policy": "cross-origin",
    }


def _message(status: int, text: str, more: dict[str, str] | None = None) -> Response:
    headers = _headers(None) | {"Cache-Control": "no-store", **(more or {})}
    return Response(text + "\n", status_code=status, media_type="text/plain", headers=headers)


def _refusal(status: int, _: str, message: str, headers: dict[str, str]) -> Response:
    return _message(status, message, headers)


def _not_found(status: int, _: str, message: str, headers: dict[str, str]) -> Response:
    """To oEmbed an address that is wrong is one that does not exist."""
    return _message(404 if status == 400 else status, message, headers)


async def oembed(request: Request) -> Response:
    """What a page needs to show a comparison by its address alone (oEmbed 1.0, type rich, JSON only)."""
    if request.query_params.get("format", "json") != "json":
        return _message(501, "only format=json is given")
    address = request.query_params.get("url", "")
    asked = _compared(address, request)
    if asked is None:
        return _message(404, f"give url=, the address of a comparison here: {request.base_url}{PATH[1:]}?j=us,eu,sg")
    width, most = _limit(request, "maxwidth", WIDTH), _limit(request, "maxheight", HIGHEST)
    folder, view = await in_thread(lambda: _folder(asked)), _view(asked)
    job = Job("kb.embedding.rendering:described", (folder, view, asked, width))
    found = json.loads(await computed(request, job, (str(folder), view, asked, width)))
    height = min(found["height"], most)
    said = {
        "type": "rich",
        "version": "1.0",
        "title": found["title"],
        "provider_name": found["publisher"],
        "provider_url": str(request.base_url),
        "cache_age": 300,
        "html": iframe(address, found["title"], height, f"{width}px"),
        "width": width,
        "height": height,
    }
    return JSONResponse(said, headers=_headers(None) | {"Cache-Control": LIVE})


def _compared(address: str, request: Request) -> Parameters | None:
    """What the address of a comparison on this server asks; None for any other address."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    if parts.path != PATH or parts.scheme not in ("http", "https") or parts.netloc != request.url.netloc:
        return None
    return tuple(sorted(parse_qsl(parts.query, keep_blank_values=True)))


def _limit(request: Request, name: str, largest: int) -> int:
    given = request.query_params.get(name, str(largest))
    if not re.fullmatch(r"[1-9]\d{0,5}", given):
        raise UsageError(f"{name}={given[:40]}: write a number of pixels")
    return min(int(given), largest)


governed(PATH, kept=ready, say=_refusal)(embed)
governed(PATH + ".{format}", kept=ready, say=_refusal)(embed)
governed("/oembed.json", say=_not_found)(oembed)
ROUTES = routes_of(__name__)
