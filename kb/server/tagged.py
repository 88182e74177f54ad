"""An answer with the hash of its bytes, which is not sent again to who has it."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from kb.server.governed import Body

LIVE, PINNED = "public, max-age=300", "public, max-age=31536000, immutable"


def tagged(request: Request, body: Body, media_type: str, headers: dict[str, str], is_pinned: bool = False) -> Response:
    """The bytes of an answer, or 304 where the client names their hash; a pinned one never changes any more."""
    told = headers | {"ETag": body.tag, "Cache-Control": PINNED if is_pinned else LIVE}
    if body.tag in [given.strip().removeprefix("W/") for given in request.headers.get("if-none-match", "").split(",")]:
        return Response(status_code=304, headers=told)
    return Response(body, media_type=media_type, headers=told)
