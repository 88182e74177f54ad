"""Addresses of entities: ``/id/<kind>/<path>`` leads (303) to a page or to RDF, by Accept; ``/data/...`` holds both."""

from __future__ import annotations

from urllib.parse import quote

from pyoxigraph import Literal, NamedNode, Quad, Store, Triple, serialize
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from kb.asking.formats import FORMATS
from kb.errors import KnowledgeBaseError
from kb.graph.network import entities
from kb.naming import iris
from kb.naming.namespaces import PREFIXES, expand, shrink
from kb.release.release import Release
from kb.server.current import current_release
from kb.server.negotiation import choose
from kb.server.service_description import RDF_FORMATS
from kb.server.start_page import template

MOST_QUADS = 20_000
OFFERED = ("html", *RDF_FORMATS)
WITH_GRAPHS = ("nq", "trig")


def entity_routes(has_pages: bool) -> list[Route]:
    """The routes; with pages, a browser is led to the graph page for what that page can draw."""

    async def entity(request: Request) -> Response:
        return await run_in_threadpool(_lead, request, has_pages)

    async def data(request: Request) -> Response:
        return await run_in_threadpool(_data, request)

    return [Route("/id/{key:path}", entity), Route("/data/{name:path}", data)]


def _lead(request: Request, has_pages: bool) -> Response:
    key = request.path_params["key"].strip("/")
    try:
        release = current_release()
        is_known = bool(_quads(release.store, iris.ID + key))
    except KnowledgeBaseError as error:
        return _problem(503, "unavailable", str(error))
    if not is_known:
        return _problem(404, "unknown", f"this release has no {key[:200]}")
    name = choose(request.headers.get("accept", ""), OFFERED)
    if name is None:
        return _problem(406, "format", f"there is HTML and {', '.join(RDF_FORMATS)}")
    is_drawn = has_pages and name == "html" and key in entities(release)
    target = f"/entity?e={quote(key)}" if is_drawn else f"/data/{quote(key)}.{name}"
    headers = {"Vary": "Accept", "Access-Control-Allow-Origin": "*"}
    return RedirectResponse(request.scope.get("root_path", "") + target, 303, headers)


def _data(request: Request) -> Response:
    key, _, name = request.path_params["name"].rpartition(".")
    try:
        release = current_release()
        quads = _quads(release.store, iris.ID + key)
    except KnowledgeBaseError as error:
        return _problem(503, "unavailable", str(error))
    if name not in OFFERED or not quads:
        return _problem(404, "unknown", f"this release has no {key[:200]} as {name[:20]}; there is {', '.join(OFFERED)}")
    headers = {"Access-Control-Allow-Origin": "*", "X-Content-Type-Options": "nosniff", "X-Policykb-Release": release.id}
    if name == "html":
        return Response(_page(release, key, quads), media_type="text/html; charset=utf-8", headers=headers)
    return Response(_written(quads, name), media_type=FORMATS[name].media, headers=headers)


def _quads(store: Store, iri: str) -> list[Quad]:
    """What is said of an entity and of its parts, whose IRIs begin with its own."""
    try:
        todo, found, seen = [NamedNode(iri)], list[Quad](), {iri}
    except ValueError:
        return []
    while todo and len(found) < MOST_QUADS:
        quads = list(store.quads_for_pattern(todo.pop(), None, None))
        found += quads
        for value in (quad.object for quad in quads):
            if isinstance(value, NamedNode) and value.value.startswith(f"{iri}/") and value.value not in seen:
                seen.add(value.value)
                todo.append(value)
    return found


def _written(quads: list[Quad], name: str) -> bytes:
    said = quads if name in WITH_GRAPHS else [Triple(quad.subject, quad.predicate, quad.object) for quad in quads]
    return serialize(said, None, RDF_FORMATS[name], prefixes=None if name in ("nt", "nq") else PREFIXES) or b""


def _page(release: Release, key: str, quads: list[Quad]) -> str:
    label = expand("rdfs:label"), expand("skos:prefLabel")
    iri = iris.ID + key
    names = [_text(quad.object) for quad in quads if _is_name(quad, iri, label)]
    rows = [
        {
            "subject": _text(quad.subject).removeprefix(iri) or "·",
            "predicate": shrink(quad.predicate.value),
            "value": shrink(_text(quad.object)),
            "link": _path(quad.object),
            "file": _text(quad.graph_name).rpartition("/graph/")[2],
        }
        for quad in quads
    ]
    return template("entity.html.jinja").render(key=key, iri=iri, name=next(iter(names), key), rows=rows, release=release)


def _is_name(quad: Quad, iri: str, predicates: tuple[str, str]) -> bool:
    return _text(quad.subject) == iri and quad.predicate.value in predicates and isinstance(quad.object, Literal)


def _text(term: object) -> str:
    return str(getattr(term, "value", term))


def _path(value: object) -> str:
    """Where a link to another entity leads on this server; empty for what is no entity of ours."""
    return f"/id/{value.value.removeprefix(iris.ID)}" if isinstance(value, NamedNode) and value.value.startswith(iris.ID) else ""


def _problem(status: int, word: str, message: str) -> Response:
    return JSONResponse({"error": word, "message": message}, status, {"Access-Control-Allow-Origin": "*"})
