"""One line of JSON for each request to any route: what was asked, how it ended, how long it took.

Of what people ask it holds the path and of a query its hash, never parameters, texts or cookies. Who asks is a pseudonym that
changes each day and with each start, made with a key that is kept nowhere; an operator can have addresses, or nothing.
"""

from __future__ import annotations

import datetime
import hashlib
import hmac
import json
import logging
import secrets
import sys
from functools import lru_cache
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Any

from starlette.types import Scope

LOG = logging.getLogger("kb.access")
NOTED = "kb.noted"
LONGEST_PATH = 200
FILE_BYTES, FILES = 10_000_000, 5


def open_log(file: Path | None = None) -> None:
    """Write the lines to a file, of which the last ones are kept when it grows (60 MB in all), or to standard error."""
    if LOG.handlers:
        return
    if file is None:
        handler: logging.Handler = logging.StreamHandler(sys.stderr)
    else:
        file.parent.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(file, maxBytes=FILE_BYTES, backupCount=FILES, encoding="utf-8", delay=True)
    handler.setFormatter(logging.Formatter("%(message)s"))
    LOG.addHandler(handler)
    LOG.setLevel(logging.INFO)
    LOG.propagate = False


def note(scope: Scope, **said: Any) -> None:
    """Say more of a request than the line would: the hash of its ``query``, whether its answer was ``cached``."""
    if query := said.pop("query", ""):
        said["query"] = hashlib.sha256(query.encode("utf-8", "replace")).hexdigest()[:12]
    scope.setdefault(NOTED, {}).update(said)


def write_line(scope: Scope, client: str, status: int, size: int, seconds: float) -> None:
    """Write the line of a request that has ended."""
    said = {
        "at": datetime.datetime.now(datetime.UTC).isoformat(timespec="milliseconds"),
        "client": client,
        "method": scope.get("method", "WEBSOCKET"),
        "path": scope["path"][:LONGEST_PATH],
        "status": status,
        "bytes": size,
        "ms": round(seconds * 1000),
    }
    LOG.info(json.dumps(said | scope.get(NOTED, {}), ensure_ascii=True))


def named(client: str, naming: str) -> str:
    """A client as the log calls it: a ``pseudonym`` of the day, its ``address``, or ``none``."""
    if naming == "address":
        return client
    if naming == "none":
        return "-"
    return hmac.new(_key(datetime.date.today()), client.encode(), hashlib.sha256).hexdigest()[:10]


@lru_cache(maxsize=1)
def _key(_: datetime.date) -> bytes:
    return secrets.token_bytes(32)
