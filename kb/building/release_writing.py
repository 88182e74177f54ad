"""Write the files of a release as a stream of named graphs: sorted quads, store, indexes, manifest; memory stays bounded."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import Any, BinaryIO

from pyoxigraph import RdfFormat, Store

from kb.building.catalogue_writing import CatalogueWriter
from kb.building.cell_writing import write_cells
from kb.building.prepared_graph import COUNTED, PreparedGraph
from kb.building.search_index import SearchWriter
from kb.building.sorted_lines import SortedLines
from kb.errors import KnowledgeBaseError
from kb.naming import licences
from kb.release.data import Origin
from kb.release.graph_reader import GraphReader
from kb.release.identity import FORMAT, identifier
from kb.release.intact import sha256_of
from kb.release.release import Release, open_local
from kb.release.sealing import DATA, LIST, MANIFEST, STORE, Recorded, json_text, sealed
from kb.release.side_index import IndexWriter, SideIndex, plain
from kb.release.store_state import VOLATILE
from kb.upgrading.steps import DATA_FORMAT

Progress = Callable[[str, int, int], None]


def write_release(
    graphs: Iterable[PreparedGraph],
    number: int,
    files: Mapping[str, str],
    folder: Path,
    progress: Progress,
    origin: Origin | None = None,
) -> dict[str, Any]:
    """Write everything of a release into a new folder, test-open it, and return the manifest.

    ``graphs`` are named graphs, those of the ontology first, ``number`` how many; ``files`` are the facts files with their
    SHA-256, read when all graphs have been. Only one graph and one run of lines are held in memory. A store that is
    in the folder already is taken to hold these graphs. What is written of the data of an ``origin`` goes by its name, and
    data that lie there already are not kept twice.
    """
    index, search, catalogue, lines = IndexWriter(folder), SearchWriter(folder), CatalogueWriter(folder), SortedLines(folder)
    counts = _take(graphs, number, (index, search, catalogue, lines), progress)
    progress("sorting", 0, 1)
    quads, sha256 = lines.write(folder / DATA)
    search.finish()
    manifest = _manifest(sha256, quads, {name: counts[name] for name in COUNTED}, origin)
    (folder / "facts.json").write_bytes(json_text(dict(files)))
    (folder / MANIFEST).write_bytes(json_text(manifest))
    if not (folder / STORE).is_dir():
        _load(folder, progress)
    progress("deriving", 0, 1)
    catalogue.finish(str(manifest["id"]))
    unlisted = _licensed(folder, manifest)
    index.finish(_singles(unlisted))
    write_cells(folder, SideIndex(unlisted.files))
    if origin and origin.is_plain and origin.sha256 == sha256:
        (folder / DATA).unlink()
    progress("checking files", 0, 1)
    _record_files(folder, {DATA: sha256})
    if origin is None:  # what is derived can be derived again
        sync(folder)
    if (found := len(open_local(folder).store)) != quads:
        raise KnowledgeBaseError(f"the store holds {found} quads, not {quads}; the release was not published")
    return manifest


def _manifest(sha256: str, quads: int, counts: Mapping[str, int], origin: Origin | None) -> dict[str, Any]:
    """What a release says of itself."""
    return {
        "id": origin.name if origin else identifier(sha256),
        "format": FORMAT,
        "data_format": DATA_FORMAT,
        "data_sha256": sha256,
        "quads": quads,
        "counts": counts,
        "license": licences.DATA.address,
        "engine": f"pyoxigraph {version('pyoxigraph')}",
    } | ({"made_of": origin.sha256} if origin else {})


def _take(
    graphs: Iterable[PreparedGraph],
    number: int,
    writers: tuple[IndexWriter, SearchWriter, CatalogueWriter, SortedLines],
    progress: Progress,
) -> Counter[str]:
    """Hand every graph to the sorter and to the indexes; how many nodes of each class there are."""
    index, search, catalogue, lines = writers
    counts: Counter[str] = Counter()
    for done, graph in enumerate(graphs):
        progress("writing", done, number)
        lines.add(graph.lines)
        index.add_rows(graph.claims, graph.dossiers)
        search.add_rows(graph.entities)
        catalogue.add_rows(graph.named, graph.ties, graph.happenings, graph.codings)
        counts.update(graph.counts)
    return counts


def _load(folder: Path, progress: Progress) -> None:
    """Load the sorted quads into a new store at once, and compact it: queries are then three times as fast."""
    store = Store(str(folder / STORE))
    with (folder / DATA).open("rb") as file:
        counted: Any = _Counted(file, (folder / DATA).stat().st_size, progress)
        store.bulk_load(input=counted, format=RdfFormat.N_QUADS, lenient=True)  # lines of our own: nothing to check
    progress("optimizing", 0, 1)
    store.optimize()
    store.flush()


class _Counted:
    """A file that tells how much of it was read."""

    def __init__(self, file: BinaryIO, size: int, progress: Progress) -> None:
        self._file, self._size, self._progress = file, size, progress
        self._read = 0

    def read(self, size: int = -1) -> bytes:
        """The next bytes."""
        block = self._file.read(size)
        before, self._read = self._read, self._read + len(block)
        if before >> 22 != self._read >> 22:
            self._progress("loading", self._read, self._size)
        return block


def _licensed(folder: Path, manifest: dict[str, Any]) -> Release:
    """The release that is being written, whose manifest names the licence of its base from now on."""
    release = Release(folder, manifest)
    manifest["license"] = GraphReader(release).base().terms.address
    (folder / MANIFEST).write_bytes(json_text(manifest))
    return release


def _singles(release: Release) -> dict[str, Any]:
    """What the side index holds once: the codebook and the registers that a comparison reads."""
    graph = GraphReader(release)
    return {
        "release": release.id,
        "base": asdict(graph.base()),
        "questions": {name: plain(head) for name, head in graph.questions().items()},
        "jurisdictions": dict(graph.jurisdictions()),
        "parties": dict(graph.parties()),
        "memberships": dict(graph.memberships()),
        "kinds": dict(graph.kinds()),
        "place_codes": dict(graph.place_codes()),
        "policies": {name: plain(policy) for name, policy in graph.policies().items()},
        "matters": [matter.plain() for matter in graph.matters()],
        "platforms": {name: plain(head) for name, head in graph.platforms().items()},
    }


def _record_files(folder: Path, known: dict[str, str]) -> None:
    """Record size and SHA-256 of every file; what the engine wrote for itself, a lock and a log, is no part of a release."""
    for path in (folder / STORE).iterdir():
        if path.name.startswith(VOLATILE):
            path.unlink()
    paths = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    names = {path.relative_to(folder).as_posix(): path for path in paths}
    recorded = {name: Recorded(path.stat().st_size, known.get(name) or sha256_of(path)) for name, path in names.items()}
    (folder / LIST).write_bytes(sealed(recorded))


def sync(folder: Path) -> None:
    """Have every file of a folder and the folder itself reach the disk."""
    for path in folder.rglob("*"):
        if path.is_file():
            with path.open("rb") as file:
                os.fsync(file.fileno())
    sync_folder(folder)


def sync_folder(folder: Path) -> None:
    """Have the names in a folder reach the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
