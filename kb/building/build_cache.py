"""What the last build from files found out of each file, below KB_HOME and never in a release.

It is believed only while the program, the ontology and the packages are the same, and file by file only while its hash
is right; whoever finds anything off builds from scratch. Deleting the folder costs nothing but time.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from kb import loaders
from kb.building.prepared_graph import PreparedGraph
from kb.loaders.known import Known
from kb.loaders.problems import Problem
from kb.loaders.words import ONTOLOGY
from kb.release.identity import FORMAT
from kb.release.intact import sha256_of
from kb.release.sealing import LIST

FOLDER, STATE = "build-cache", "state.json"
PACKAGES = ("pyoxigraph", "pydantic", "PyYAML", "pyshacl", "rdflib", "pyarrow", "numpy")


Doubts = Mapping[str, tuple[Problem, ...]]


class StaleCacheError(Exception):
    """The cache cannot be believed."""


@dataclass(frozen=True)
class State:
    """One build: its release, the hash of that release's list of files, the facts files, and of each its graph and doubts."""

    release: str
    described: str
    files: Mapping[str, str]
    known: Known
    graphs: Mapping[str, str]
    doubts: Doubts
    record: str


class BuildCache:
    """The cache of one KB_HOME."""

    def __init__(self, home: Path) -> None:
        self._folder = home / FOLDER

    def is_there(self) -> bool:
        """Whether anything was kept."""
        return (self._folder / STATE).is_file()

    def state(self) -> State:
        """The last build; StaleCacheError if there is none that this program can believe."""
        try:
            content = json.loads((self._folder / STATE).read_bytes())
            if content["sha256"] != _sealed(content["build"]):
                raise StaleCacheError("the state was changed, or is of another program")
            build = content["build"]
            doubts = {name: tuple(Problem(**one) for one in found) for name, found in build["doubts"].items()}
            return State(**build | {"known": Known.of_plain(build["known"]), "doubts": doubts})
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise StaleCacheError(str(error)) from None

    def graph(self, kept: str) -> PreparedGraph:
        """A kept graph; StaleCacheError if it is missing or not what was kept."""
        try:
            content = (self._folder / kept).read_bytes()
            if hashlib.sha256(content).hexdigest() != kept:
                raise StaleCacheError(f"{kept} was changed")
            return PreparedGraph.decoded(content)
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise StaleCacheError(str(error)) from None

    def keep(self, graph: PreparedGraph) -> str:
        """Keep a graph; what :meth:`graph` finds it by."""
        content = graph.encoded()
        kept = hashlib.sha256(content).hexdigest()
        self._folder.mkdir(exist_ok=True)
        (self._folder / kept).write_bytes(content)
        return kept

    def close(self, state: State) -> None:
        """Make a build the last one, in one step, and forget the graphs that it does not name."""
        build = asdict(state) | {"known": state.known.plain()}
        fresh = self._folder / f"{STATE}-new"
        fresh.write_text(json.dumps({"sha256": _sealed(build), "build": build}), encoding="utf-8")
        fresh.replace(self._folder / STATE)
        kept = {STATE, *state.graphs.values()}
        for path in self._folder.iterdir():
            if path.name not in kept:
                path.unlink()


def _sealed(build: Any) -> str:
    """A hash of what is stated of a build and of the program that states it."""
    return hashlib.sha256(json.dumps([program(), build], sort_keys=True).encode()).hexdigest()


def described(release: Path) -> str:
    """The hash of a release's list of its files with their hashes."""
    return sha256_of(release / LIST)


@cache
def program() -> str:
    """A hash of everything beside the facts that a release depends on: code, queries, ontology, packages, Python."""
    digest = hashlib.sha256(f"{FORMAT} {sys.version}".encode())
    for name in PACKAGES:
        digest.update(f"{name} {version(name)}".encode())
    for folder, path in _files():
        digest.update(f"\n{path.relative_to(folder).as_posix()}\n".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _files() -> Iterator[tuple[Path, Path]]:
    """Every file of the program with the folder it is told from."""
    for folder in (Path(__file__).resolve().parents[1], Path(loaders.__file__ or "").parent, ONTOLOGY):
        found = sorted(path for path in folder.rglob("*") if path.suffix in (".py", ".rq", ".ttl"))
        yield from ((folder, path) for path in found)
