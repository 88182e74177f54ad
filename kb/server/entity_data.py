"""What a release states of an entity and of its parts, written as RDF or as a page; computed in a process of its own."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from markupsafe import Markup
from pyoxigraph import Literal, NamedNode, Quad, Store, Triple, serialize

from kb.doors.linked_data import as_script, linked_data
from kb.graph.entity_view import view
from kb.graph.network import entities
from kb.naming import iris
from kb.naming.namespaces import PREFIXES, expand, shrink
from kb.opening.current import open_folder
from kb.release.release import Release
from kb.server.service_description import RDF_FORMATS
from kb.server.start_page import template

MOST_QUADS, READING = 20_000, expand("pol:reading")
WITH_GRAPHS = ("nq", "trig")
UNKNOWN, KNOWN, DRAWN = b"", b"known", b"drawn"


def place(folder: Path, key: str) -> bytes:
    """Whether the release in a folder has an entity (KNOWN), one that the pages can draw (DRAWN), or none (UNKNOWN)."""
    release = _open(folder)
    if not _quads(release.store, iris.ID + key):
        return UNKNOWN
    return DRAWN if key in entities(release) else KNOWN


def written(folder: Path, key: str, name: str) -> bytes:
    """What is said of an entity as ``html`` or in one of RDF_FORMATS; nothing if there is no such entity."""
    release = _open(folder)
    quads = _quads(release.store, iris.ID + key)
    if not quads:
        return UNKNOWN
    return _page(release, key, quads).encode("utf-8") if name == "html" else _written(quads, name)


@lru_cache(maxsize=2)
def _open(folder: Path) -> Release:
    return open_folder(folder)


def _quads(store: Store, iri: str) -> list[Quad]:
    """What is said of an entity, of its parts, whose IRIs begin with its own, and of what was read for them."""
    try:
        todo, found, seen = [NamedNode(iri)], list[Quad](), {iri}
    except ValueError:
        return []
    while todo and len(found) < MOST_QUADS:
        quads = list(store.quads_for_pattern(todo.pop(), None, None))
        found += quads
        for quad in quads:
            value, is_read = quad.object, quad.predicate.value == READING
            if isinstance(value, NamedNode) and (is_read or value.value.startswith(f"{iri}/")) and value.value not in seen:
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
    linked = as_script(linked_data(view(release, key), release.reader.base().terms)) if key in entities(release) else ""
    named = next(iter(names), key)
    return template("entity.html.jinja").render(key=key, iri=iri, name=named, rows=rows, release=release, linked=Markup(linked))


def _is_name(quad: Quad, iri: str, predicates: tuple[str, str]) -> bool:
    return _text(quad.subject) == iri and quad.predicate.value in predicates and isinstance(quad.object, Literal)


def _text(term: object) -> str:
    return str(getattr(term, "value", term))


def _path(value: object) -> str:
    """Where a link to another entity leads on this server; empty for what is no entity of ours."""
    return f"/id/{value.value.removeprefix(iris.ID)}" if isinstance(value, NamedNode) and value.value.startswith(iris.ID) else ""
