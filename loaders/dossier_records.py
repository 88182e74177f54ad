"""Instruments and cases: dated events, provisions or holdings, claims; and the typed absences beside them.

Closed word lists live in ``ontology/schemes`` and are checked by :mod:`kb.loaders.references`.
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, Field, model_validator

from kb.loaders.fields import (
    EARLIEST,
    OPEN,
    Answered,
    Coding,
    Date,
    Evidence,
    LookedThrough,
    PartialDate,
    Period,
    Record,
    Reference,
    References,
    Scope,
    Short,
    Slug,
    Text,
    TextAddress,
    Texts,
    Withdrawal,
)
from kb.loaders.matters.records import Matters
from kb.loaders.spoken import Name


class Assertion(Period):
    """What claims and absences share: one sentence for the table, scope, evidence, and the record clock."""

    in_short: Short
    scope: Scope = Scope()
    evidence: Evidence | None = None
    coded: Coding | None = None
    withdrawn: Withdrawal | None = None
    note: Text | None = None
    id: Slug | None = None


class Claim(Assertion):
    """A coded statement: this instrument or case answers that question with this answer in this period.

    ``left_to_members`` says that it leaves the answer to the law of the members or parts, so that it is none of theirs.
    """

    answer: Answered
    rests_on: Texts
    jurisdiction: Reference | None = None
    beside: References = ()
    left_to_members: bool = False


class Covers(Record):
    """The days that a search covers, half-open, and why it covers them: before and after nobody looked."""

    from_: Date = Field(EARLIEST, alias="from")
    until: Date = OPEN
    because: Short


class Absence(Assertion):
    """A typed absence, with what was searched, when, and which days that covers; it fills a cell like a claim does."""

    from_: Date = Field(EARLIEST, alias="from")
    absence: str
    searched: Texts = Field(min_length=1)
    searched_on: Date
    covers: Covers | None = None
    looked_through: LookedThrough | None = None

    @model_validator(mode="before")
    @classmethod
    def _holds_as_far_as_searched(cls, given: Any) -> Any:
        """An absence holds on the days that its search covers; they are written once."""
        covers = given.get("covers") if isinstance(given, dict) else None
        if not isinstance(covers, dict):
            return given
        if {"from", "until"} & given.keys():
            raise ValueError("write its days once, below 'covers'")
        return {**given, **{name: covers[name] for name in ("from", "until") if name in covers}}


class Event(Record):
    """Something that happened to an instrument on a typed date, perhaps only for some persons or provisions."""

    on: PartialDate
    what: str
    until: Date | None = None
    to: Slug | None = None
    covers: Texts = ()
    provision: Text | None = None
    by: Reference | None = None
    note: Text | None = None
    evidence: Evidence | None = None
    coded: Coding | None = None
    withdrawn: Withdrawal | None = None
    id: Slug | None = None


class Passage(Record):
    """A provision or holding: its pinpoint is the key, this is what it says in our words."""

    says: Text
    quote: Annotated[str, Field(max_length=300)] | None = None
    evidence: Evidence | None = None
    note: Text | None = None


def _passage(value: Any) -> Any:
    return {"says": value} if isinstance(value, str) else value


Passages = dict[str, Annotated[Passage, BeforeValidator(_passage, json_schema_input_type=str | Passage)]]


class Dossier(Record):
    """What instruments, cases and sources share."""

    title: Name
    short: Text | None = None
    identifiers: dict[Slug, Text] = {}
    official_url: TextAddress | None = None
    note: Texts = ()
    evidence: Evidence | None = None
    looked_through: LookedThrough | None = None
    coded: Coding | None = None
    open: Matters = ()


class TreatyParty(Record):
    """A jurisdiction that a treaty binds, from when until when; without ``from`` the day is not known."""

    jurisdiction: Slug
    from_: PartialDate | None = Field(None, alias="from")
    until: Date = OPEN
    evidence: Evidence | None = None
    coded: Coding | None = None
    note: Text | None = None


class Instrument(Dossier):
    """One act, order, code or treaty, with its dates, relations, provisions and claims.

    ``parties`` of a treaty are jurisdictions of the base; ``other_parties`` says which it leaves out.
    """

    type: str
    jurisdiction: Reference | None = None
    approaches: tuple[str, ...] = Field(min_length=1)
    dates: tuple[Event, ...] = Field(min_length=1)
    relations: tuple[dict[str, Reference], ...] = ()
    platforms: tuple[Slug, ...] = ()
    parties: tuple[TreatyParty, ...] = ()
    other_parties: Text | None = None
    provisions: Passages = {}
    claims: dict[str, tuple[Claim, ...]] = {}


class Party(Record):
    """Who takes part in a proceeding, and as what."""

    who: Slug
    role: Short


class Amount(Record):
    """A sum of money: digits as text, with currency (ISO 4217), what it is for, and whether it stands, where that is known."""

    value: Annotated[str, Field(pattern=r"^[0-9]+(\.[0-9]+)?$")]
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
    what: Short
    on: PartialDate | None = None
    standing: str | None = None


class Step(Record):
    """One procedural step with its date."""

    on: PartialDate
    what: str
    in_short: Short
    by: Slug | None = None
    provision: Text | None = None
    note: Text | None = None
    evidence: Evidence | None = None
    coded: Coding | None = None
    withdrawn: Withdrawal | None = None
    id: Slug | None = None


class Case(Dossier):
    """One proceeding: forum, parties, procedural ladder, outcome, amounts, holdings and claims."""

    kind: str
    forum: Slug
    jurisdiction: Reference | None = None
    parties: tuple[Party, ...] = ()
    concerns: tuple[Reference, ...] = Field(min_length=1)
    platforms: tuple[Slug, ...] = ()
    steps: tuple[Step, ...] = Field(min_length=1)
    outcome: Text
    amounts: tuple[Amount, ...] = ()
    holdings: Passages = {}
    claims: dict[str, tuple[Claim, ...]] = {}
