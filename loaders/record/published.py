"""The record of what was published: ``published.csv`` beside the facts, one row a statement, and ``reforms.csv``.

A row holds the statement's identifier, the hash of its meaning, digests of the parts of that meaning, and the days on which
it was coded, withdrawn and first published. The first row, ``record``, says until when the record was published. A reform is
an accepted change of form: the hash that was published and the one that it became.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass, field, fields
from pathlib import Path

from kb.loaders.problems import CuratedDataError, Problem
from kb.loaders.record.statements import Statement

PUBLISHED, REFORMS = "published.csv", "reforms.csv"
RECORD_FILES = (PUBLISHED, REFORMS)
REFORM_COLUMNS = ["statement", "old", "new"]


@dataclass(frozen=True)
class Row:
    """One published statement."""

    statement: str
    meaning: str
    parts: str
    coded_on: str
    withdrawn_on: str
    published_on: str


COLUMNS = [one.name for one in fields(Row)]


@dataclass(frozen=True)
class Record:
    """All published statements by identifier, the last day of the record, and the reforms by identifier and old hash."""

    rows: Mapping[str, Row] = field(default_factory=dict)
    last_day: str = ""
    reforms: Mapping[tuple[str, str], str] = field(default_factory=dict)

    def row_of(self, statement: Statement, formers: Iterable[str]) -> Row | None:
        """The row of a statement; ``formers`` are names that its question had before."""
        names = (statement.id.replace(f"/{statement.question}/", f"/{former}/") for former in formers)
        return next((self.rows[name] for name in (statement.id, *names) if name in self.rows), None)


def read_record(root: Path) -> Record:
    """The record beside some facts; an empty one where nothing was published. CuratedDataError if it cannot be read."""
    found = _rows(root, PUBLISHED, COLUMNS)
    rows = {cells[0]: Row(*cells) for _, cells in found}
    last = rows.pop("record", None)
    if found and last is None:
        raise CuratedDataError(
            [_problem(root, PUBLISHED, 2, "the row 'record' with the last day is missing; 'kb record' writes it")]
        )
    reforms = {(cells[0], cells[1]): cells[2] for _, cells in _rows(root, REFORMS, REFORM_COLUMNS)}
    return Record(rows, last.published_on if last else "", reforms)


def written(rows: Iterable[Row], last_day: str) -> str:
    """The text of ``published.csv``, sorted by identifier."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerow(astuple(Row("record", "", "", "", "", last_day)))
    writer.writerows(astuple(row) for row in sorted(rows, key=lambda row: row.statement))
    return text.getvalue()


def record_hash(root: Path) -> str:
    """A hash of both files of the record, by which it is known whether either changed."""
    digest = hashlib.sha256()
    for name in RECORD_FILES:
        path = root / name
        digest.update(path.read_bytes() if path.is_file() else b"-")
    return digest.hexdigest()


def _rows(root: Path, name: str, columns: list[str]) -> list[tuple[int, list[str]]]:
    """The rows of a file with their lines, none where there is no file."""
    path = root / name
    if not path.is_file():
        return []
    try:
        given = list(enumerate(csv.reader(io.StringIO(path.read_text(encoding="utf-8"))), 1))
    except (ValueError, csv.Error, OSError) as error:
        raise CuratedDataError([_problem(root, name, 0, f"cannot be read: {error}; take it from the last release")]) from None
    if not given or given[0][1] != columns:
        raise CuratedDataError([_problem(root, name, 1, f"write the columns {','.join(columns)}")])
    rows = [(number, cells) for number, cells in given[1:] if cells]
    _refuse_wrong(root, name, rows, len(columns))
    return rows


def _refuse_wrong(root: Path, name: str, rows: list[tuple[int, list[str]]], width: int) -> None:
    problems, seen = [], dict[tuple[str, ...], int]()
    for number, cells in rows:
        key = tuple(cells[: 1 if name == PUBLISHED else 2])
        if len(cells) != width:
            problems.append(
                _problem(root, name, number, f"has {len(cells)} values instead of {width}; take the line from the last release")
            )
        elif (first := seen.setdefault(key, number)) != number:
            problems.append(_problem(root, name, number, f"'{cells[0]}' is already on line {first}; keep one of the two"))
    if problems:
        raise CuratedDataError(problems)


def _problem(root: Path, name: str, line: int, message: str) -> Problem:
    return Problem(f"{root.name}/{name}", line, message)
