"""The codebook and the registers: dimensions and questions, jurisdictions, organisations, platforms."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

from pydantic import Field, model_validator

from kb.loaders.answer_words import MONEY, Measure
from kb.loaders.fields import (
    OPEN,
    Address,
    Coding,
    Date,
    Evidence,
    LongAgo,
    PartialDate,
    Period,
    Record,
    Reference,
    Short,
    Slug,
    Text,
    Texts,
)
from kb.loaders.place_records import Spot
from kb.loaders.spoken import Name

NUMBER = "number"
Digits = Annotated[str, Field(pattern=r"^(0|[1-9][0-9]*)(\.[0-9]+)?$")]


class Answer(Record):
    """One answer of a closed list, with what it means.

    ``from_parts`` marks an answer that holds in a part of the jurisdiction only: the answers of a part that lead to it.
    """

    label: Short
    means: Text
    from_parts: tuple[Slug, ...] = ()
    condition: Short | None = None


class Question(Record):
    """A question of the codebook with its closed list of answers, or with the units of the number it asks for.

    ``direction`` says whether more is stricter, ``least`` and ``most`` the range of the number where it has one. What
    ``replaced_by`` names is asked instead: the question is retired, and tables have it only where it is named.
    """

    text: Text
    scale: str
    answers: Annotated[dict[Slug, Answer], Field(min_length=2)] = {}
    unit: Texts = ()
    direction: str | None = None
    least: Digits | None = None
    most: Digits | None = None
    how_to_code: Text
    formerly: tuple[Slug, ...] = ()
    replaced_by: tuple[Slug, ...] = ()
    note: Text | None = None

    @property
    def measure(self) -> Measure | None:
        """What a number may be that answers this question; None if it asks for no number."""
        ends = (self.least, self.most) if self.least is not None and self.most is not None else None
        return Measure(frozenset(self.unit), ends) if self.scale == NUMBER else None

    @model_validator(mode="after")
    def _asks_for_one_kind(self) -> Question:
        if self.scale != NUMBER:
            if not self.answers:
                raise ValueError("add 'answers:', it is required")
            if self.unit or self.direction or self.least or self.most:
                raise ValueError("'unit:', 'direction:', 'least:' and 'most:' belong to 'scale: number' alone")
            return self
        if self.answers:
            raise ValueError("a number has no list of answers; write 'unit:' and 'direction:' instead")
        if not self.unit or not self.direction:
            raise ValueError("a number needs 'unit:' (hours, percent, currency ...) and 'direction:' (whether more is stricter)")
        if MONEY in self.unit and (len(self.unit) > 1 or self.least or self.most):
            raise ValueError("an amount of money has 'unit: currency' alone, and no range: each answer names its currency")
        if (self.least is None) != (self.most is None):
            raise ValueError("write both ends of the range, 'least:' and 'most:', or neither")
        if self.least is not None and self.most is not None and Decimal(self.least) >= Decimal(self.most):
            raise ValueError(f"least ({self.least}) must be less than most ({self.most})")
        return self

    @model_validator(mode="after")
    def _parts_answer_otherwise(self) -> Question:
        from_parts = {slug for slug, answer in self.answers.items() if answer.from_parts}
        for slug in sorted(from_parts):
            for named in self.answers[slug].from_parts:
                if named not in self.answers or named in from_parts:
                    raise ValueError(f"'{slug}' lists '{named}' under 'from_parts'; name answers that a part itself can give")
        return self


Days = Annotated[str, Field(pattern=r"^[1-9][0-9]{0,3}$")]
Version = Annotated[str, Field(pattern=r"^\d+\.\d+\.\d+$")]


class Edition(Record):
    """An earlier version of a part of the codebook, and since when it was in use."""

    version: Version
    since: Date
    changed: tuple[Slug, ...] = ()


class KeepsGood(Record):
    """For how many days after its evidence an answer stands, and for how many while a matter is open on which it hangs."""

    days: Days = "180"
    open: Days = "60"


class Dimension(Record):
    """One dimension of comparison: a versioned group of questions."""

    title: Text
    about: Text
    version: Version
    since: Date | None = None
    changed: tuple[Slug, ...] = ()
    earlier: tuple[Edition, ...] = ()
    keeps_good: KeepsGood = KeepsGood()
    order: Annotated[str, Field(pattern=r"^[1-9][0-9]?$")]
    questions: dict[Slug, Question] = Field(min_length=1)

    @model_validator(mode="after")
    def _editions_in_order(self) -> Dimension:
        days = [edition.since for edition in self.earlier]
        if self.earlier and self.since is None:
            raise ValueError("has earlier versions but no 'since'; write the day on which the present version came into use")
        if days != sorted(set(days)) or (days and self.since is not None and days[-1] >= self.since):
            raise ValueError("lists its earlier versions out of order; write the oldest first, each with a later 'since'")
        changed = [*self.changed, *(name for edition in self.earlier for name in edition.changed)]
        if unknown := [name for name in changed if name not in self.questions]:
            raise ValueError(f"'changed' names no question of this dimension: {', '.join(unknown)}")
        return self


class Membership(Period):
    """A dated membership of one jurisdiction in another; ``under`` is the text by which its law binds one that is no member."""

    from_: LongAgo = Field(alias="from")
    in_: Slug = Field(alias="in")
    under: Short | None = None


class Jurisdiction(Record):
    """A legal order that instruments belong to."""

    name: Name
    kind: str
    aliases: tuple[Text, ...] = ()
    at: Spot | None = None
    member_of: tuple[Membership, ...] = ()
    same_as: tuple[Address, ...] = ()
    codes: dict[Slug, Text] = {}
    note: Text | None = None


class Tenure(Record):
    """A period whose beginning may be known only to the month or year."""

    from_: PartialDate = Field(alias="from")
    until: Date = OPEN

    @model_validator(mode="after")
    def _in_order(self) -> Tenure:
        if self.until <= (self.from_ + "-01-01")[:10]:
            raise ValueError(f"until ({self.until}) must be later than from ({self.from_})")
        return self


class Stake(Tenure):
    """A dated holding; the percentage is text, as the source prints it."""

    owner: Slug
    percent: Annotated[str, Field(pattern=r"^(about |at least |below )?[0-9]+(\.[0-9]+)?$")] | None = None
    in_short: Short
    evidence: Evidence
    coded: Coding | None = None
    rests_on: tuple[Reference, ...] = ()


class Organisation(Record):
    """A company, authority, court or other body."""

    name: Name
    kind: str
    seat: Slug | None = None
    established_in: Slug | None = None
    official_url: Address | None = None
    aliases: tuple[Text, ...] = ()
    owners: tuple[Stake, ...] = ()
    part_of: Slug | None = None
    note: Text | None = None


class Operation(Tenure):
    """Who runs a service for users in some jurisdictions, from when until when."""

    operator: Slug
    in_: tuple[Slug, ...] = Field(alias="in", min_length=1)
    in_short: Short
    evidence: Evidence
    coded: Coding | None = None


class Designation(Tenure):
    """A class of persons a platform was put in, by whom and from when."""

    as_: str = Field(alias="as")
    in_: Slug = Field(alias="in")
    by: Slug
    rests_on: Reference
    in_short: Short
    evidence: Evidence
    coded: Coding | None = None


class Platform(Record):
    """A service as its users know it; operators, owners and designations are dated."""

    name: Name
    kind: str
    aliases: tuple[Text, ...] = ()
    official_url: Address | None = None
    owners: tuple[Stake, ...] = ()
    operators: tuple[Operation, ...] = ()
    designations: tuple[Designation, ...] = ()
    note: Text | None = None
