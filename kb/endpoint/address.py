"""Where an endpoint answers: for queries, for updates, for whole graphs, and with which credentials."""

from __future__ import annotations

import base64
import os
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit, urlunsplit

from kb.errors import UsageError
from kb.release import ENDPOINT_SETTING

UPDATE_SETTING, GRAPHS_SETTING = "KB_ENDPOINT_UPDATE", "KB_ENDPOINT_GRAPHS"
# how the address for queries ends in engines that are known, and how those for updates and for graphs end there
ENGINES = (
    ("/sparql-auth", "/sparql-auth", "/sparql-graph-crud-auth"),  # Virtuoso
    ("/sparql", "/sparql", "/sparql-graph-crud"),  # Virtuoso
    ("/query", "/update", "/store"),  # Oxigraph, Fuseki and Stardog for queries and updates
)
REPOSITORIES = "/repositories/"  # RDF4J and GraphDB


@dataclass(frozen=True)
class Endpoint:
    """Addresses without credentials, and the credentials as a header's value, which no message ever shows."""

    query: str
    update: str
    graphs: str
    authorization: str = ""

    def __repr__(self) -> str:
        return f"Endpoint({self.query})"


def endpoint_at(address: str, update: str = "", graphs: str = "") -> Endpoint:
    """The endpoint whose queries go to an address, which may hold a name and a password.

    >>> endpoint_at("http://kb:secret@127.0.0.1:7878/query")
    Endpoint(http://127.0.0.1:7878/query)
    >>> endpoint_at("http://127.0.0.1:7878/query").update
    'http://127.0.0.1:7878/update'

    Where updates and whole graphs go is known for common engines. Raises UsageError for what is no http(s) address.
    """
    query, authorization = _without_credentials(address)
    guessed = _guess(query)
    given = tuple(_without_credentials(one)[0] if one else "" for one in (update, graphs))
    return Endpoint(query, given[0] or guessed[0], given[1] or guessed[1], authorization)


def configured() -> Endpoint | None:
    """The endpoint that KB_ENDPOINT names, with KB_ENDPOINT_UPDATE and KB_ENDPOINT_GRAPHS; None if it is not set."""
    address = os.environ.get(ENDPOINT_SETTING, "").strip()
    return endpoint_at(address, os.environ.get(UPDATE_SETTING, ""), os.environ.get(GRAPHS_SETTING, "")) if address else None


def _without_credentials(address: str) -> tuple[str, str]:
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname, parts.port
    except ValueError:
        host = None
    if not host or parts.scheme not in ("http", "https") or parts.fragment or not address.isascii() or not address.isprintable():
        raise UsageError(f"'{_harmless(address)}' is no address of an endpoint; write one like http://127.0.0.1:7878/query")
    place = parts.netloc.rpartition("@")[2]
    clean = urlunsplit((parts.scheme, place, parts.path or "/", parts.query, ""))
    if parts.username is None:
        return clean, ""
    pair = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
    return clean, "Basic " + base64.b64encode(pair.encode()).decode("ascii")


def _harmless(address: str) -> str:
    """The beginning of a wrong address, without what may be a password in it."""
    shown = "".join(mark if mark.isprintable() else "?" for mark in address)
    scheme, separator, rest = shown.partition("://")
    return (f"{scheme}{separator}{rest.rpartition('@')[2]}" if separator else shown.rpartition("@")[2])[:100]


def _guess(query: str) -> tuple[str, str]:
    for ending, update, graphs in ENGINES:
        if query.endswith(ending):
            base = query.removesuffix(ending)
            return base + update, base + graphs
    if REPOSITORIES in query:
        return f"{query}/statements", f"{query}/rdf-graphs/service"
    return query, query
