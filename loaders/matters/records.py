"""Open matters: what was not decided yet when the facts were coded, and the day on which to look at it again.

A matter that is looked at and still open gets a line under ``looked``; one that ended gets ``closed``. Neither rewrites it.
"""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import Field, model_validator

from kb.loaders.fields import Coding, Date, Evidence, PartialDate, Record, Reference, References, Short, Slug, Text, Withdrawal


class Look(Record):
    """One look at a matter that found it still open: the day, the role, what was read, and the day of the next look."""

    on: Date
    by: Slug
    read: Text
    look_again: Date

    @model_validator(mode="after")
    def _forward(self) -> Look:
        if self.look_again <= self.on:
            raise ValueError(f"look_again ({self.look_again}) must be later than the day of this look ({self.on})")
        return self


class Closing(Record):
    """How a matter ended, on which day, where that was read, and since when the record says so."""

    on: Date
    how: str
    in_short: Short
    evidence: Evidence
    coded: Coding


class OpenMatter(Record):
    """Something undecided that could change answers: since when, when to look again and why then, and what it could change.

    ``could_change`` lists questions, or cells as ``jurisdiction/question``; left out, it is every question the file answers.
    """

    what: str
    in_: Reference | None = Field(None, alias="in")
    since: PartialDate
    look_again: Date
    because: Short
    in_short: Short
    could_change: References | None = None
    looked: tuple[Look, ...] = ()
    closed: Closing | None = None
    evidence: Evidence | None = None
    coded: Coding | None = None
    withdrawn: Withdrawal | None = None
    note: Text | None = None
    id: Slug | None = None

    @property
    def on(self) -> str:
        """The day since when it is open: with its kind the name of the matter."""
        return self.since

    @property
    def due(self) -> str:
        """The day of the next look."""
        return self.looked[-1].look_again if self.looked else self.look_again

    @model_validator(mode="after")
    def _in_order(self) -> OpenMatter:
        began = (self.since + "-01-01")[:10]
        if self.look_again < began:
            raise ValueError(f"look_again ({self.look_again}) must not be earlier than since ({self.since})")
        if self.closed and self.closed.on < began:
            raise ValueError(f"closed on {self.closed.on}, earlier than since ({self.since})")
        days = [look.on for look in self.looked]
        if days != sorted(days):
            raise ValueError("lists its looks out of order; write the oldest first")
        return self


Matters = tuple[OpenMatter, ...]


def cells_at_stake(matter: OpenMatter, home: str, answered: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """The cells that a matter could change, (jurisdiction, question), in order.

    ``home`` is the jurisdiction of a question named alone, ``answered`` are the cells that the file itself answers.
    """
    if matter.could_change is None:
        return sorted(set(answered))
    pairs = ((place or home, question) for place, _, question in (given.rpartition("/") for given in matter.could_change))
    return sorted(set(pairs))
