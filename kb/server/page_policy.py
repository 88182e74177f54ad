"""What a page may do: what it loads and runs, who shows it in a frame (its Content-Security-Policy), and whose opens a session.

Only a page of this site opens one, and nothing is looked up to find that out: Streamlit asks a service on the internet for this
machine's own address before it refuses a page of another site, and answers nobody meanwhile, so such a page never reaches it.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import MutableMapping
from typing import Any
from urllib.parse import urlsplit

from starlette.datastructures import Headers

NOTHING = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
# Streamlit's own page: its scripts and those of charts are compiled in the browser, styles are set by script, media come as
# blobs; nothing is loaded from anywhere else
OF_THE_APP = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' 'wasm-unsafe-eval' blob:; "
    "style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; media-src 'self' data: blob:; connect-src 'self' ws: wss: data: blob:; "
    "worker-src 'self' blob:; frame-src 'self' blob: data:; object-src 'none'; base-uri 'self'; form-action 'self'"
)


def policy_of(page: bytes | None, framed_by: str = "'none'", forms: str = "'none'") -> str:
    """The policy of a page: its own styles and scripts are allowed by their hashes, styles of a picture (None) as they are."""
    styles, scripts = "'unsafe-inline'", ""
    if page is not None:
        styles = " ".join(_hashes(page, b"style")) or "'none'"
        scripts = "".join(f"script-src {found}; " for found in filter(None, [" ".join(_hashes(page, b"script"))]))
    ends = f"base-uri 'none'; form-action {forms}; frame-ancestors {framed_by}"
    return f"default-src 'none'; {scripts}style-src {styles}; {ends}"


def _hashes(page: bytes, tag: bytes) -> list[str]:
    """The hashes of what stands in elements without attributes of a page."""
    found = re.findall(rb"<%b>(.*?)</%b>" % (tag, tag), page, re.DOTALL)
    return [f"'sha256-{base64.b64encode(hashlib.sha256(one).digest()).decode()}'" for one in found]


def policy_of_the_app(framed_by: str) -> str:
    """The policy of the app's pages, which those may show in a frame that an operator names."""
    return f"{OF_THE_APP}; frame-ancestors {framed_by}"


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
