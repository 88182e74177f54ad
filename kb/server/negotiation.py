"""What a request says of the answer it wants (RFC 9110): a format that can hold it, and none where it has those bytes already."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import Response

from kb.server.governed import Body

LIVE, PINNED = "public, max-age=300", "public, max-age=31536000, immutable"
# media types that clients ask for, the first of a format being the one that answers carry
MEDIA: dict[str, tuple[str, ...]] = {
    "json": ("application/sparql-results+json", "application/json"),
    "xml": ("application/sparql-results+xml", "application/xml", "text/xml"),
    "csv": ("text/csv",),
    "tsv": ("text/tab-separated-values",),
    "ttl": ("text/turtle", "application/turtle", "application/x-turtle"),
    "rdf": ("application/rdf+xml", "application/xml", "text/xml"),
    "nt": ("application/n-triples", "text/plain"),
    "jsonld": ("application/ld+json", "application/json"),
    "nq": ("application/n-quads",),
    "trig": ("application/trig",),
    "html": ("text/html", "application/xhtml+xml"),
    "md": ("text/markdown",),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",),
    "parquet": ("application/vnd.apache.parquet",),
}
FOR_KIND = {
    "rows": ("json", "xml", "csv", "tsv", "md", "xlsx", "parquet"),
    "boolean": ("json", "xml", "csv", "tsv", "md"),
    "graph": ("ttl", "rdf", "nt", "jsonld", "nq", "trig"),
}


def choose(accept: str, offered: Sequence[str]) -> str | None:
    """The offered format that the header wants most; the first offered of equals; None if it wants none of them.

    >>> choose("text/csv;q=0.5, application/sparql-results+xml", FOR_KIND["rows"])
    'xml'
    >>> choose("*/*", FOR_KIND["graph"])
    'ttl'
    """
    ranges = _ranges(accept or "*/*")
    weights = [(_best(MEDIA[name], ranges), -place) for place, name in enumerate(offered)]
    best, place = max(weights)
    return offered[-place] if best > 0 else None


def _best(media: tuple[str, ...], ranges: dict[str, float]) -> float:
    """The weight of the media type that answers carry, or of another name for it that is asked for by itself."""
    return max([_weight(media[0], ranges), *(ranges.get(other, 0.0) for other in media[1:])])


def _ranges(accept: str) -> dict[str, float]:
    found = {}
    for part in accept.split(","):
        media, *parameters = (piece.strip() for piece in part.split(";"))
        weights = [value for name, _, value in (one.partition("=") for one in parameters) if name.strip().lower() == "q"]
        found[media.lower()] = _number(weights[0]) if weights else 1.0
    return found


def _number(text: str) -> float:
    try:
        return min(max(float(text), 0.0), 1.0)
    except ValueError:
        return 0.0


def _weight(media: str, ranges: dict[str, float]) -> float:
    """The weight of a media type: the most exact range that covers it decides."""
    for wanted in (media, f"{media.partition('/')[0]}/*", "*/*"):
        if wanted in ranges:
            return ranges[wanted]
    return 0.0


def tagged(request: Request, body: Body, media_type: str, headers: dict[str, str], is_pinned: bool = False) -> Response:
    """The bytes of an answer, or 304 where the client names their hash; a pinned one never changes any more."""
    told = headers | {"ETag": body.tag, "Cache-Control": PINNED if is_pinned else LIVE}
    if body.tag in [given.strip().removeprefix("W/") for given in request.headers.get("if-none-match", "").split(",")]:
        return Response(status_code=304, headers=told)
    return Response(body, media_type=media_type, headers=told)
