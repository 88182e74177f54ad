"""What is coded and what is not: answered cells, absences by type, disputes, unconfirmed and old codings."""

from __future__ import annotations

import datetime
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from kb import iris
from kb.comparison import compare
from kb.model import STATES, Cell, Comparison
from kb.release import Release
from kb.tables.rows import write_rows

FORMATS = {"txt": "text", "md": "markdown", "csv": "csv", "json": "json"}
STALE_DAYS = 365


@dataclass(frozen=True)
class Coverage:
    """Counts of cells of one jurisdiction in one dimension (or in all: ``*``)."""

    jurisdiction: str
    dimension: str
    cells: int
    answered: int
    none_found: int
    not_applicable: int
    silent: int
    not_researched: int
    withheld: int
    disputed: int
    unconfirmed: int
    stale: int


def researched(release: Release) -> list[str]:
    """Jurisdictions with claims or absences, those with the most first."""
    return [iris.slug(row["jurisdiction"] or "") for row in release.rows("researched_jurisdictions")]


def coverage(
    release: Release, jurisdictions: Sequence[str] = (), *, as_of: str | None = None, known_on: str | None = None
) -> list[Coverage]:
    """Coverage of each jurisdiction (all researched ones unless named) by dimension and in all."""
    comparison = compare(release.reader, jurisdictions or researched(release), as_of=as_of, known_on=known_on)
    dimensions = list(dict.fromkeys(head.dimension for head in comparison.questions))
    of_question = {head.id: head.dimension for head in comparison.questions}
    rows = []
    for slug, _ in comparison.jurisdictions:
        cells = [cell for cell in comparison.cells if cell.jurisdiction == slug]
        rows.append(_count(slug, "*", cells, comparison))
        rows += [
            _count(slug, name, [cell for cell in cells if of_question[cell.question] == name], comparison) for name in dimensions
        ]
    return rows


def _count(jurisdiction: str, dimension: str, cells: list[Cell], comparison: Comparison) -> Coverage:
    states = {state.replace("-", "_"): sum(cell.state == state for cell in cells) for state in STATES}
    return Coverage(
        jurisdiction=jurisdiction,
        dimension=dimension,
        cells=len(cells),
        **states,
        disputed=sum(cell.disputed for cell in cells),
        unconfirmed=sum(cell.winner is not None and cell.winner.claim.checked == "background" for cell in cells),
        stale=sum(is_stale(cell, comparison.known_on) for cell in cells),
    )


def is_stale(cell: Cell, known_on: str) -> bool:
    """Whether the winning claim was coded more than a year before the day of the record."""
    if cell.winner is None:
        return False
    age = datetime.date.fromisoformat(known_on) - datetime.date.fromisoformat(cell.winner.claim.asserted_on)
    return age.days > STALE_DAYS


def write_coverage(rows: list[Coverage], format_name: str) -> str:
    """The coverage as text, Markdown, CSV or JSON."""
    if format_name == "json":
        return json.dumps([asdict(row) for row in rows], indent=1) + "\n"
    columns = list(asdict(rows[0])) if rows else []
    return write_rows(columns, [[str(value) for value in asdict(row).values()] for row in rows], format_name)
