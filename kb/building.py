"""Build a release: facts -> records -> quads -> checks -> an immutable folder, published by one atomic rename."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from pyoxigraph import NamedNode, Quad, RdfFormat, Store, parse

from kb import iris
from kb.errors import KnowledgeBaseError, UnavailableError
from kb.graph_reader import GraphReader
from kb.hygiene import run_checks
from kb.namespaces import expand
from kb.projection import project
from kb.release import CURRENT, FORMAT, VOLATILE, Release, damaged_files, open_folder, sha256_of
from kb.search_index import write_search_index
from kb.shapes import run_shapes
from kb.side_index import plain, write_index
from loaders.facts import read_facts
from loaders.problems import CuratedDataError, Problem
from loaders.records import Facts
from loaders.words import ONTOLOGY

COUNTED = {
    "claims": "Claim",
    "absences": "Absence",
    "instruments": "Instrument",
    "cases": "Case",
    "sources": "Source",
    "questions": "Question",
    "provisions": "Provision",
}

Progress = Callable[[str, int, int], None]


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
    """Classes, properties, schemes and policies, each file in its own named graph."""
    for path in sorted([*ONTOLOGY.glob("*.ttl"), *ONTOLOGY.glob("schemes/*.ttl")]):
        graph = iris.graph(f"ontology/{path.relative_to(ONTOLOGY).as_posix()}")
        for quad in parse(path=str(path), format=RdfFormat.TURTLE):
            yield Quad(quad.subject, quad.predicate, quad.object, NamedNode(graph))


def build(facts_root: Path, home: Path, progress: Progress = _silent) -> Built:
    """Build and publish a release below ``home``; the current release stays if anything is wrong.

    Raises CuratedDataError for wrong facts, UnavailableError if another build runs or the disk refuses.
    """
    facts, store, warnings = load_checked(facts_root, progress)
    try:
        with _only_builder(home):
            return _publish(facts, store, home, warnings, progress)
    except OSError as error:
        raise UnavailableError(f"the release could not be written below {home}: {error}; nothing was changed") from None


def _publish(facts: Facts, store: Store, home: Path, warnings: list[Problem], progress: Progress) -> Built:
    releases = home / "releases"
    releases.mkdir(parents=True, exist_ok=True)
    for leftover in releases.glob(".tmp-*"):
        shutil.rmtree(leftover)
    for link in home.glob(f".{CURRENT}-*"):
        link.unlink()
    progress("writing", 0, 1)
    temporary = releases / f".tmp-{os.getpid()}"
    temporary.mkdir()
    try:
        manifest = _write_release(facts, store, temporary)
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


def _write_release(facts: Facts, store: Store, folder: Path) -> dict[str, Any]:
    """Write data, store and manifests into a new folder, test-open it, and return the manifest."""
    dumped = store.dump(format=RdfFormat.N_QUADS) or b""
    lines = sorted(dumped.splitlines(keepends=True))
    (folder / "data.nq").write_bytes(b"".join(lines))
    sha256 = sha256_of(folder / "data.nq")
    manifest = {
        "id": hashlib.sha256(f"{FORMAT}:{sha256}".encode()).hexdigest()[:16],
        "format": FORMAT,
        "data_sha256": sha256,
        "quads": len(lines),
        "counts": _counts(store),
        "facts": dict(sorted(facts.files.items())),
        "engine": f"pyoxigraph {version('pyoxigraph')}",
    }
    _write_json(folder / "manifest.json", manifest)
    disk = Store(str(folder / "store"))
    disk.bulk_extend(store)
    disk.optimize()
    disk.flush()
    del disk
    _derive_indexes(folder, manifest)
    recorded = [path for path in sorted(folder.rglob("*")) if path.is_file() and not path.name.startswith(VOLATILE)]
    _write_json(
        folder / "files.json",
        {path.relative_to(folder).as_posix(): {"bytes": path.stat().st_size, "sha256": sha256_of(path)} for path in recorded},
    )
    _sync(folder)
    if (found := len(open_folder(folder).store)) != len(lines):
        raise KnowledgeBaseError(f"the store holds {found} quads, not {len(lines)}; the release was not published")
    return manifest


def _derive_indexes(folder: Path, manifest: dict[str, Any]) -> None:
    """Derive the side index and the search index from the graph just written."""
    graph = GraphReader(Release(folder, manifest))
    questions, platforms = graph.questions(), graph.platforms()
    claims = [claim for question in questions for claim in graph.history(question)]
    sources = {row["source"] or "" for row in graph.release.rows("sources")}
    dossiers = sorted({claim.dossier for claim in claims if claim.dossier} | sources)
    singles = {
        "release": manifest["id"],
        "questions": {name: plain(head) for name, head in questions.items()},
        "jurisdictions": dict(graph.jurisdictions()),
        "parties": dict(graph.parties()),
        "memberships": dict(graph.memberships()),
        "policies": {name: plain(policy) for name, policy in graph.policies().items()},
        "platforms": {name: plain(head) for name, head in platforms.items()},
    }
    write_index(folder, singles, claims, ((graph.head(iri), graph.events(iri)) for iri in dossiers))
    write_search_index(folder, graph.release)


def _counts(store: Store) -> dict[str, int]:
    rdf_type = NamedNode(expand("rdf:type"))
    return {
        name: sum(1 for _ in store.quads_for_pattern(None, rdf_type, NamedNode(expand(f"pol:{class_name}"))))
        for name, class_name in COUNTED.items()
    }


def _make_current(home: Path, release: str) -> None:
    """Point ``current`` at a release in one atomic step."""
    fresh = home / f".{CURRENT}-{os.getpid()}"
    fresh.unlink(missing_ok=True)
    fresh.symlink_to(Path("releases") / release)
    fresh.replace(home / CURRENT)
    _sync_folder(home)


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


def _write_json(path: Path, value: dict[str, Any]) -> None:
    path.write_text(json.dumps(value, indent=1, sort_keys=True, ensure_ascii=False) + "\n", encoding="utf-8")


def _sync(folder: Path) -> None:
    for path in folder.rglob("*"):
        if path.is_file():
            with path.open("rb") as file:
                os.fsync(file.fileno())
    _sync_folder(folder)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
