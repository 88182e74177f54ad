"""Build a release: facts -> records -> quads -> checks -> an immutable folder, published by one atomic rename."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import chain, repeat
from pathlib import Path

from filelock import FileLock, Timeout
from pyoxigraph import NamedNode, Store

from kb.building.base_check import breaks_a_shape
from kb.building.build_cache import BuildCache, State, described
from kb.building.changed_files import Checked, checked_changes
from kb.building.edit_check import breaks_a_rule
from kb.building.holding import take_place
from kb.building.hygiene import run_checks
from kb.building.places import FACTS_GRAPH
from kb.building.prepared_graph import Graph, PreparedGraph, prepared
from kb.building.release_writing import Progress, write_release
from kb.building.shape_rules import UnknownShapeError
from kb.building.shapes import run_shapes
from kb.errors import UnavailableError
from kb.loaders.facts import read_facts
from kb.loaders.known import known_of
from kb.loaders.problems import CuratedDataError, Problem
from kb.loaders.record.published import record_hash
from kb.loaders.records import Facts
from kb.projection import project
from kb.projection.ontology import ontology_graphs, ontology_quads
from kb.release.current_link import CURRENT, RELEASES, is_there, leads_to
from kb.release.release import is_whole
from kb.saving import why_not


@dataclass(frozen=True)
class Built:
    """What a build made: the release, its counts, whether it was there already, and in words what is held in its place."""

    id: str
    quads: int
    counts: dict[str, int]
    warnings: tuple[Problem, ...]
    reused: bool
    held: str = ""


def _silent(stage: str, done: int, total: int) -> None:
    """Progress that nobody watches."""


def load_checked(
    facts_root: Path, progress: Progress = _silent, names: Collection[str] | None = None
) -> tuple[Facts, Store, list[Problem]]:
    """Facts read, projected and validated, in a store in memory, with the warnings.

    Where ``names`` of files are given, the shapes are looked at in these alone. Raises CuratedDataError with every mistake found.
    """
    facts = read_facts(facts_root, lambda done, total: progress("reading", done, total))
    progress("projecting", 0, 1)
    store = Store()
    store.bulk_extend(project(facts))
    store.bulk_extend(ontology_quads())
    progress("checking shapes", 0, 1)
    problems = run_shapes(store, facts_root) if _may_be_broken(store, names) else []
    progress("checking hygiene", 0, 1)
    errors, warnings = run_checks(store, facts_root)
    if problems or errors:
        raise CuratedDataError([*problems, *errors])
    return facts, store, sorted(chain(warnings, *facts.doubts.values()))


def _may_be_broken(store: Store, names: Iterable[str] | None) -> bool:
    """Whether something in all files, or in some, may break a shape, so that a SHACL engine is to say what."""
    try:
        return breaks_a_shape(store) if names is None else breaks_a_rule(store, names)
    except UnknownShapeError:
        return True


def build(facts_root: Path, home: Path, progress: Progress = _silent) -> Built:
    """Build and publish a release below ``home``; the current release stays if anything is wrong.

    What the last build below ``home`` found out of files that did not change since is not found out again.
    Raises CuratedDataError for wrong facts, UnavailableError if another build runs or the disk refuses.
    """
    cache = BuildCache(home)
    checked = None if cache.is_there() else _checked_all(facts_root, progress)
    with _new_folder(home) as folder:
        checked = checked or checked_changes(facts_root, home, folder, progress) or _checked_all(facts_root, progress)
        kept, record = dict(checked.kept), record_hash(facts_root)
        graphs = _kept(checked, cache, kept)
        built = _publish(graphs, checked.number, checked.files, home, folder, checked.warnings, progress)
        with suppress(OSError):
            if kept.keys() >= checked.files.keys():
                files = described(home / RELEASES / built.id)
                cache.close(State(built.id, files, checked.files, checked.known, kept, checked.doubts, record))
    return built


def _kept(checked: Checked, cache: BuildCache, kept: dict[str, str]) -> Iterator[PreparedGraph]:
    """The graphs of the ontology and of the facts, those of the facts that are new kept in the cache as they pass."""
    for name, graph in checked.graphs():
        if name and name not in kept:
            with suppress(OSError):  # without a cache the next build takes longer, that is all
                kept[name] = cache.keep(graph)
        yield graph


def _checked_all(facts_root: Path, progress: Progress) -> Checked:
    facts, store, warnings = load_checked(facts_root, progress)
    ontology, files = list(ontology_graphs()), facts.files

    def graphs() -> Iterator[tuple[str, PreparedGraph]]:
        of_files = (list(store.quads_for_pattern(None, None, None, NamedNode(FACTS_GRAPH + name))) for name in files)
        return zip(chain(repeat("", len(ontology)), files), prepared(chain(ontology, of_files)), strict=True)

    return Checked(files, known_of(facts), len(ontology) + len(files), graphs, {}, tuple(warnings), facts.doubts)


def validate(
    facts_root: Path, home: Path, progress: Progress = _silent, names: Collection[str] | None = None
) -> tuple[int, Sequence[Problem]]:
    """How many files are right, and the warnings; files that did not change since the last build below ``home`` are believed.

    Where ``names`` of files are given, the others are believed. Raises CuratedDataError with every mistake found.
    """
    with suppress(UnavailableError):
        if BuildCache(home).is_there():
            with _new_folder(home) as folder:
                if checked := checked_changes(facts_root, home, folder, progress):
                    return len(checked.files), checked.warnings
    facts, _, warnings = load_checked(facts_root, progress, names)
    return len(facts.files), warnings


def publish(
    graphs: Iterable[Graph],
    number: int,
    files: Mapping[str, str],
    home: Path,
    *,
    progress: Progress = _silent,
) -> Built:
    """Write and publish a release of facts that were checked, with the ontology, as a stream of one graph a file.

    ``number`` is how many files there are, ``files`` their SHA-256 by name, read when all graphs have been. Raises
    UnavailableError if another build runs or the disk refuses.
    """
    with _new_folder(home) as folder:
        ontology = list(ontology_graphs())
        return _publish(prepared(chain(ontology, graphs)), len(ontology) + number, files, home, folder, (), progress)


def _publish(
    graphs: Iterable[PreparedGraph],
    number: int,
    files: Mapping[str, str],
    home: Path,
    folder: Path,
    warnings: Sequence[Problem],
    progress: Progress,
) -> Built:
    manifest = write_release(graphs, number, files, folder, progress)
    target = home / RELEASES / manifest["id"]
    reused = target.is_dir() and is_whole(target)
    if not reused:
        replaced = home / RELEASES / f".tmp-replaced-{os.getpid()}"
        if target.exists():
            target.rename(replaced)
        folder.rename(target)
        shutil.rmtree(replaced, ignore_errors=True)
    held = take_place(home, manifest["id"])
    progress("done", 1, 1)
    return Built(manifest["id"], manifest["quads"], manifest["counts"], tuple(warnings), reused, held)


@contextmanager
def _new_folder(home: Path) -> Iterator[Path]:
    """A folder for a release, while no other build runs below ``home``; UnavailableError if one does or the disk refuses."""
    try:
        with only_builder(home):
            releases = home / RELEASES
            releases.mkdir(parents=True, exist_ok=True)
            for leftover in releases.glob(".tmp-*"):
                shutil.rmtree(leftover)
            for link in home.glob(f".{CURRENT}-*"):
                link.unlink()
            temporary = releases / f".tmp-{os.getpid()}"
            temporary.mkdir()
            try:
                yield temporary
            finally:
                shutil.rmtree(temporary, ignore_errors=True)
    except OSError as error:
        why = why_not(error, home / RELEASES, _size_of_current(home)) if error.errno == errno.ENOSPC else str(error)
        raise UnavailableError(f"the release could not be written below {home}: {why}; nothing was changed") from None


def _size_of_current(home: Path) -> int | None:
    """Bytes of the current release, about what a new one needs; None if there is none."""
    folder = leads_to(home) if is_there(home) else None
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) if folder and folder.is_dir() else None


@contextmanager
def only_builder(home: Path) -> Iterator[None]:
    """While nobody else builds, prunes or restores below a home; UnavailableError if somebody does."""
    home.mkdir(parents=True, exist_ok=True)
    lock, who = FileLock(home / ".lock", timeout=0), home / ".builder"
    try:
        held = lock.acquire()
    except Timeout:
        builder = who.read_text(encoding="utf-8") if who.is_file() else "unknown"
        raise UnavailableError(f"another build is running (process {builder})") from None
    with held:
        who.write_text(str(os.getpid()), encoding="utf-8")
        try:
            yield
        finally:
            who.unlink(missing_ok=True)
