"""The search index of a release that an endpoint holds, made here from its graphs once: SPARQL has no full-text search."""

from __future__ import annotations

import tempfile
import threading
from pathlib import Path

from pyoxigraph import NamedNode

from kb.building.search_index import SearchWriter, entity_rows
from kb.endpoint.store import EndpointStore
from kb.naming import iris
from kb.release.graph_contents import GraphContents
from kb.release.search import FILE
from kb.sparql.stored import stored_query

_one_at_a_time = threading.Lock()


def write_search(store: EndpointStore, path: Path) -> None:
    """Make the index, graph by graph, and put it in its place when it is whole; whoever comes meanwhile waits for it."""
    with _one_at_a_time:
        if not path.is_file():
            _write(store, path)


def _write(store: EndpointStore, path: Path) -> None:
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".search-") as folder:
        writer = SearchWriter(Path(folder))
        rows = store.query(stored_query("facts_files").text)
        for graph in sorted(iris.graph(f"facts/{row['path'].value}") for row in rows):
            writer.add_rows(entity_rows(GraphContents(store.quads_for_pattern(None, None, None, NamedNode(graph)))))
        writer.finish()
        (Path(folder) / FILE).replace(path)
