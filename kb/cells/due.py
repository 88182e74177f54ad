"""Which cells are due to be looked at again: a matter's day has come, or what decides the cell was coded long ago."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from kb.cells.layers import UNION
from kb.release.matters import open_matters
from kb.release.reader import Reader
from kb.release.release import Release
from kb.values.matters import CellName, OpenMatter

KEEP_DAYS = 365


def keeps_until(coded: str) -> str:
    """The day on which what was coded on a day is to be read again."""
    return (datetime.date.fromisoformat(coded) + datetime.timedelta(days=KEEP_DAYS)).isoformat()


def due_cells(opened: Release, known_on: str) -> frozenset[CellName]:
    """The cells, (jurisdiction, question), of open matters that are due on a day, as known on it."""
    matters = (one for one in open_matters(opened) if one.is_open(known_on, known_on) and one.due(known_on) <= known_on)
    return frozenset(cell for matter in matters for cell in cells_of(opened.reader, matter, known_on))


def cells_of(reader: Reader, matter: OpenMatter, day: str) -> tuple[CellName, ...]:
    """The cells that a matter could change, and those of a federation that take their answer from them on a day."""
    return tuple(sorted({*matter.cells, *_of_wholes(reader, matter.cells, day)}))


def _of_wholes(reader: Reader, cells: Iterable[CellName], day: str) -> Iterable[CellName]:
    ties, kinds, questions = reader.memberships(), reader.kinds(), reader.questions()
    for jurisdiction, question in cells:
        for tie in ties.get(jurisdiction, ()):
            if tie.start <= day < tie.until and kinds.get(tie.of) != UNION and questions[question].from_parts:
                yield tie.of, question
