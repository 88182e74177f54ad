"""Whose page asks to open a session: only a page of this site may, and nothing is looked up to find that out.

Streamlit asks a service on the internet for this machine's own address before it refuses a page of another site, and
answers nobody meanwhile; so such a page never reaches it.
"""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any
from urllib.parse import urlsplit

from starlette.datastructures import Headers


def is_of_another_site(headers: Headers) -> bool:
    """Whether the page that asks was loaded from another host than the one it asks; a program names no page."""
    origin = headers.get("origin")
    return origin is not None and _host(origin) != _host(f"//{headers.get('host', '')}")


def say_the_same_site(scope: MutableMapping[str, Any], headers: Headers) -> None:
    """Name the page's site as the request names this one: behind a proxy the two may differ in their port."""
    if "origin" in headers:
        kept = [(name, value) for name, value in scope["headers"] if name != b"origin"]
        scope["headers"] = [*kept, (b"origin", f"{urlsplit(headers['origin']).scheme}://{headers['host']}".encode("latin-1"))]


def _host(address: str) -> str | None:
    try:
        return urlsplit(address).hostname
    except ValueError:  # no address at all
        return None
