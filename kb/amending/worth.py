"""What an amendment rests on: the readings of the old statement that bear the new one as well, and what each is worth."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from kb.amending.amendment import Amendment
from kb.amending.kept_readings import record_of
from kb.loaders.dossier_records import Absence, Claim, Event, Step
from kb.loaders.evidence.grading import Graded, graded, graded_absence, graded_claim, graded_entry, rank
from kb.loaders.record.statements import Statement, statements_of
from kb.loaders.records import Facts

NO_GRADE = "none of its own"
FALLS = (
    "warning: the new statement is worth less than the old one; name what you read (--read, --kind, --passage, --current-to), or "
    "write --keep-readings if what was read for the old one bears the new one as well"
)


@dataclass(frozen=True)
class Worth:
    """The evidence of a statement before and after its amendment; None where such a statement has none of its own."""

    statement: str
    before: Graded | None
    after: Graded | None

    @property
    def is_less(self) -> bool:
        """Whether the grade falls, what was confirmed is so no longer, or the evidence goes to an earlier day or to none."""
        old, new = self.before, self.after
        if old is None or new is None:
            return new is None and old is not None
        shorter = (new.evidence_to or "") < (old.evidence_to or "")
        return rank(new.grade) > rank(old.grade) or (old.confirmed and not new.confirmed) or shorter


def worths(amendment: Amendment, now: Facts) -> Iterator[Worth]:
    """Of each statement that is stated anew: its evidence in the facts as they were, and as they are ``now``."""
    for name in amendment.texts:
        before = list(statements_of(amendment.facts, name))
        known = {one.id for one in before}
        new = [one for one in statements_of(now, name) if one.id not in known and one.kind != "closed"]
        old = [one for one in before if one.id in amendment.anew]
        for was, is_now in zip(old, new, strict=True):
            yield Worth(was.id, _graded(amendment.facts, was), _graded(now, is_now))


def worth_told(found: list[Worth], falls: str = FALLS) -> str:
    """What each was worth and is, in lines of text, with a warning where it is less; none if ``falls`` is empty."""
    lines = []
    for one in found:
        lines += [f"The evidence of {one.statement}:", f"  before: {_said(one.before)}", f"  after:  {_said(one.after)}"]
        lines += [falls] if falls and one.is_less else []
    return "\n".join(lines) + "\n" if lines else ""


def _graded(facts: Facts, one: Statement) -> Graded | None:
    record, dossier = record_of(facts, one)
    if isinstance(record, Claim):
        return graded_claim(record, dossier)
    if isinstance(record, Absence):
        return graded_absence(record)
    if isinstance(record, Event | Step):
        return graded_entry(record.evidence, record.coded, dossier)
    return graded(record.evidence) if record.evidence and one.kind != "said" else None


def _said(found: Graded | None) -> str:
    if found is None:
        return NO_GRADE
    confirmed = "confirmed" if found.confirmed else "not confirmed (◇)"
    reach = f"to {found.evidence_to}" if found.evidence_to else "to no day"
    return f"{found.grade}, {confirmed}, {reach}; {_counted(found.readings)}"


def _counted(readings: tuple[Any, ...]) -> str:
    return f"{len(readings)} reading{'' if len(readings) == 1 else 's'}"
