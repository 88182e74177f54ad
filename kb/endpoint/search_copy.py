"""The search index of a release that an endpoint holds, made here from its graphs once: SPARQL has no full-text search."""

from __future__ import annotations

import tempfile
import threading
from pathlib import Path

from pyoxigraph import NamedNode

from kb.building.search_index import SearchWriter, entity_rows
from kb.endpoint.store import EndpointStore
from kb.errors import DamagedError, UnavailableError
from kb.naming import iris
from kb.release.files import ReleaseFiles
from kb.release.graph_contents import GraphContents
from kb.release.intact import IntactFolder, sha256_of
from kb.release.sealing import LIST, List, Recorded, read_list, sealed
from kb.release.search import FILE
from kb.sparql.stored import stored_query

_one_at_a_time = threading.Lock()


class SearchCopy(ReleaseFiles):
    """What is kept here of a release elsewhere: its search index, made when it is first asked for, and again if it is damaged."""

    def __init__(self, folder: Path, store: EndpointStore) -> None:
        super().__init__(folder, IntactFolder(folder, _listed(folder)), self._made)
        self._store = store

    def has(self, name: str) -> bool:
        """Whether it can be had."""
        return name == FILE

    def readable(self, name: str) -> bytes | Path:
        """The content of a small file, or where a large one is."""
        if not self.has(name):
            raise FileNotFoundError(name)
        return super().readable(name)

    def publication(self, name: str) -> tuple[Path, int, int]:
        """Where a file is, with its number and its time."""
        if not self.has(name):
            raise FileNotFoundError(name)
        return super().publication(name)

    def _made(self, folder: Path, damage: DamagedError) -> IntactFolder:
        """The index made anew, graph by graph, and put in its place when it is whole; whoever comes meanwhile waits for it."""
        with _one_at_a_time:
            listed = _listed(folder)
            found = IntactFolder(folder, listed)
            if not listed or any(found.damage()):
                _write(self._store, folder / FILE)
                found = IntactFolder(folder, _listed(folder))
        return found


def _listed(folder: Path) -> List:
    try:
        return read_list(folder)
    except UnavailableError:
        return {}


def _write(store: EndpointStore, path: Path) -> None:
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".search-") as folder:
        writer = SearchWriter(Path(folder))
        rows = store.query(stored_query("facts_files").text)
        for graph in sorted(iris.graph(f"facts/{row['path'].value}") for row in rows):
            writer.add_rows(entity_rows(GraphContents(store.quads_for_pattern(None, None, None, NamedNode(graph)))))
        writer.finish()
        made = Path(folder) / FILE
        listed = sealed({FILE: Recorded(made.stat().st_size, sha256_of(made))})
        made.replace(path)
        (path.parent / LIST).write_bytes(listed)
