"""What stands where there is no page: words with a way on for a browser, one line for a program."""

from __future__ import annotations

from functools import lru_cache

from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response

from kb.server.negotiation import choose
from kb.server.page_policy import policy_of
from kb.server.start_page import template

SAFE = {"X-Content-Type-Options": "nosniff"}


def missing_page(request: Request) -> Response:
    """The answer 404 to a path that does not exist, in the form that the request wants."""
    if choose(request.headers.get("accept", ""), ("nt", "html")) != "html":
        return PlainTextResponse("There is no such page here.\n", 404, SAFE)
    page = _page(request.scope.get("root_path", "") + "/")
    return HTMLResponse(page, 404, SAFE | {"Content-Security-Policy": policy_of(page.encode("utf-8"))})


@lru_cache(maxsize=4)
def _page(home: str) -> str:
    return template("missing.html.jinja").render(home=home)
