"""Outside data read and mapped in a process under limits; one that kills its process is refused by name."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kb.importing.words import NEW
from kb.loaders.imports.mapping_records import Mapping
from kb.loaders.known import Known
from kb.loaders.problems import CuratedDataError, Problem
from kb.loaders.records import Facts
from kb.loaders.yaml_files import Located
from kb.running.process import DiedError, TooLargeError, TooLateError, WorkerProcess

SECONDS, MEMORY = 900.0, 1 << 30


@dataclass
class Mapped:
    """What an outside file gave: its rows by kind, its places with the names of the new ones, and counts."""

    name: str
    sha256: str
    claims: list[dict[str, Any]] = field(default_factory=list)
    instruments: list[dict[str, Any]] = field(default_factory=list)
    places: list[tuple[str, str]] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)

    def new_places(self) -> dict[str, str]:
        """Codes of the places that the facts do not have, with their names."""
        return {word.removeprefix(NEW): name for word, name in self.places if word.startswith(NEW)}


def read_outside(
    mapping: Mapping, located: Located, path: Path, facts: Facts, known: Known, progress: Callable[[int], None]
) -> Mapped:
    """Read and map one file; CuratedDataError with all that stands in the way, by line of the file or of the mapping."""
    process = WorkerProcess("kb.importing.worker", most_memory=MEMORY)
    found, refused = Mapped(path.name, ""), list[Problem]()

    def take(letter: bytes, content: bytes) -> None:
        said = json.loads(content)
        if letter == b"p":
            progress(said)
        elif letter == b"x":
            refused.extend(_problems(said, located, path))
        elif letter == b"c":
            found.counts.update(said)
        else:
            for kind, rows in said.items():
                getattr(found, kind).extend(tuple(row) if kind == "places" else row for row in rows)

    task = {
        "mapping": mapping.model_dump(by_alias=True, exclude_none=True), "path": str(path.absolute()),
        "folder": str(Path(located.path).absolute().parent), "known": known.plain(), "codes": codes_of(facts),
    }  # fmt: skip
    try:
        process.run(task, SECONDS, take)
    except TooLateError:
        refused.append(Problem(str(path), 0, f"took longer than {SECONDS:.0f} seconds to read; give it in parts"))
    except TooLargeError:
        refused.append(Problem(str(path), 0, f"needs more than {MEMORY >> 20} MB of memory to be read; give it in parts"))
    except DiedError:
        refused.append(Problem(str(path), 0, "ended the process that read it; it is not read again"))
    finally:
        process.discard()
    if refused:
        raise CuratedDataError(refused)
    with path.open("rb") as file:
        found.sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    return found


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
