"""What a claim rests on: the readings behind it, the grade that follows from them, and for how long the answer stands.

Until the day to which its evidence goes, and for a time of grace after it, an answer stands. Later it is only last known. A
claim of a release that records no readings is told as it always was.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
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
NUMBER = re.compile(r"\d+")


@dataclass(frozen=True)
class SourceWords:
    """The words that stand around the parts of a citation: ``leads`` by grade before what was read, and those of no grade.

    ``copy_of`` takes the name of a publisher, ``unknown`` stands for one; ``case`` takes the number of a case, ``search`` the day
    of a search, ``retained`` the year and number of a Regulation of the Union that stays law in the United Kingdom.
    """

    leads: Mapping[str, str]
    memory: str
    copy_of: str
    unknown: str
    case: str
    search: str
    retained: str


IN_ENGLISH = SourceWords(READ, MEMORY, "copy of {}", "publisher unknown", "Case {}", "Search of {}", "retained EU Regulation {}")


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


def read_words(
    readings: Sequence[StoredReading], grade: str | None, pinpoint: str | None = None, said: SourceWords = IN_ENGLISH
) -> str:
    """What was read, as the end of a footnote: ``read in 90 FR 47219``, ``as reported by Reuters, 2026-02-28``.

    Each edition is named once, with the passages read in it; without them where they are all those of ``pinpoint``, which the
    footnote names before.
    """
    told = _told(readings, grade)
    named = "; ".join(_named_together(told, set((pinpoint or "").split("; ")), said.copy_of))
    if not readings or grade is None:
        return ""
    if grade == "memory":
        is_bare = all(one.kind == "memory" for one in told) and named.casefold() in MEMORY
        return said.memory if is_bare else f"{said.memory} ({named})"
    return f"{said.leads[grade]} {named}"


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


def _named_together(readings: Sequence[StoredReading], cited: set[str], copy_of: str) -> list[str]:
    """Readings in words, passages of one edition together, without them where they are all those that are cited."""
    passages: dict[tuple[str, str], list[str]] = {}
    for one in readings:
        passages.setdefault(_edition(one, copy_of), []).append(one.passage or "")
    found = ((edition, list(dict.fromkeys(filter(None, read)))) for edition, read in passages.items())
    return [_with_passages(*edition, [] if set(read) == cited else read) for edition, read in found]


def _edition(reading: StoredReading, copy_of: str) -> tuple[str, str]:
    """What was read in words, and whose copy it is, where the words do not name the publisher."""
    publisher = reading.publisher if reading.publisher and reading.publisher not in reading.read else None
    work = None if reading.work and reading.edition else reading.read.rstrip(".")  # the footnote names the act itself before
    return ", ".join(filter(None, (work, reading.edition))), copy_of.format(publisher) if publisher else ""


def _by_number(passage: str) -> str:
    """A key that puts ``art. 9`` before ``art. 10``."""
    return NUMBER.sub(lambda found: found[0].zfill(6), passage)


def _with_passages(edition: str, copy: str, passages: Sequence[str]) -> str:
    if len(passages) > 1:
        return f"{', '.join(filter(None, (edition, copy)))} ({'; '.join(sorted(passages, key=_by_number))})"
    return ", ".join(filter(None, (edition, *passages, copy)))


@lru_cache(maxsize=1 << 12)
def _days_after(day: str, number: int) -> str:
    return (datetime.date.fromisoformat(day) + datetime.timedelta(days=number)).isoformat()
