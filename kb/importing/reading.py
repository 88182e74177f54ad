"""Outside data read and mapped in a process under limits; one that kills its process is refused by name."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kb.importing.readers import MEMORY, SECONDS, Readers
from kb.importing.words import NEW
from kb.loaders.imports.csv_tables import BLOCK
from kb.loaders.imports.mapping_records import Mapping
from kb.loaders.known import Known
from kb.loaders.problems import CuratedDataError, Problem
from kb.loaders.records import Facts
from kb.loaders.yaml_files import Located
from kb.running.process import DiedError, TooLargeError, TooLateError


@dataclass
class Mapped:
    """What an outside file gave: its rows by kind, its places with the names of the new ones, and counts."""

    name: str
    sha256: str
    claims: list[tuple[Any, ...]] = field(default_factory=list)
    instruments: list[dict[str, Any]] = field(default_factory=list)
    places: list[tuple[str, str]] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)

    def new_places(self) -> dict[str, str]:
        """Codes of the places that the facts do not have, with their names."""
        return {word.removeprefix(NEW): name for word, name in self.places if word.startswith(NEW)}


@dataclass(frozen=True)
class Asked:
    """What each file of a data set is read by: the mapping with its lines, and what the facts know."""

    mapping: Mapping
    located: Located
    known: Known
    codes: dict[str, dict[str, str]]

    @property
    def folder(self) -> Path:
        """The folder of the mapping, where its queries and contexts are."""
        return Path(self.located.path).absolute().parent

    def plain(self) -> dict[str, Any]:
        """As a process that reads takes it."""
        mapping = self.mapping.model_dump(by_alias=True, exclude_none=True, exclude_unset=True)
        return {"mapping": mapping, "folder": str(self.folder), "known": self.known.plain(), "codes": self.codes}


def read_outside(readers: Readers, asked: Asked, path: Path, progress: Callable[[int, float], None]) -> Mapped:
    """Read and map one file; CuratedDataError with all that stands in the way, by line of the file or of the mapping.

    ``progress`` takes how many rows were read, and which part of the file that is (0 to 1, 0 where it cannot be told).
    """
    found, refused = Mapped(path.name, sha256_of_file(path)), list[Problem]()
    all_rows = 0.0

    def take(letter: bytes, content: bytes) -> None:
        nonlocal all_rows
        said = json.loads(content)
        if letter == b"p":
            all_rows = all_rows or _rows_of(path, asked.mapping, said)
            progress(said, min(said / all_rows, 1) if all_rows else 0)
        elif letter == b"x":
            refused.extend(_problems(said, asked.located, path))
        elif letter == b"c":
            found.counts.update(said)
        else:
            for kind, rows in said.items():
                getattr(found, kind).extend(rows)

    try:
        readers.read(asked.plain() | {"path": str(path.absolute())}, take)
    except TooLateError:
        refused.append(Problem(str(path), 0, f"took longer than {SECONDS:.0f} seconds to read; give it in parts"))
    except TooLargeError:
        refused.append(Problem(str(path), 0, f"needs more than {MEMORY >> 20} MB of memory to be read; give it in parts"))
    except DiedError:
        refused.append(Problem(str(path), 0, "ended the process that read it; it is not read again"))
    if refused:
        raise CuratedDataError(refused)
    return found


def sha256_of_file(path: Path) -> str:
    """SHA-256 of what a file holds; nothing of a file that cannot be read, which its reader names."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def _rows_of(path: Path, mapping: Mapping, first: int) -> float:
    """About how many rows a large CSV has, by how many its first block gave; 0 of other files."""
    is_csv = (mapping.read.format or path.suffix[1:].lower()) in ("csv", "tsv", "txt")
    return first * path.stat().st_size / BLOCK if is_csv and path.stat().st_size > BLOCK else 0.0


def codes_of(facts: Facts) -> dict[str, dict[str, str]]:
    """Our places by their code in each system; ``slug`` are their names with us."""
    found: dict[str, dict[str, str]] = {"slug": {}}
    registers = [facts.jurisdictions, *(head.places for head in facts.imports.values())]
    for slug, place in (pair for register in registers for pair in register.items()):
        found["slug"][slug] = slug
        for system, code in place.codes.items():
            found.setdefault(system, {})[code] = slug
        for address in place.same_as:
            found.setdefault("same-as", {})[address] = slug
    return found


def _problems(said: dict[str, Any], located: Located, path: Path) -> list[Problem]:
    if "file" in said:
        line, message = said["file"]
        return [Problem(str(path), line, message)]
    rows = [Problem(str(path), line, message + _often(count)) for line, _, message, count in said["rows"]]
    return rows + [
        located.problem(tuple(place), f"{message}{_often(count)}" + (f"; first on {path.name}:{line}" if line else ""))
        for place, message, line, count in said["lines"]
    ]


def _often(count: int) -> str:
    return f" ({count} rows)" if count > 1 else ""
