"""What the readings of a statement are worth: its grade, whether somebody confirmed it, and to which day its evidence goes.

All of it is computed, nothing is typed. A statement is worth no more than the provisions that it rests on; what a file passes on
to its statements confirms only those that were coded no later than the file was read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from kb.loaders.dossier_records import Absence, Case, Claim, Dossier, Instrument
from kb.loaders.fields import Coding, LookedThrough, Reading
from kb.loaders.words import grade_of_kind, words

UNCONFIRMED_COPY, SET_AHEAD = "anonymous", ("in-force", "applies")
REFERENCE = re.compile(r"[a-z0-9-]+(/[a-z0-9-]+)+")
Readings = Sequence[Reading]


@dataclass(frozen=True)
class Graded:
    """Readings, and what follows from them; ``evidence_to`` is None where no day is recorded."""

    readings: tuple[Reading, ...]
    grade: str
    confirmed: bool
    evidence_to: str | None


def graded(readings: Readings, since: str = "", looked: LookedThrough | None = None) -> Graded:
    """Readings of a statement that rests on no others; they confirm it unless they are older than ``since``."""
    confirming = [one for one in readings if one.read_on and one.kind != "memory" and since <= one.read_on]
    grade = grade_of(readings)
    return Graded(tuple(readings), grade, bool(confirming), evidence_to(readings, looked))


def graded_claim(claim: Claim, dossier: Instrument | Case) -> Graded:
    """The evidence of a claim, which is no better than that of each provision or holding that it rests on."""
    own = _of_statement(claim.evidence, claim.coded, dossier)
    rests = [_of_passage(pinpoint, claim.evidence or (), dossier) for pinpoint in claim.rests_on]
    weakest = max((one for one in (own, *rests) if one), key=lambda one: rank(one.grade))
    told = own.readings if rank(weakest.grade) <= rank(own.grade) else (*own.readings, *weakest.readings)
    confirmed = own.confirmed and all(one.confirmed for one in rests if one)
    days = () if _is_foretold(claim, dossier) else (one.read_on for one in own.readings if one.kind != "memory")
    to = _reaching(own.evidence_to, claim.from_, days)
    return Graded(tuple(dict.fromkeys(told)), weakest.grade, confirmed, to)


def graded_absence(absence: Absence) -> Graded:
    """The evidence of a typed absence, as old as its search at the most: what was searched is told apart from it."""
    found = graded(absence.evidence or (), absence.searched_on, absence.looked_through)
    return replace(found, evidence_to=_reaching(found.evidence_to, absence.from_, [absence.searched_on]))


def _reaching(day: str | None, start: str, read_on: Iterable[str | None]) -> str | None:
    """A day of evidence, which is no earlier than the first day of a statement where somebody read or searched after that."""
    return start if day and day < start and any(one and one >= start for one in read_on) else day


def _is_foretold(claim: Claim, dossier: Instrument | Case) -> bool:
    """Whether a claim begins on a day that the text itself had set: its evidence may be older, and foresee it."""
    dates = dossier.dates if isinstance(dossier, Instrument) else ()
    return any(one.on == claim.from_ and one.what in SET_AHEAD and not one.withdrawn for one in dates)


def graded_entry(evidence: Readings | None, coded: Coding | None, dossier: Dossier) -> Graded | None:
    """The evidence of an event, a step or a tie; None if neither it nor its file has any."""
    return _of_statement(evidence, coded, dossier) if evidence or dossier.evidence else None


def grade_of(readings: Readings) -> str:
    """The best grade that a reading gives."""
    copies = {(one.publisher, one.address, one.read) for one in readings if one.kind == "copy"}
    found = [_grade(one, len(copies) > 1) for one in readings]
    return min(found, key=rank, default="memory")


def rank(grade: str) -> int:
    """The place of a grade, the best first."""
    return words("evidence-grade").index(grade)


def evidence_to(readings: Readings, looked: LookedThrough | None) -> str | None:
    """The newest day through which a standing was checked.

    Where no reading says one: the day through which its file was looked through, or that of a later text that was read. What
    was not read at all has none.
    """
    read = [one for one in readings if one.kind != "memory"]
    if checked := [one.current_to for one in read if one.current_to]:
        return max(checked)
    days = [*(one.dated for one in read if one.dated and len(one.dated) == 10), *([looked.to] if looked and read else ())]
    return max(days, default=None)


def _grade(reading: Reading, is_repeated: bool) -> str:
    """The grade of one reading; ``is_repeated`` if another copy says the same."""
    if reading.kind == "copy" and not (reading.publisher or reading.address or is_repeated or is_reference(reading.read)):
        return UNCONFIRMED_COPY
    return grade_of_kind(reading.kind)


def is_reference(read: str) -> bool:
    """Whether what was read is named as a dossier or source of the base, not in words."""
    return REFERENCE.fullmatch(read) is not None


def _of_statement(own: Readings | None, coded: Coding | None, dossier: Dossier) -> Graded:
    """What a statement has of its own, or inherits from its file, which confirms nothing that was coded later."""
    since = "" if own or not coded else coded.on
    return graded(own or dossier.evidence or (), since, dossier.looked_through)


def _of_passage(pinpoint: str, of_claim: Iterable[Reading], dossier: Instrument | Case) -> Graded | None:
    """What was read of a provision, also by the claim where it names that passage; None if the file does not list it."""
    passages = dossier.provisions if isinstance(dossier, Instrument) else dossier.holdings
    if (passage := passages.get(pinpoint)) is None:
        return None
    read_there = [one for one in of_claim if one.passage == pinpoint]
    return graded([*(passage.evidence or dossier.evidence or ()), *read_there], looked=dossier.looked_through)
