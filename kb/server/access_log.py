"""One line for each request to the endpoint: who, what, how it ended, how long it took; of a query its hash, not its text."""

from __future__ import annotations

import hashlib
import logging
import sys

from starlette.requests import Request

LOG = logging.getLogger("kb.access")


def log_to_standard_error() -> None:
    """Write the lines to standard error, with the time."""
    if not LOG.handlers:
        handler = logging.StreamHandler(sys.stderr)
        handler.setFormatter(logging.Formatter("%(asctime)s %(message)s", "%Y-%m-%dT%H:%M:%S%z"))
        LOG.addHandler(handler)
        LOG.setLevel(logging.INFO)
        LOG.propagate = False


def note(request: Request, client: str, status: int, size: int, seconds: float, query: str = "", said: str = "") -> None:
    """Write one line: ``127.0.0.1 GET /sparql 200 512 bytes 3 ms query 1f0c... json``."""
    digest = f" query {hashlib.sha256(query.encode('utf-8', 'replace')).hexdigest()[:12]}" if query else ""
    LOG.info(
        "%s %s %s %s %s bytes %.0f ms%s%s",
        client,
        request.method,
        request.url.path,
        status,
        size,
        seconds * 1000,
        digest,
        f" {said}" if said else "",
    )
