"""Embedded comparisons over HTTP: one table without scripts for somebody's page, the same in every format, and oEmbed."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import lru_cache
from pathlib import Path
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from kb.cells.comparison import compare
from kb.citations.styled import cited_in
from kb.embedding.address import HEIGHT, PATH, iframe, other_formats
from kb.errors import KnowledgeBaseError, UnavailableError, UsageError
from kb.naming.names import known
from kb.opening.current import open_folder, open_release
from kb.opening.given_out import note_given_out
from kb.opening.past_releases import release_called
from kb.release.release import Release
from kb.tables import FORMATS, table_bytes
from kb.tables.html import THEMES, write_embed
from kb.values.form import FORM_FIELDS, Form
from kb.values.model import Comparison
from kb.values.view import View
from kb.values.view_fields import key_of
from kb.values.words import caption

LIVE, PINNED = "public, max-age=300", "public, max-age=31536000, immutable"
LONGEST_LIST, WIDTH = 200, 960
THEME, FORM_KEYS = "theme", tuple(field.address[0] for field in FORM_FIELDS)
RELEASE_KEY, DAY_KEYS = key_of("release"), {key_of("as_of"), key_of("known_on")}
Parameters = tuple[tuple[str, str], ...]


async def embed(request: Request) -> Response:
    """One comparison as a page, or in the format that the suffix names; 400 says what is wrong with the address."""
    format_name = request.path_params.get("format", "html")
    if format_name not in FORMATS:
        return _message(404, f"no format '{format_name}'; known: {', '.join(FORMATS)}")
    asked: Parameters = tuple(sorted(request.query_params.multi_items()))
    try:
        body = await run_in_threadpool(_body, asked, format_name, _oembed_address(request))
    except UnavailableError as error:
        return _message(503, str(error))
    except KnowledgeBaseError as error:
        return _message(400, str(error))
    return _answer(request, body, format_name, pinned={RELEASE_KEY, *DAY_KEYS} <= dict(asked).keys())


def _body(asked: Parameters, format_name: str, oembed: str) -> bytes:
    folder = _folder(asked)
    return _rendered(folder, _view(asked), asked, format_name, oembed)


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


@lru_cache(maxsize=2)
def _open(folder: Path) -> Release:
    return open_folder(folder)


@lru_cache(maxsize=64)
def _rendered(folder: Path, view: View, asked: Parameters, format_name: str, oembed: str) -> bytes:
    reader, theme = _open(folder).reader, dict(asked).get(THEME, "auto")
    comparison, form = compare(reader, view), Form.of(dict(asked))
    cited = cited_in(reader, comparison, form)
    if format_name != "html":
        return table_bytes(comparison, format_name, form, cited)
    known("theme", theme, THEMES)
    query = urlencode([(name, value) for name, value in asked if name != THEME], safe=",")
    return write_embed(comparison, theme, oembed, other_formats(query), form, cited).encode("utf-8")


def _view(asked: Parameters) -> View:
    """What is asked, on certain days, so that what is kept of one day is not given on another."""
    view = View.from_address(asked, (THEME, *FORM_KEYS))
    if any(sum(map(bool, value.split(","))) > LONGEST_LIST for _, value in asked):
        raise UsageError(f"a list may hold {LONGEST_LIST} names")
    return view.settled()


def _oembed_address(request: Request) -> str:
    return f"{request.base_url}oembed.json?url={quote(str(request.url), safe='')}"


def _answer(request: Request, body: bytes, format_name: str, pinned: bool) -> Response:
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = _headers(body if format_name == "html" else None) | {"ETag": tag, "Cache-Control": PINNED if pinned else LIVE}
    if tag in [given.strip().removeprefix("W/") for given in request.headers.get("if-none-match", "").split(",")]:
        return Response(status_code=304, headers=headers)
    described = FORMATS[format_name]
    if not described.is_text and format_name not in ("svg", "png", "pdf"):
        headers["Content-Disposition"] = f'attachment; filename="comparison.{described.suffix or format_name}"'
    return Response(body, media_type=described.media_type, headers=headers)


def _headers(page: bytes | None) -> dict[str, str]:
    """Nothing may be loaded and nothing run; a page's own styles are allowed by their hashes, a picture's as they are."""
    styles = "'unsafe-inline'"
    if page is not None:
        found = re.findall(rb"<style>(.*?)</style>", page, re.DOTALL)
        styles = " ".join(f"'sha256-{base64.b64encode(hashlib.sha256(one).digest()).decode()}'" for one in found)
    policy = f"default-src 'none'; style-src {styles}; base-uri 'none'; form-action 'none'; frame-ancestors *"
    return {
        "Content-Security-Policy": policy,
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Access-Control-Allow-Origin": "*",
        "Cross-Origin-Resource-Policy": "cross-origin",
    }


def _message(status: int, text: str) -> Response:
    headers = _headers(None) | {"Cache-Control": "no-store"}
    return Response(text + "\n", status_code=status, media_type="text/plain", headers=headers)


async def oembed(request: Request) -> Response:
    """What a page needs to show a comparison by its address alone (oEmbed 1.0, type rich, JSON only)."""
    if request.query_params.get("format", "json") != "json":
        return _message(501, "only format=json is given")
    address = request.query_params.get("url", "")
    parts = urlsplit(address)
    if parts.path != PATH or parts.scheme not in ("http", "https") or parts.netloc != request.url.netloc:
        return _message(404, f"give url=, the address of a comparison here: {request.base_url}{PATH[1:]}?j=us,eu,sg")
    asked: Parameters = tuple(sorted(parse_qsl(parts.query, keep_blank_values=True)))
    try:
        comparison = await run_in_threadpool(_described, asked)
        width, height = _limit(request, "maxwidth", WIDTH), _limit(request, "maxheight", HEIGHT)
    except UnavailableError as error:
        return _message(503, str(error))
    except KnowledgeBaseError as error:
        return _message(404, str(error))
    return JSONResponse(
        {
            "type": "rich",
            "version": "1.0",
            "title": caption(comparison),
            "provider_name": "Policy comparison knowledge base",
            "provider_url": str(request.base_url),
            "cache_age": 300,
            "html": iframe(address, caption(comparison), height, f"{width}px"),
            "width": width,
            "height": height,
        },
        headers=_headers(None) | {"Cache-Control": LIVE},
    )


def _described(asked: Parameters) -> Comparison:
    return compare(_open(_folder(asked)).reader, _view(asked))


def _limit(request: Request, name: str, largest: int) -> int:
    given = request.query_params.get(name, str(largest))
    if not re.fullmatch(r"[1-9]\d{0,5}", given):
        raise UsageError(f"{name}={given[:40]}: write a number of pixels")
    return min(int(given), largest)


ROUTES = [
    Route(PATH, embed),
    Route(PATH + ".{format}", embed),
    Route("/oembed.json", oembed),
]
