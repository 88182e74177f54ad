"""Read a request of the SPARQL 1.1 Protocol: query by GET, by POST of a form, by POST of the query itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import parse_qsl

from starlette.requests import Request

from kb.asking.sandbox import Dataset
from kb.sparql.stored import is_name

FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-query"
UPDATE = "application/sparql-update"
LARGEST_BODY = 400_000
MOST_GRAPHS = 500
OF_THE_PROTOCOL = ("query", "default-graph-uri", "named-graph-uri", "format", "timeout")


class RefusedError(Exception):
    """A request that cannot be answered; ``status`` is the HTTP status, ``word`` its name in the answer."""

    def __init__(self, status: int, word: str, message: str) -> None:
        super().__init__(message)
        self.status, self.word = status, word


@dataclass(frozen=True)
class ProtocolRequest:
    """A query as it was asked: text or the name of a stored one with values of its parameters, graphs named beside it, a
    wanted format, and a time limit that can only lower ours."""

    query: str
    dataset: Dataset | None
    format: str
    seconds: float | None
    values: dict[str, str] = field(default_factory=dict)


async def read_request(request: Request) -> ProtocolRequest | None:
    """The query of a request, None if it asks nothing (then the service describes itself). Raises RefusedError."""
    pairs = _pairs(request.scope["query_string"], "the address")
    if request.method == "POST":
        media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        body = await _body(request)
        if media == FORM:
            pairs += _pairs(body, "the form")
        elif media == DIRECT:
            pairs.append(("query", _text(body, "the query")))
        elif media == UPDATE:
            raise RefusedError(403, "read-only", "this service only reads; updates are not possible")
        else:
            raise RefusedError(415, "media-type", f"send {FORM} or {DIRECT}, not '{media[:80]}'")
    return _understood(pairs, request.method)


async def _body(request: Request) -> bytes:
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > LARGEST_BODY:
            raise RefusedError(413, "length", f"the request is longer than {LARGEST_BODY} bytes")
    return bytes(body)


def _pairs(text: bytes, where: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(text.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=1_000)
    except (UnicodeError, ValueError):
        raise RefusedError(400, "encoding", f"{where} is not percent-encoded UTF-8") from None


def _text(body: bytes, where: str) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        raise RefusedError(400, "encoding", f"{where} is not UTF-8") from None


def _understood(pairs: list[tuple[str, str]], method: str) -> ProtocolRequest | None:
    found: dict[str, list[str]] = {}
    for name, value in pairs:
        found.setdefault(name, []).append(value)
    if "update" in found or "using-graph-uri" in found or "using-named-graph-uri" in found:
        raise RefusedError(400, "read-only", "this service only reads; updates are not possible")
    queries = found.get("query", [])
    if not queries and method in ("GET", "HEAD"):
        return None
    if len(queries) != 1:
        raise RefusedError(400, "query", f"send exactly one query, not {len(queries)}")
    default, named = found.get("default-graph-uri", []), found.get("named-graph-uri", [])
    if len(default) + len(named) > MOST_GRAPHS:
        raise RefusedError(413, "length", f"more than {MOST_GRAPHS} graphs are named")
    dataset = Dataset(default, named) if default or named else None
    values = {name: given[-1] for name, given in found.items() if name not in OF_THE_PROTOCOL} if is_name(queries[0]) else {}
    return ProtocolRequest(queries[0], dataset, found.get("format", [""])[-1], _seconds(found.get("timeout", [])), values)


def _seconds(given: list[str]) -> float | None:
    """The lowest time limit asked for; what is no number is left out, because other services read it in other units."""
    numbers = [float(text) for text in given if text.replace(".", "", 1).isdecimal()]
    return min(numbers) if numbers and min(numbers) > 0 else None
