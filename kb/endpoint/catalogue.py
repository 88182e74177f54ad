"""Which releases an endpoint holds and which one is current: read, switched and withdrawn by one request each."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from pyoxigraph import NamedNode

from kb.endpoint.address import Endpoint
from kb.endpoint.http import Call, send
from kb.endpoint.store import JSON, every_one, query_call, read_results
from kb.errors import UnavailableError
from kb.naming import iris
from kb.naming.licences import DATA
from kb.naming.names import RELEASE
from kb.naming.namespaces import expand
from kb.sparql.answers import read_all
from kb.sparql.stored import stored_query, stored_update

SECONDS = 60.0
SECONDS_TO_COUNT = 600.0


@dataclass(frozen=True)
class Held:
    """A release that an endpoint holds: its identifier, its manifest, when it was published there, whether it is current."""

    id: str
    manifest: dict[str, Any]
    published: str
    is_current: bool


def rows_of(endpoint: Endpoint, query: str, seconds: float = SECONDS) -> list[dict[str, str]]:
    """Rows of a query as it stands, values as text; unbound ones are left out."""
    call = query_call(endpoint, query, JSON, seconds=seconds)
    with send(endpoint, call) as answer:
        names, found = read_all(every_one(read_results(answer, call, JSON), call, answer))
    return [{name: term.value for name in names if (term := row[name]) is not None} for row in found]


def releases_held(endpoint: Endpoint) -> list[Held]:
    """The releases, the oldest first. Raises UnavailableError if the endpoint cannot be asked."""
    rows = rows_of(endpoint, stored_query("releases_held").with_values(_places()))
    return list(_held(rows))


def _held(rows: list[dict[str, str]]) -> Iterator[Held]:
    for row in rows:
        try:
            manifest = json.loads(row["manifest"])
            identifier = str(manifest["id"])
            if not re.fullmatch(RELEASE, identifier) or row["release"] != iris.release(identifier):
                raise ValueError(identifier)
        except (KeyError, TypeError, ValueError):
            raise UnavailableError(f"what the endpoint says of {row.get('release', 'a release')} cannot be read") from None
        yield Held(identifier, manifest, row["published"], row.get("current") == row["release"])


def switch(endpoint: Endpoint, manifest: dict[str, Any]) -> None:
    """Make a release that is loaded the current one, in one update."""
    release = {"release": iris.release(str(manifest["id"])), "identifier": str(manifest["id"]), "licence": _licence(manifest)}
    send_update(endpoint, stored_update("switch_release").with_values(_places() | release | _noted(manifest)))


def _licence(manifest: dict[str, Any]) -> str:
    return str(manifest.get("license", DATA.address))


def said_of(manifest: dict[str, Any]) -> list[tuple[str, str, str]]:
    """What the list of releases says of a release that is current: subject, property, value."""
    release, noted = iris.release(str(manifest["id"])), _noted(manifest)
    return [
        (iris.base(), expand("dcat:hasCurrentVersion"), release),
        (iris.base(), expand("dcat:hasVersion"), release),
        (release, expand("dct:identifier"), str(manifest["id"])),
        (release, expand("dct:issued"), noted["published"]),
        (release, expand("dct:license"), _licence(manifest)),
        (release, expand("prov:value"), noted["manifest"]),
    ]


def _noted(manifest: dict[str, Any]) -> dict[str, str]:
    now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
    return {"manifest": json.dumps(manifest, sort_keys=True, ensure_ascii=True), "published": now}


def withdraw(endpoint: Endpoint, release: str) -> None:
    """Take a release out of the list, then delete its graphs."""
    send_update(endpoint, stored_update("withdraw_release").with_values(_places() | {"release": iris.release(release)}))
    for graph in graphs_of(endpoint, release):
        drop_graph(endpoint, graph)


def graphs_of(endpoint: Endpoint, release: str = "") -> list[str]:
    """Names of the graphs of a release, of all releases unless one is named, as the endpoint holds them."""
    prefix = iris.release(release)
    asked = stored_query("graphs_of_release").with_values({"prefix": prefix})
    return sorted(row["graph"] for row in rows_of(endpoint, asked, SECONDS_TO_COUNT))


def count_of(endpoint: Endpoint, release: str) -> tuple[int, int]:
    """How many quads the graphs of a release have, and how many statements the graph of all of them has."""
    asked = {"prefix": iris.release_graph(release, "")}
    quads = rows_of(endpoint, stored_query("quads_of_release").with_values(asked), SECONDS_TO_COUNT)
    whole = {"graph": iris.release(release)}
    statements = rows_of(endpoint, stored_query("statements_of_graph").with_values(whole), SECONDS_TO_COUNT)
    return int(quads[0]["quads"]), int(statements[0]["statements"])


def send_update(endpoint: Endpoint, text: str) -> None:
    """Have an update carried out. Raises UnavailableError if the endpoint refuses it."""
    headers = {"Content-Type": "application/sparql-update", "Accept": "*/*"}
    _done(endpoint, Call("POST", endpoint.update, headers, text.encode(), SECONDS))


def put_graph(endpoint: Endpoint, graph: str, triples: bytes, add: bool = False) -> None:
    """Replace a graph, or add to it, with N-Triples, by the Graph Store Protocol."""
    headers = {"Content-Type": "application/n-triples", "Accept": "*/*"}
    _done(endpoint, Call("POST" if add else "PUT", _graph_address(endpoint, graph), headers, triples, SECONDS_TO_COUNT))


def drop_graph(endpoint: Endpoint, graph: str) -> None:
    """Delete a graph, by the Graph Store Protocol."""
    _done(endpoint, Call("DELETE", _graph_address(endpoint, graph), {"Accept": "*/*"}, None, SECONDS_TO_COUNT))


def _graph_address(endpoint: Endpoint, graph: str) -> str:
    joint = "&" if "?" in endpoint.graphs else "?"
    return f"{endpoint.graphs}{joint}graph={quote(NamedNode(graph).value, safe='')}"


def _done(endpoint: Endpoint, call: Call) -> None:
    with send(endpoint, call) as answer:
        answer.all()


def _places() -> dict[str, str]:
    return {"catalogue": iris.catalogue(), "root": iris.base()}
