"""Where an endpoint answers: for queries, for updates, for whole graphs, and with which credentials."""

from __future__ import annotations

import base64
import os
import re
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit, urlunsplit

from kb.endpoint import ENDPOINT_SETTING
from kb.errors import UsageError

UPDATE_SETTING, GRAPHS_SETTING, TOKEN_SETTING = "KB_ENDPOINT_UPDATE", "KB_ENDPOINT_GRAPHS", "KB_ENDPOINT_TOKEN"
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

    @property
    def shown(self) -> str:
        """The address for queries without what follows a question mark, which may be a key."""
        return self.query.partition("?")[0]

    def __repr__(self) -> str:
        return f"Endpoint({self.shown})"


def endpoint_at(address: str, update: str = "", graphs: str = "") -> Endpoint:
    """The endpoint whose queries go to an address, which may hold a name and a password.

    >>> endpoint_at("http://kb:secret@127.0.0.1:7878/query")
    Endpoint(http://127.0.0.1:7878/query)
    >>> endpoint_at("http://127.0.0.1:7878/query").update
    'http://127.0.0.1:7878/update'

    Where updates and whole graphs go is known for common engines; the credentials are those of the address for queries, else the
    token that KB_ENDPOINT_TOKEN holds.
    Raises UsageError for what is no http(s) address, and for credentials in another one.
    """
    query, authorization = _without_credentials(address)
    guessed = _guess(query)
    return Endpoint(query, _plain(update) or guessed[0], _plain(graphs) or guessed[1], authorization or _token())


def _token() -> str:
    """The header of the token that KB_ENDPOINT_TOKEN holds; UsageError for what can be none."""
    token = os.environ.get(TOKEN_SETTING, "").strip()
    if token and not re.fullmatch(r"[A-Za-z0-9._~+/-]+=*", token):
        raise UsageError(f"{TOKEN_SETTING} holds no bearer token; write it without 'Bearer' and without quotes")
    return f"Bearer {token}" if token else ""


def _plain(address: str) -> str:
    if not address:
        return ""
    clean, authorization = _without_credentials(address)
    if authorization:
        raise UsageError(f"write name and password into the address for queries only, not into {clean}")
    return clean


def configured() -> Endpoint | None:
    """The endpoint that KB_ENDPOINT names, with KB_ENDPOINT_UPDATE and KB_ENDPOINT_GRAPHS; None if it is not set."""
    return chosen("", "", "")


def needed(address: str | None, update: str | None = None, graphs: str | None = None) -> Endpoint:
    """The endpoint with these addresses, each from its setting where it is not given; UsageError if there is none for queries."""
    found = chosen(address or "", update or "", graphs or "")
    if found is None:
        raise UsageError("name the address for queries of an engine, such as http://127.0.0.1:7878/query, or set KB_ENDPOINT")
    return found


def chosen(address: str, update: str, graphs: str) -> Endpoint | None:
    """The endpoint with these addresses, each from its setting where it is not given; None if there is no address for queries."""
    asked = zip((address, update, graphs), (ENDPOINT_SETTING, UPDATE_SETTING, GRAPHS_SETTING), strict=True)
    found = [given or os.environ.get(setting, "").strip() for given, setting in asked]
    return endpoint_at(*found) if found[0] else None


def _without_credentials(address: str) -> tuple[str, str]:
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname, parts.port
    except ValueError:
        host = None
    is_clean = address.isascii() and address.isprintable() and not parts.fragment and "@" not in parts.path if host else False
    if not is_clean or parts.scheme not in ("http", "https"):
        raise UsageError(
            f"'{_harmless(address)}' is no address of an endpoint; write one like http://127.0.0.1:7878/query, "
            "and marks in a password as %2F"
        )
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
    is_scheme = separator and "@" not in scheme
    return (f"{scheme}{separator}{rest.rpartition('@')[2]}" if is_scheme else shown.rpartition("@")[2])[:100]


def _guess(query: str) -> tuple[str, str]:
    for ending, update, graphs in ENGINES:
        if query.endswith(ending):
            base = query.removesuffix(ending)
            return base + update, base + graphs
    if REPOSITORIES in query:
        return f"{query}/statements", f"{query}/rdf-graphs/service"
    return query, query
