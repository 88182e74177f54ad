"""Fifty readers while ten builds replace the release, five of them killed: no error, and no answer from two releases."""

from __future__ import annotations

import random
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from kb.asking.rows import QueryResult
from kb.asking.sandbox import run_query
from kb.building.build import build
from kb.cells.comparison import compare
from kb.opening.current import open_release
from kb.searching.search import search
from tests.conftest import MINI_FACTS, ROOT
from tests.patience import PATIENCE

READERS, BUILDS, KILLED, LONGER = 50, 10, 5, 3  # three times as many builds with --random-properties
NAMES = "SELECT ?n { <https://w3id.org/policykb/id/jurisdiction/xa> <http://www.w3.org/2000/01/rdf-schema#label> ?n }"


@dataclass
class Seen:
    """What the readers saw: how often which release with which name, and every error."""

    looks: Counter[tuple[str, str]] = field(default_factory=Counter)
    errors: list[str] = field(default_factory=list)


def look(home: Path, way: int) -> tuple[str, str]:
    """The identifier of the current release and the one name that all ways of reading give."""
    release = open_release(home)
    table = compare(release.reader, ["xa"], as_of="2025-01-01", known_on="2026-11-01")
    rows = ((row["jurisdiction"] or "", row["name"] or "") for row in release.rows("jurisdictions"))
    names = {table.jurisdictions[0][1], *(name for iri, name in rows if iri.endswith("/xa"))}
    if way % 10 == 0:
        names |= {str(row["n"]) for row in QueryResult(run_query(release, NAMES))}
        names |= {hit.label.rpartition(": ")[2] for hit in search(release, "Examplia") if hit.key == "jurisdiction/xa"}
    assert table.release == release.id and len(names) == 1, names
    return release.id, names.pop()


def read_on(home: Path, way: int, seen: Seen, stop: threading.Event) -> None:
    while not stop.is_set():
        try:
            seen.looks[look(home, way)] += 1
        except Exception as error:
            seen.errors.append(f"{type(error).__name__}: {error}")
            return
        time.sleep(0.01)


def rename(facts: Path, number: int) -> str:
    """Give the first jurisdiction another name."""
    register = facts / "jurisdictions.yaml"
    name = f"Examplia {number}"
    text = re.sub(r"name: Examplia.*", f"name: {name}", register.read_text(encoding="utf-8"), count=1)
    register.write_text(text, encoding="utf-8")
    return name


def build_elsewhere(facts: Path, home: Path, kill_after: float | None) -> bool:
    """Build in another process, killed so many seconds after it began to write unless None; whether it was killed."""
    command = [sys.executable, "-m", "kb", "build", "--facts", str(facts), "--home", str(home)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    while kill_after is not None and process.poll() is None and not list((home / "releases").glob(".tmp-*")):
        time.sleep(0.005)
    if kill_after is not None:
        time.sleep(kill_after)
        process.send_signal(signal.SIGKILL)
    _, said = process.communicate(timeout=PATIENCE)
    assert process.returncode in (0, -signal.SIGKILL), said
    return process.returncode != 0


def await_a_reader_of(release: str, seen: Seen) -> None:
    """Wait until some reader saw a release, however slowly the readers come round on a busy machine."""
    deadline = time.monotonic() + PATIENCE
    while not any(identifier == release for identifier, _ in list(seen.looks)) and not seen.errors:
        assert time.monotonic() < deadline, f"no reader saw {release}"
        time.sleep(0.01)


def test_readers_see_whole_releases_while_builds_come_and_die(tmp_path, request):
    longer = LONGER if request.config.getoption("--random-properties") else 1
    builds, doomed = BUILDS * longer, KILLED * longer
    facts, home, chance = tmp_path / "facts", tmp_path / "home", random.Random(11)
    shutil.copytree(MINI_FACTS, facts)
    built = {build(facts, home).id}
    seen, stop, killed = Seen(), threading.Event(), 0
    readers = [threading.Thread(target=read_on, args=(home, way, seen, stop)) for way in range(READERS)]
    for reader in readers:
        reader.start()
    try:
        for number in range(builds):
            rename(facts, number)
            is_doomed = number % (builds // doomed) == 0
            killed += build_elsewhere(facts, home, chance.uniform(0, 0.2) if is_doomed else None)
            built.add(open_release(home).id)
            await_a_reader_of(open_release(home).id, seen)
    finally:
        stop.set()
        for reader in readers:
            reader.join(PATIENCE)
    assert killed >= doomed - longer
    assert not seen.errors and seen.looks.total() > READERS
    by_release = Counter(identifier for identifier, _ in seen.looks)
    assert max(by_release.values()) == 1, "one release had two names"
    assert set(by_release) == built and len(built) > builds - doomed
