"""The files of competency questions: a query whose header says in words what is asked, and lists the rows that are expected.

The header begins with ``#+ question: ...?``; under ``#+ expected:`` stands a row on each line, its cells between bars
(``#+   id:jurisdiction/xx | required``), or ``#+   (no rows)``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from kb.errors import UsageError

NONE = "(no rows)"
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

    @property
    def number(self) -> int:
        """The number with which the name of its file begins, 0 if with none."""
        number = self.path.name.partition("-")[0]
        return int(number) if number.isdecimal() else 0


def competency_questions(folder: Path) -> list[Competency]:
    """The questions of a folder in the order of their numbers and names; UsageError says what a header lacks."""
    return sorted(map(_read, folder.glob("*.rq")), key=lambda one: (one.number, one.path.name))


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
