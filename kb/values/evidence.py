"""What a claim rests on: the readings behind it, the grade that follows from them, and for how long the answer stands.

Until the day to which its evidence goes, and for a time of grace after it, an answer stands. Later it is only last known. A
claim of a release that records no readings is told as it always was.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from functools import lru_cache

from kb.values.matters import OpenMatter, is_matter_open
from kb.values.model import StoredClaim
from kb.values.stored import StoredReading

GRADES = ("primary", "official", "secondary", "anonymous", "memory")
GRADE_OF_KIND = {
    "official-text": "primary", "copy": "primary", "translation": "official", "official": "official", "scholarly": "secondary",
    "secondary": "secondary", "anonymous": "anonymous", "memory": "memory",
}  # fmt: skip
LEAST = ("primary", "official", "any")
READ = {
    "primary": "read in",
    "official": "as stated in",
    "secondary": "as reported by",
    "anonymous": "read only in an anonymous copy or text:",
}
MEMORY = "from memory, not read"


def matter_is_open(claim: StoredClaim, matters: Iterable[OpenMatter], as_of: str, known_on: str) -> bool:
    """Whether a matter that could change the cell of a claim is open on a day: then it keeps good for a shorter time."""
    return is_matter_open(matters, claim.jurisdiction, claim.question, as_of, known_on)


def stands_until(claim: StoredClaim, keeps_good: tuple[int, int], is_open: bool = False) -> str | None:
    """The last day on which a claim stands by its evidence, None for any day; without a day of evidence, a day before all.

    ``keeps_good`` are the days of grace, and those while a matter is open, as ``is_open`` says.
    """
    if not claim.readings:
        return None
    if claim.evidence_to is None:
        return ""
    return _days_after(claim.evidence_to, keeps_good[is_open])


def is_last_known(
    claim: StoredClaim, keeps_good: tuple[int, int], as_of: str, known_on: str = "", matters: Iterable[OpenMatter] = ()
) -> bool:
    """Whether on a day of the law, as known on another, nothing is known any more but what was known last."""
    usual, shorter = (_is_after(as_of, stands_until(claim, keeps_good, is_open)) for is_open in (False, True))
    return usual if usual == shorter else (usual, shorter)[matter_is_open(claim, matters, as_of, known_on)]


def _is_after(day: str, last: str | None) -> bool:
    return last is not None and day > last


def is_read(grade: str | None, least: str | None) -> bool:
    """Whether a grade is as good as is asked: primary, official (or better), or any."""
    return least in (None, "any") or grade in GRADES[: GRADES.index(least or "") + 1]


def read_words(readings: Sequence[StoredReading], grade: str | None, pinpoint: str | None = None) -> str:
    """What was read, as the end of a footnote: ``read in 90 FR 47219``, ``as reported by Reuters, 2026-02-28``.

    Each text is named once, with the passages read in it; without them where they are all those of ``pinpoint``, which the
    footnote names before.
    """
    told = _told(readings, grade)
    named = "; ".join(_named_once(told, set((pinpoint or "").split("; "))))
    if not readings or grade is None:
        return ""
    if grade == "memory":
        return MEMORY if all(one.kind == "memory" for one in told) and named.casefold() in MEMORY else f"{MEMORY} ({named})"
    return f"{READ[grade]} {named}"


def read_at(readings: Sequence[StoredReading], grade: str | None) -> str | None:
    """Where that was read which the words of a footnote name: the first address there is; None if none is known."""
    return next((one.address for one in _told(readings, grade) if one.address), None)


def _told(readings: Sequence[StoredReading], grade: str | None) -> list[StoredReading]:
    """The readings that give the grade; all of them where none does."""
    return [one for one in readings if _grade_of(one) == grade] or list(readings)


def _grade_of(reading: StoredReading) -> str:
    """The grade of a kind of text; a copy without a publisher is anonymous unless another copy confirms it."""
    known = reading.kind != "copy" or reading.publisher or reading.address or reading.work
    return GRADE_OF_KIND.get(reading.kind, "memory") if known else "anonymous"


def _named_once(readings: Iterable[StoredReading], pinpoints: set[str]) -> list[str]:
    """The texts that were read in words: the work, its edition and the passages, with its publisher where no word names it."""
    passages: dict[tuple[str | None, str | None, str | None], dict[str, None]] = {}
    for one in readings:
        publisher = one.publisher if one.publisher and one.publisher not in one.read else None
        work = None if one.work and one.edition else one.read.rstrip(".")  # the footnote names the act itself before
        read = passages.setdefault((work, one.edition, publisher), {})
        read.update(dict.fromkeys(filter(None, [one.passage])))
    return [_joined(*text, () if set(read) == pinpoints else read) for text, read in passages.items()]


def _joined(work: str | None, edition: str | None, publisher: str | None, passages: Iterable[str]) -> str:
    parts = (work, edition, "; ".join(passages), publisher and f"copy of {publisher}")
    return ", ".join(part for part in parts if part)


@lru_cache(maxsize=1 << 12)
def _days_after(day: str, number: int) -> str:
    return (datetime.date.fromisoformat(day) + datetime.timedelta(days=number)).isoformat()
