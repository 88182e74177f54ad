"""Check facts of which a few files changed since the last build: only these files are read, checked and derived again.

Three things make that right. A file is checked and projected from its own text and from :class:`kb.loaders.known.Known`; when
that is another, every file is read again. The shapes are checked on the nodes that differ and on those that refer to them
(:mod:`kb.building.edit_check`). The checks of hygiene are all asked again, of the new store. Whatever is wrong or in doubt
is left to a build from scratch, which says what is wrong.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path

from pyoxigraph import NamedNode, Store

from kb.building.build_cache import BuildCache, Doubts, StaleCacheError, State, described
from kb.building.edit_check import EditedBase, problems_of_edit
from kb.building.hygiene import run_checks
from kb.building.places import FACTS_GRAPH
from kb.building.prepared_graph import Graph, PreparedGraph, in_order, prepared
from kb.building.release_writing import Progress
from kb.building.shape_rules import UnknownShapeError
from kb.loaders.facts import facts_files, read_changed, read_facts
from kb.loaders.known import Known, known_of
from kb.loaders.problems import CuratedDataError, Problem
from kb.loaders.record.published import record_hash
from kb.loaders.records import Facts
from kb.projection import project_files
from kb.projection.ontology import ontology_graphs
from kb.release.intact import sha256_of
from kb.release.release import is_whole
from kb.release.sealing import STORE

MOST = 50  # changed files; beyond that a build from scratch is as fast


@dataclass(frozen=True)
class Checked:
    """Facts that were found right: files with their SHA-256, what they know of each other, and ``number`` graphs.

    The graphs, made when asked for, are those of the ontology, under no name, then one a file by name. ``kept`` are the files
    whose graph the cache has, ``doubts`` those of the warnings that follow from one file, by its name.
    """

    files: Mapping[str, str]
    known: Known
    number: int
    graphs: Callable[[], Iterator[tuple[str, PreparedGraph]]]
    kept: Mapping[str, str]
    warnings: tuple[Problem, ...]
    doubts: Doubts


class _DoubtError(Exception):
    """The changes alone do not tell whether the facts are right."""


def checked_changes(root: Path, home: Path, folder: Path, progress: Progress) -> Checked | None:
    """The facts below ``root`` if they are right and most files are those of the last build below ``home``; else None.

    Leaves the store of the changed facts in ``folder``, or nothing.
    """
    cache = BuildCache(home)
    try:
        state = cache.state()
        return _Changes(root, cache, state, home / "releases" / state.release, progress).checked(folder / STORE)
    except (StaleCacheError, CuratedDataError, UnknownShapeError, _DoubtError, OSError):
        shutil.rmtree(folder / STORE, ignore_errors=True)
        return None


class _Changes:
    """What is different below ``root`` from one build."""

    def __init__(self, root: Path, cache: BuildCache, state: State, release: Path, progress: Progress) -> None:
        self.root, self.cache, self.state, self.release, self.progress = root, cache, state, release, progress
        self.ontology = list(ontology_graphs())
        self.names = facts_files(root)
        self.gone = set(state.files) - set(self.names)

    def checked(self, store: Path) -> Checked:
        """The facts, with their new store; raises one of several errors if they are not right for certain."""
        self.progress("reading", 0, 1)
        facts, known = self._facts()
        self.progress("projecting", 0, 1)
        fresh = self._fresh(facts, known)
        kept = {name: self.state.graphs[name] for name in self.names if name not in fresh}
        old = {name: self.cache.graph(found) for name, found in kept.items()}
        doubts = {name: found for name, found in self.state.doubts.items() if name not in facts.files} | facts.doubts
        warnings = sorted(chain(self._checked_store(store, fresh), *doubts.values()))
        files = {name: facts.files.get(name) or self.state.files[name] for name in self.names}

        def graphs() -> Iterator[tuple[str, PreparedGraph]]:
            own = prepared(chain(self.ontology, fresh.values()))
            yield from (("", graph) for graph in islice(own, len(self.ontology)))
            made = old | dict(zip(fresh, own, strict=True))
            yield from ((name, made[name]) for name in self.names)

        return Checked(files, known, len(self.ontology) + len(files), graphs, kept, tuple(warnings), doubts)

    def _facts(self) -> tuple[Facts, Known]:
        """The records of the changed files; of all files if one came or went, or offers something else to the others."""
        if record_hash(self.root) != self.state.record:
            raise _DoubtError("the record of what was published changed")
        changed = [name for name in self.names if self._sha256(name) != self.state.files.get(name)]
        if len(changed) + len(self.gone) > MOST:
            raise _DoubtError(f"{len(changed)} files changed")
        if not self.gone and set(changed) <= set(self.state.files):
            facts = read_changed(self.root, changed, self.state.known)
            if facts is not None:
                return facts, self.state.known
        facts = read_facts(self.root)
        return facts, known_of(facts)

    def _sha256(self, name: str) -> str:
        path = self.root / name
        return sha256_of(path) if path.is_file() else ""

    def _fresh(self, facts: Facts, known: Known) -> dict[str, Graph]:
        """The graphs of the files that were read, by name, but for those that are as they were kept."""
        graphs: dict[str, Graph] = dict(zip(facts.files, project_files(facts, known), strict=True))
        if len(graphs) == len(self.names):
            graphs = {name: graph for name, graph in graphs.items() if not self._is_kept(name, graph)}
        if len(graphs) + len(self.gone) > MOST:
            raise _DoubtError(f"{len(graphs)} graphs changed")
        return graphs

    def _is_kept(self, name: str, graph: Graph) -> bool:
        if name not in self.state.graphs:
            return False
        return self.cache.graph(self.state.graphs[name]).lines == in_order(graph)[1]

    def _checked_store(self, folder: Path, fresh: Mapping[str, Graph]) -> Sequence[Problem]:
        """Make the store of the last build into the one of these facts; the warnings of the checks."""
        if described(self.release) != self.state.described or not is_whole(self.release):
            raise StaleCacheError(f"release {self.state.release} is not what was built")
        Store.read_only(str(self.release / STORE)).backup(str(folder))
        _share_nothing(folder)
        store = Store(str(folder))
        changes = {FACTS_GRAPH + name: fresh.get(name, ()) for name in (*fresh, *sorted(self.gone))}
        self.progress("checking shapes", 0, 1)
        if problems_of_edit(EditedBase(store, changes)):
            raise _DoubtError("a shape is broken")
        for name, quads in changes.items():
            store.remove_graph(NamedNode(name))
            store.extend(quads)
        store.flush()
        self.progress("checking hygiene", 0, 1)
        errors, warnings = run_checks(store, self.root, self._edited(fresh))
        if errors:
            raise _DoubtError("a check found something")
        return warnings

    def _edited(self, fresh: Mapping[str, Graph]) -> Store:
        """The changed files alone, with the ontology."""
        store = Store()
        store.bulk_extend(chain.from_iterable([*self.ontology, *fresh.values()]))
        return store


def _share_nothing(folder: Path) -> None:
    """Copy each file that the engine only linked: what happens to a block of one release must not happen to another."""
    for path in folder.iterdir():
        if path.stat().st_nlink > 1:
            own = path.with_suffix(".own")
            shutil.copyfile(path, own)
            own.replace(path)
