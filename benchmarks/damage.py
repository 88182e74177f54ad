"""Random same-size damage to every file of a release: is it named, mended or refused, and does nothing ever say something else?

python -m benchmarks.damage [number] [home]

Each time a fresh copy of the home is damaged in one file: a bit, a run of other bytes, a block of zeros, or letters exchanged for
letters; size and times stay, as when a disk rots. Half of the releases are opened and asked before that. Then everything is
asked: compare, the table of all claims, explain, show, search, query, verify of an exported table, and the facts files.
"""

from __future__ import annotations

import io
import logging
import os
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from kb.asking.sandbox import prepare, stream_query
from kb.base import KnowledgeBase
from kb.building.build import build
from kb.cells.comparison import compare
from kb.embedding.verification import verify
from kb.errors import KnowledgeBaseError
from kb.explanation.explain import explain, to_text
from kb.graph.entity_view import write_rdf
from kb.graph.network import entities
from kb.keeping.inspection import inspect
from kb.opening.current import open_release
from kb.release.current_link import CURRENT, RELEASES
from kb.release.release import Release
from kb.running.pool import shared_pool
from kb.searching.hits import write_hits
from kb.searching.search import search
from kb.tables import table_bytes

SEED, NUMBER = 20261129, 500
QUERY = (Path(__file__).parent / "queries" / "damage.rq").read_text(encoding="utf-8")
Answer = str | bytes


@dataclass(frozen=True)
class Asked:
    """What is asked: some jurisdictions at one point of both clocks, a cell, an entity, words, and an exported table."""

    jurisdictions: Sequence[str]
    cell: tuple[str, str]
    entity: str
    words: str
    table: Path
    day: tuple[str, str] = ("2025-09-15", "2026-11-01")

    def answers(self, release: Release, home: Path) -> dict[str, Answer]:
        """What every way of asking gives; an error of ours as its message, marked as one."""
        ways: dict[str, Callable[[], Answer]] = {
            "compare": lambda: table_bytes(compare(release.reader, self.jurisdictions, **self._point), "md"),
            "claims": lambda: str(KnowledgeBase(release).claims().to_pylist()),
            "explain": lambda: self._explained(release),
            "show": lambda: write_rdf(release, self.entity, "nt"),
            "names": lambda: str(sorted(entities(release))),
            "search": lambda: write_hits(search(release, self.words)),
            "query": lambda: _queried(release),
            "verify": lambda: verify(self.table, home).word,
            "facts": lambda: str(release.facts),
        }
        return {name: _answer(way) for name, way in ways.items()}

    @property
    def _point(self) -> dict[str, str]:
        return {"as_of": self.day[0], "known_on": self.day[1]}

    def _explained(self, release: Release) -> str:
        jurisdiction, question = self.cell
        table = compare(release.reader, [jurisdiction], questions=[question], **self._point)
        return to_text(explain(release, table, jurisdiction, question))


def _queried(release: Release) -> bytes:
    output = io.BytesIO()
    stream_query(release, prepare(release, QUERY), "csv", output)
    return output.getvalue()


def _answer(way: Callable[[], Answer]) -> Answer:
    try:
        return way()
    except KnowledgeBaseError as error:
        return f"refused: {error}"


class _Said(logging.Handler):
    """Keeps what the program warns of."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())


def damaged(path: Path, chance: random.Random) -> str:
    """Damage a file in one of several ways, its size and times as they were; the way."""
    if path.is_symlink():
        target = path.readlink().as_posix()
        place = chance.randrange(len(target) - 16, len(target))
        path.unlink()
        path.symlink_to(
            target[:place] + chance.choice([c for c in "0123456789abcdef" if c != target[place]]) + target[place + 1 :]
        )
        return "link"
    before, content = path.stat(), bytearray(path.read_bytes())
    way = chance.choice(["bit", "bytes", "zeros", "letter"])
    whole = bytes(content)
    while bytes(content) == whole:
        way = _spoil(content, way, chance)
    path.write_bytes(content)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    return way


def _spoil(content: bytearray, way: str, chance: random.Random) -> str:
    place = chance.randrange(len(content))
    letters = [
        number for number, byte in enumerate(content[place : place + 4096], place) if chr(byte).isascii() and chr(byte).isalnum()
    ]
    if way == "letter" and letters:
        content[chance.choice(letters)] = ord(chance.choice("abcdefghijklmnopqrstuvwxyz0123456789"))
    elif way == "zeros":
        run = content[place : place + 4096]
        content[place : place + len(run)] = bytes(len(run))
    elif way == "bytes":
        run = content[place : place + chance.randint(1, 64)]
        content[place : place + len(run)] = chance.randbytes(len(run))
    else:
        content[place] ^= 1 << chance.randrange(8)
    return way


def one_damage(
    whole: Path, asked: Asked, expected: dict[str, Answer], folder: Path, chance: random.Random
) -> tuple[str, str, str]:
    """Copy a home, damage one file of it and ask everything: (file, way, what came of it)."""
    home = shutil.copytree(whole, folder / "home", symlinks=True)
    release = (home / CURRENT).resolve()
    files = [
        path for path in sorted(release.rglob("*")) if path.is_file() and path.stat().st_size and not path.name.startswith("LO")
    ]
    path = chance.choice([*files, home / CURRENT])
    name = path.name if path.is_symlink() else path.relative_to(release).as_posix()
    opened = open_release(home) if chance.random() < 0.5 else None
    if opened:
        asked.answers(opened, home)
    way = damaged(path, chance)
    said = _Said()
    logging.getLogger("kb").addHandler(said)
    try:
        return name, way, _outcome(name, asked, expected, opened, home, said.lines)
    finally:
        logging.getLogger("kb").removeHandler(said)


def _outcome(name: str, asked: Asked, expected: dict[str, Answer], opened: Release | None, home: Path, said: list[str]) -> str:
    """What came of a damage: mended, refused or unread and named; or what went wrong."""
    try:
        found = list(_asked_again(asked, opened, home))
    except Exception as error:
        return f"WRONG: {type(error).__name__}: {error}"
    others = [(way, answer) for way, answer in found if answer != expected.get(way)]
    for way, answer in others:
        if not (str(answer).startswith("refused: ") and name in str(answer)):
            return f"WRONG: {way} says {answer!r:.200}"
    if others:
        return "refused by name"
    if any(name in line for line in said):
        return "mended and named"
    if any(reason.startswith(f"{name} ") for reason in inspect(next((home / RELEASES).iterdir())).damage):
        return "not read by any answer; named by verify --release"
    return "WRONG: nobody noticed"


def _asked_again(asked: Asked, opened: Release | None, home: Path) -> Iterator[tuple[str, Answer]]:
    """The answers of a release that is opened now, and of the one that was open before, if one was."""
    try:
        yield from asked.answers(open_release(home), home).items()
    except KnowledgeBaseError as error:
        yield "open", f"refused: {error}"
    if opened:
        yield from asked.answers(opened, home).items()


def trial(whole: Path, asked: Asked, number: int, seed: int = SEED) -> list[tuple[str, str, str]]:
    """So many damages, each to its own copy of a home."""
    chance, found = random.Random(seed), []
    expected = asked.answers(open_release(whole), whole)
    for _ in range(number):
        with tempfile.TemporaryDirectory() as folder:
            found.append(one_damage(whole, asked, expected, Path(folder), chance))
        if sys.stderr.isatty():
            print(f"\r{len(found)} of {number}", end="", file=sys.stderr)
    return found


def main() -> None:
    """Damage the curated facts' release, and print what came of it."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else NUMBER
    logging.getLogger("kb").propagate = False
    with tempfile.TemporaryDirectory() as folder:
        home = Path(sys.argv[2]) if len(sys.argv) > 2 else Path(folder) / "home"
        if len(sys.argv) <= 2:
            build(Path("facts"), home)
        table = Path(folder) / "table.md"
        places = ["us", "eu", "sg"]
        table.write_bytes(table_bytes(compare(open_release(home).reader, places, as_of="2025-09-15"), "md"))
        asked = Asked(places, ("us", "forced-divestiture"), "instrument/us/pafaca", "divestiture", table)
        begun = time.monotonic()
        found = trial(home, asked, number)
    shared_pool().close()
    _print(found, time.monotonic() - begun)


def _print(found: list[tuple[str, str, str]], seconds: float) -> None:
    kinds = Counter(outcome if not outcome.startswith("WRONG") else "WRONG" for _, _, outcome in found)
    print(f"{len(found)} damages to {len({name for name, _, _ in found})} files, {seconds / 60:.1f} minutes\n")
    print("| outcome | number | files |\n|:--|--:|:--|")
    for outcome, count in kinds.most_common():
        names = Counter(name.partition("/")[0] for name, _, one in found if one.startswith(outcome))
        print(f"| {outcome} | {count} | {', '.join(f'{name} {number}' for name, number in names.most_common())} |")
    for name, way, outcome in found:
        if outcome.startswith("WRONG"):
            print(f"\n{name} ({way}): {outcome}")


if __name__ == "__main__":
    main()
