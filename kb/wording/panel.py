"""Panel data: a row for each place, year and question, or for each place and year with a column a question."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence

from kb.errors import UsageError
from kb.tables import csv
from kb.values.model import Comparison

FIRST, MOST = 1900, 200
PLACE = ("iso_3166", "jurisdiction", "jurisdiction_name", "year")
LONG = (*PLACE, *(name for name in csv.COLUMNS if name not in PLACE))
HOW_ASKED = ("policy", "release")
ABOUT = tuple(name for name in csv.COLUMNS if name.endswith(("_of", "_on")) or name in HOW_ASKED)


def days_of(first: int, last: int, today: datetime.date) -> list[str]:
    """The day of each year that its row is of: its last, and of the year that runs today; UsageError for what is no span.

    >>> days_of(2024, 2025, datetime.date(2025, 6, 1))
    ['2024-12-31', '2025-06-01']
    """
    if not FIRST <= first <= last <= today.year or last - first >= MOST:
        raise UsageError(f"--from {first} --to {last}: write two years in order, from {FIRST} to {today.year}")
    return [f"{year}-12-31" if year < today.year else today.isoformat() for year in range(first, last + 1)]


def write_panel(tables: Iterable[Comparison], is_wide: bool = False) -> str:
    """Tables, one of each year, as CSV: rows by place, then year, then question.

    Wide has one column a question: its answer, its number, or the kind of absence in brackets, so that none looks like an answer.
    """
    rows = [row | {"year": row["as_of"][:4]} for table in tables for row in csv.rows(table)]
    places = {name: at for at, name in enumerate(dict.fromkeys(row["jurisdiction"] for row in rows))}
    rows.sort(key=lambda row: (places[row["jurisdiction"]], row["year"]))
    return _wide(rows) if is_wide else csv.write_rows(LONG, rows)


def _wide(rows: Sequence[dict[str, str]]) -> str:
    questions = tuple(dict.fromkeys(row["question"] for row in rows))
    found: dict[tuple[str, str], dict[str, str]] = {}
    for row in rows:
        one = found.setdefault((row["jurisdiction"], row["year"]), {name: row[name] for name in (*PLACE, *ABOUT)})
        one[row["question"]] = row["value"] or row["answer"] or f"[{row['state']}]"
    return csv.write_rows((*PLACE, *questions, *ABOUT), found.values())
