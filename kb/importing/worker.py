"""The process that reads outside data and maps them: without a network, without files to write, with little memory and time.

It reads one task a line (JSON) from standard input and writes frames as :mod:`kb.running.worker` does: ``r`` ready, ``p`` how
many rows were read, ``d`` some mapped rows as JSON, ``x`` what stands in the way, ``c`` the counts, ``e`` the end of a task.
"""

from __future__ import annotations

import json
import struct
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

from kb.importing.laws import Laws
from kb.importing.panel import Panel
from kb.importing.places import Places
from kb.importing.refusals import Refusals
from kb.importing.runs import Runs
from kb.importing.words import Vocabulary
from kb.loaders.imports.errors import OutsideError
from kb.loaders.imports.mapping_records import Mapping
from kb.loaders.imports.outside import batches, line_of
from kb.loaders.known import Known
from kb.running.no_network import refuse_network
from kb.running.own_limits import be_restrained

TOGETHER = 5000
ANY, NOTHING = "*", "-"  # in 'only:', any value that is not blank, and a blank


def main() -> None:
    """Read and map outside data until standard input ends."""
    be_restrained()
    refuse_network()
    _load()
    _frame(b"r")
    for line in sys.stdin.buffer:
        try:
            _run(json.loads(line))
        except OutsideError as error:
            _say(b"x", {"file": [error.line, error.message]})
        except (MemoryError, RecursionError):
            _say(b"x", {"file": [0, "needs more memory than there is for reading it, or nests too deep"]})
        _say(b"e", {"retire": True})


def _load() -> None:
    """Load what reads tables while the owner still reads the facts, and not pandas, which pyarrow loads where it is found."""
    sys.meta_path.insert(0, _NoPandas())
    import pyarrow.compute
    import pyarrow.csv  # noqa: F401


class _NoPandas:
    """A finder that finds no pandas; its base class would load more than it saves."""

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> None:
        if name == "pandas":
            raise ModuleNotFoundError(name)


@dataclass
class _Taken:
    """What one reading of a file found: its places, observations and laws, and what stands in the way."""

    refusals: Refusals
    places: Places
    panel: Panel | None
    laws: Laws | None
    counts: dict[str, int]
    runs: list[Runs] = field(default_factory=list)


def _run(task: dict[str, Any]) -> None:
    mapping, path = Mapping.model_validate(task["mapping"]), Path(task["path"])
    taken = _taken(task, mapping, path, False)
    if taken.panel and taken.panel.overlaps:
        taken = _taken(task, mapping, path, True)
    taken.places.refuse_unknown()
    instruments = taken.laws.finished() if taken.laws else []
    if taken.refusals:
        _say(b"x", _placed(taken.refusals, path, mapping))
        return
    names = taken.places.names
    _say(b"d", {"places": [(word, names.get(word.partition(":")[2], "")) for word in taken.places.words()]})
    if taken.panel:
        _send("claims", taken.panel.claims(taken.runs))
        taken.counts |= dict(taken.panel.counts) | {"repeated": sum(one.repeated for one in taken.runs)}
    _send("instruments", instruments)
    _say(b"c", taken.counts | {"places left out": taken.places.left_out})


def _taken(task: dict[str, Any], mapping: Mapping, path: Path, is_exact: bool) -> _Taken:
    """A file as it was read, every row of a panel kept apart if exact: slower, and needed to name what contradicts what."""
    refusals, vocabulary = Refusals(), Vocabulary(Known.of_plain(task["known"]), task["codes"])
    places = Places(mapping, vocabulary, refusals)
    panel = Panel(mapping, vocabulary, places, refusals, is_exact) if mapping.answers else None
    laws = Laws(mapping, places, refusals) if mapping.instruments else None
    takers: list[Any] = [one for one in (panel, laws) if one] or [_Named(places)]
    counts = _read(mapping, path, Path(task["folder"]), takers, refusals)
    return _Taken(refusals, places, panel, laws, counts, panel.runs() if panel else [])


def _read(mapping: Mapping, path: Path, folder: Path, takers: list[Any], refusals: Refusals) -> dict[str, int]:
    """Hand every batch that is not left out to the takers; how many rows there were."""
    begun = passed = 0
    for batch in batches(path, mapping, folder):
        rows = np.arange(begun + 1, begun + 1 + batch.num_rows, dtype=np.int32)
        begun += batch.num_rows
        if mapping.only or mapping.except_:
            at = np.flatnonzero(_kept(batch, mapping, refusals))
            batch, rows = batch.take(at), rows[at]
        passed += batch.num_rows
        for taker in takers if batch.num_rows else ():
            taker.add(batch, rows)
        _say(b"p", begun)
    if not begun:
        raise OutsideError("has no row; nothing would be kept", 1)
    return {"rows": begun, "rows left out": begun - passed}


def _kept(batch: Any, mapping: Mapping, refusals: Refusals) -> Any:
    """Which rows of a batch are read, by 'only:' and 'except:'."""
    import pyarrow as pa
    import pyarrow.compute as pc

    chosen = np.ones(batch.num_rows, bool)
    for key, filters in (("only", mapping.only), ("except", mapping.except_)):
        for name, values in filters.items():
            column = refusals.column(batch, name, (key,))
            if column is not None:
                named = pa.array(["" if one == NOTHING else one for one in values])
                found = pc.not_equal(column, "") if values == (ANY,) else pc.is_in(column, value_set=named)
                chosen &= found.to_numpy(zero_copy_only=False) == (key == "only")
    return chosen


class _Named:
    """Takes only the places of rows."""

    def __init__(self, places: Places) -> None:
        self.add = places.of


def _placed(refusals: Refusals, path: Path, mapping: Mapping) -> dict[str, Any]:
    """What stands in the way, rows by their lines in the file."""
    lines = {
        row: line_of(path, mapping.read, row)
        for row in sorted({row for row, *_ in refusals.rows} | {one[2] for one in refusals.lines})[:20]
    }
    rows = [(lines.get(row, 0), row, message, count) for row, message, count in refusals.rows]
    return {"rows": rows, "lines": [(place, message, lines.get(row, 0), count) for place, message, row, count in refusals.lines]}


def _send(kind: str, rows: Iterable[Any]) -> None:
    given = iter(rows)
    while block := list(islice(given, TOGETHER)):
        _say(b"d", {kind: block})


def _say(letter: bytes, value: Any) -> None:
    _frame(letter, json.dumps(value, ensure_ascii=False).encode())


def _frame(letter: bytes, content: bytes = b"") -> None:
    sys.stdout.buffer.write(struct.pack(">cI", letter, len(content)) + content)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
