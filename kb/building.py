"""Build a release: facts -> records -> quads -> checks -> an immutable folder, published by one atomic rename."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from pyoxigraph import NamedNode, Quad, RdfFormat, Store, parse

from kb import iris
from kb.errors import UnavailableError
from kb.hygiene import run_checks
from kb.projection import project, project_files
from kb.release import CURRENT, damaged_files
from kb.release_writing import Graph, Progress, sync_folder, write_release
from kb.shapes import run_shapes
from loaders.facts import read_facts
from loaders.problems import CuratedDataError, Problem
from loaders.records import Facts
from loaders.words import ONTOLOGY


@dataclass(frozen=True)
class Built:
    """What a build made: the release, its counts, and whether it was there already."""

    id: str
    quads: int
    counts: dict[str, int]
    warnings: tuple[Problem, ...]
    reused: bool


def _silent(stage: str, done: int, total: int) -> None:
    """Progress that nobody watches."""


def load_checked(facts_root: Path, progress: Progress = _silent) -> tuple[Facts, Store, list[Problem]]:
    """Facts read, projected and validated, in a store in memory, with the warnings.

    Raises CuratedDataError with every mistake found.
    """
    facts = read_facts(facts_root, lambda done, total: progress("reading", done, total))
    progress("projecting", 0, 1)
    store = Store()
    store.bulk_extend(project(facts))
    store.bulk_extend(ontology_quads())
    progress("checking shapes", 0, 1)
    problems = run_shapes(store, facts_root)
    progress("checking hygiene", 0, 1)
    errors, warnings = run_checks(store, facts_root)
    if problems or errors:
        raise CuratedDataError([*problems, *errors])
    return facts, store, warnings


def ontology_quads() -> Iterator[Quad]:
    """Classes, properties, schemes and policies."""
    for quads in ontology_graphs():
        yield from quads


def ontology_graphs() -> Iterator[list[Quad]]:
    """Classes, properties, schemes and policies, each file in its own named graph."""
    for path in sorted([*ONTOLOGY.glob("*.ttl"), *ONTOLOGY.glob("schemes/*.ttl")]):
        graph = NamedNode(iris.graph(f"ontology/{path.relative_to(ONTOLOGY).as_posix()}"))
        quads = parse(path=str(path), format=RdfFormat.TURTLE)
        yield [Quad(quad.subject, quad.predicate, quad.object, graph) for quad in quads]


def build(facts_root: Path, home: Path, progress: Progress = _silent) -> Built:
    """Build and publish a release below ``home``; the current release stays if anything is wrong.

    Raises CuratedDataError for wrong facts, UnavailableError if another build runs or the disk refuses.
    """
    facts, _, warnings = load_checked(facts_root, progress)
    return publish(project_files(facts), len(facts.files), facts.files, home, warnings=warnings, progress=progress)


def publish(
    graphs: Iterable[Graph],
    number: int,
    files: Mapping[str, str],
    home: Path,
    *,
    warnings: Sequence[Problem] = (),
    progress: Progress = _silent,
) -> Built:
    """Write and publish a release of facts that were checked, with the ontology, as a stream of one graph a file.

    ``number`` is how many files there are, ``files`` their SHA-256 by name, read when all graphs have been. Raises
    UnavailableError if another build runs or the disk refuses.
    """
    try:
        with _only_builder(home):
            ontology = list(ontology_graphs())
            return _publish(chain(ontology, graphs), len(ontology) + number, files, home, warnings, progress)
    except OSError as error:
        raise UnavailableError(f"the release could not be written below {home}: {error}; nothing was changed") from None


def _publish(
    graphs: Iterable[Graph], number: int, files: Mapping[str, str], home: Path, warnings: Sequence[Problem], progress: Progress
) -> Built:
    releases = home / "releases"
    releases.mkdir(parents=True, exist_ok=True)
    for leftover in releases.glob(".tmp-*"):
        shutil.rmtree(leftover)
    for link in home.glob(f".{CURRENT}-*"):
        link.unlink()
    temporary = releases / f".tmp-{os.getpid()}"
    temporary.mkdir()
    try:
        manifest = write_release(graphs, number, files, temporary, progress)
        target = releases / manifest["id"]
        reused = target.is_dir() and not damaged_files(target, full=True)
        if not reused:
            shutil.rmtree(target, ignore_errors=True)
            temporary.rename(target)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
    _make_current(home, manifest["id"])
    progress("done", 1, 1)
    return Built(manifest["id"], manifest["quads"], manifest["counts"], tuple(warnings), reused)


def _make_current(home: Path, release: str) -> None:
    """Point ``current`` at a release in one atomic step."""
    fresh = home / f".{CURRENT}-{os.getpid()}"
    fresh.unlink(missing_ok=True)
    fresh.symlink_to(Path("releases") / release)
    fresh.replace(home / CURRENT)
    sync_folder(home)


@contextmanager
def _only_builder(home: Path) -> Iterator[None]:
    home.mkdir(parents=True, exist_ok=True)
    with (home / ".lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise UnavailableError(f"another build is running (process {lock.read().strip() or 'unknown'})") from None
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield
