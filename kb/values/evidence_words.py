"""What every format says of evidence: to which day it goes, what was read, and what is left out where better reading is asked."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Protocol

from kb.values.model import Cell

GRADE_REMARKS = {
    "secondary": "○ Known from reports only",
    "anonymous": "△ Read only in a copy or text that names no publisher",
    "memory": "◇ From memory, not read",
}
SEARCH_REMARKS = {
    "secondary": "○ Searched in reports only",
    "anonymous": "△ Searched only in copies or texts that name no publisher",
    "memory": "◇ Searched from memory only",
}
NOT_CONFIRMED, SEARCH_NOT_CONFIRMED = "◇ Not confirmed in a source", "◇ Search not confirmed"
NOTHING_READ = "Nobody has looked yet at what holds on the dates asked for."
LEFT = {
    whom: f"The law of {{whole}} leaves this to its {whom} (its own answer: {{label}}); "
    "the law of {member} itself was not read."
    for whom in ("members", "parts")
}
PRIMARY = "the official text, or in a copy that names its publisher,"
NOT_READ = {
    "primary": (
        "Not read in the official text",
        "What is recorded here was not read in the official text, nor in a copy that can be relied on.",
    ),
    "official": (
        "Not read in an official text or statement",
        "What is recorded here was read neither in the official text nor in a translation or statement of a public body.",
    ),
}


class Standing(Protocol):
    """What has a label and evidence: a cell, what holds otherwise for a platform, a duty."""

    @property
    def label(self) -> str:
        """The answer in words."""

    @property
    def evidence_to(self) -> str | None:
        """The day to which its evidence goes."""

    @property
    def begins(self) -> str | None:
        """The first day on which it holds; None if that is not known."""

    @property
    def last_known(self) -> bool:
        """Whether the day asked lies beyond that."""

    @property
    def scheduled(self) -> bool:
        """Whether the day asked lies after the day of the record."""


def is_foreseen(cell: Standing) -> bool:
    """Whether its evidence only foresees it: it goes to a day before the first on which it holds, and the day asked is later."""
    return cell.last_known and (cell.evidence_to or cell.begins or "") < (cell.begins or "")


def kept_after(cell: Standing, keeps_good: tuple[int, int], as_of: str) -> tuple[int, bool]:
    """For how many days an answer that is only last known is kept after its evidence, and whether an open matter makes that
    fewer: within the usual days nothing else can have ended it."""
    usual, shorter = keeps_good
    end = datetime.date.fromisoformat(cell.evidence_to or as_of) + datetime.timedelta(days=usual)
    is_open = end >= datetime.date.fromisoformat(as_of)
    return (shorter if is_open else usual), is_open


def standing_label(cell: Standing) -> str:
    """The label, after what the evidence lets one say of it: last known then, or as it was scheduled then."""
    if is_foreseen(cell):
        return f"As scheduled on {cell.evidence_to}: {cell.label}"
    if cell.last_known:
        return f"Last known ({cell.evidence_to or 'no day recorded'}): {cell.label}"
    return f"As scheduled on {cell.evidence_to}: {cell.label}" if cell.scheduled and cell.evidence_to else cell.label


def left_to(whom: str, whole: str, label: str, member: str) -> str:
    """That a union leaves an answer to its ``members``, or a federation to its ``parts``, and that nobody read their law."""
    return LEFT[whom].format(whole=whole, label=label, member=member)


def last_look(day: str | None) -> str:
    """The day of the last look at what is told behind it."""
    return f"Last look {day}: " if day else "At the last look: "


def evidence_remarks(cell: Cell) -> tuple[str, ...]:
    """What a reader must know of what was read: that it is no law or statement of a public body, or that nobody confirmed it."""
    winner = cell.winner
    if not winner:
        return ()
    grade = winner.claim.evidence_grade if winner.claim.readings else None
    unsure = winner.claim.checked == "background" and grade != "memory"
    of_grade, unconfirmed = (SEARCH_REMARKS, SEARCH_NOT_CONFIRMED) if winner.claim.absence else (GRADE_REMARKS, NOT_CONFIRMED)
    return tuple(filter(None, (of_grade.get(grade or ""), unconfirmed if unsure else "")))


def evidence_words(cells: Sequence[Cell]) -> str:
    """To which day the evidence of some cells goes, a range where it differs; empty where none of them records any."""
    told = [cell for cell in cells if cell.winner and cell.winner.claim.readings]
    days = sorted({cell.evidence_to for cell in told if cell.evidence_to})
    without = sum(cell.evidence_to is None for cell in told)
    first, last = (days[0], days[-1]) if days else ("", "")
    reach = f"evidence to {first}" if first == last else f"evidence to {first} at the earliest, {last} at the latest"
    lacking = f"{without} of {len(told)} cells record no day of evidence"
    return "; ".join([*([reach] if days else []), *([lacking] if without else [])])


def left_out(least: str) -> str:
    """That only what was read as well as is asked is shown."""
    what = PRIMARY if least == "primary" else "an official text, translation or statement"
    return f"Only what was read in {what} is shown."
