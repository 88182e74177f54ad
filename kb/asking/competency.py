"""Competency questions of a base: stored beside its facts with the rows that are expected, asked of a release.

A question is a SPARQL file in ``competency/`` of the folder whose header says it in words (``#+ question: ...?``) and lists the
rows, one a line, cells between bars (``#+ expected:``, then ``#+   id:jurisdiction/xx | required``; ``(no rows)`` for none).
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from kb.asking.formats import write_query
from kb.asking.sandbox import prepare
from kb.errors import KnowledgeBaseError, UsageError
from kb.naming.namespaces import shrink
from kb.release.release import Release

FOLDER, NONE = "competency", "(no rows)"
QUESTION = re.compile(r"^#\+ question: (.+\?)$", re.MULTILINE)
EXPECTED = re.compile(r"^#\+ expected:\n((?:#\+   .*\n)+)", re.MULTILINE)

Row = tuple[str, ...]


@dataclass(frozen=True)
class Competency:
    """A question in words, in SPARQL, and the rows that are expected; ``path`` is its file."""

    path: Path
    question: str
    text: str
    expected: tuple[Row, ...]


@dataclass(frozen=True)
class Asked:
    """A question with the rows that are missing and those that are too many; met where there is neither."""

    competency: Competency
    missing: tuple[Row, ...]
    extra: tuple[Row, ...]

    @property
    def is_met(self) -> bool:
        """Whether the release answers as expected."""
        return not self.missing and not self.extra


def read_competency(facts: Path) -> list[Competency]:
    """The questions of a folder of facts in the order of their names; UsageError says what a header lacks."""
    return [_read(path) for path in sorted((facts / FOLDER).glob("*.rq"))]


def _read(path: Path) -> Competency:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path} cannot be read: {error}") from None
    question, expected = QUESTION.search(text), EXPECTED.search(text)
    if not question:
        raise UsageError(f"{path}:1: begin with '#+ question: ' and the question in words, which ends in a question mark")
    if not expected:
        raise UsageError(f"{path}:2: add '#+ expected:' and below it a line '#+   cell | cell' for each row, or '#+   {NONE}'")
    lines = [line.removeprefix("#+   ").strip() for line in expected[1].splitlines()]
    rows = [tuple(cell.strip() for cell in line.split("|")) for line in lines if line != NONE]
    return Competency(path, question[1], text, tuple(rows))


def ask(release: Release, competency: Competency) -> Asked:
    """A question asked of a release under the limits of a query; the error of one that cannot be asked names its file."""
    try:
        found = _rows(release, competency)
    except KnowledgeBaseError as error:
        error.args = (f"{competency.path}: {error}",)
        raise
    wanted = Counter(competency.expected)
    return Asked(competency, tuple((wanted - found).elements()), tuple((found - wanted).elements()))


def _rows(release: Release, competency: Competency) -> Counter[Row]:
    """How often a release gives each row; UsageError for a query that gives none."""
    asked = prepare(release, competency.text, {}, name=competency.path.stem)
    if asked.kind != "rows":
        raise UsageError("write a SELECT query; rows are expected of it")
    body = io.BytesIO()
    write_query(release, asked, "csv", body)
    rows = list(csv.reader(io.StringIO(body.getvalue().decode())))[1:]
    return Counter(tuple(shrink(cell) for cell in row) for row in rows)
