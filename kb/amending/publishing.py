"""The next record of what is published: every statement of today, those that were published before with their first day."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kb.errors import UsageError
from kb.loaders.facts import read_facts
from kb.loaders.known import known_of
from kb.loaders.record.meaning import digests, meaning_hash
from kb.loaders.record.published import Row, read_record, written
from kb.loaders.record.statements import statements_of


@dataclass(frozen=True)
class NextRecord:
    """The text of ``published.csv`` as it becomes, and how many statements are new, withdrawn since, and recorded in all."""

    text: str
    new: int
    withdrawn: int
    total: int


def next_record(root: Path, day: str) -> NextRecord:
    """The record of the facts on a day.

    Raises CuratedDataError if the facts are wrong or rewrite what was published, UsageError for a day before the last one.
    """
    facts, record = read_facts(root), read_record(root)
    if day < record.last_day:
        raise UsageError(f"--on {day}: the record was published until {record.last_day}; write that day or a later one")
    formerly = known_of(facts).formerly
    rows, new, withdrawn = [], 0, 0
    for name in facts.files:
        for one in statements_of(facts, name):
            if max(one.coded_on, one.withdrawn_on) > day:
                raise UsageError(
                    f"--on {day}: {one.id} has the day {max(one.coded_on, one.withdrawn_on)}; write that day or a later one"
                )
            old = record.row_of(one, formerly.get(one.question, ()))
            first = old.published_on if old else day
            rows.append(Row(one.id, meaning_hash(one.meaning), digests(one.meaning), one.coded_on, one.withdrawn_on, first))
            new += old is None
            withdrawn += bool(old and one.withdrawn_on and not old.withdrawn_on)
    return NextRecord(written(rows, day), new, withdrawn, len(rows))
