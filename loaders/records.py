"""The records of the facts files: what an editor may write, and nothing else.

Text fields are strings throughout; dates are ISO dates kept as strings; references are paths below ``facts/``.
Closed word lists live in ``ontology/schemes`` and are checked by :mod:`loaders.references`.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

EARLIEST, OPEN = "1900-01-01", "9999-12-31"
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def _date(text: str) -> str:
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        raise ValueError("write a date as YYYY-MM-DD")
    try:
        year = datetime.date.fromisoformat(text).year
    except ValueError:
        raise ValueError(f"{text} is not a day of the calendar; write a date as YYYY-MM-DD") from None
    if not 1900 <= year <= 2100:
        raise ValueError(f"the year {year} is outside 1900-2100")
    return text


def _partial_date(text: str) -> str:
    if re.fullmatch(r"\d{4}(-\d{2})?", text):
        _date((text + "-01-01")[:10])
        return text
    return _date(text)


def _slug(text: str) -> str:
    if not SLUG.fullmatch(text):
        raise ValueError("write lower case letters, digits and single hyphens")
    return text


def _address(text: str) -> str:
    if not re.fullmatch(r"https?://[^\s<>\"{}|\\^`]+", text):
        raise ValueError("write an address that begins with https:// or http://")
    return text


def _listed(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


Date = Annotated[str, AfterValidator(_date)]
PartialDate = Annotated[str, AfterValidator(_partial_date)]
Slug = Annotated[str, AfterValidator(_slug)]
Address = Annotated[str, AfterValidator(_address)]
Text = Annotated[str, Field(min_length=1, max_length=4000)]
Short = Annotated[str, Field(min_length=1, max_length=400)]
Texts = Annotated[tuple[Text, ...], BeforeValidator(_listed)]
Reference = Annotated[str, Field(pattern=r"^(cases/|sources/|instruments/)?[a-z0-9-]+(/[a-z0-9-]+)*$")]


class Record(BaseModel):
    """Base of all records: frozen, and unknown keys are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Evidence(Record):
    """How the coder knows: in what grade of text it was read, where, and whether that confirmed it."""

    grade: str
    read_in: Text
    checked: str


class Coding(Record):
    """Who coded a statement (a role), and on which day: the record clock starts there."""

    by: Slug
    on: Date


class Withdrawal(Record):
    """When and why a statement left the record; it stays in the file."""

    on: Date
    why: str
    note: Text | None = None


class Scope(Record):
    """Whom a claim is about; without it the claim is general."""

    platform: Slug | None = None
    party: str | None = None


class Period(Record):
    """Half-open interval of valid time: from the first day, until the first day after."""

    from_: Date = Field(alias="from")
    until: Date = OPEN

    @model_validator(mode="after")
    def _in_order(self) -> Period:
        if self.until <= self.from_:
            raise ValueError(f"until ({self.until}) must be later than from ({self.from_})")
        return self


class Claim(Period):
    """A coded statement: this instrument or case answers that question with this answer in this period."""

    answer: Slug
    in_short: Short
    rests_on: Texts
    scope: Scope = Scope()
    evidence: Evidence | None = None
    coded: Coding | None = None
    withdrawn: Withdrawal | None = None
    note: Text | None = None
    id: Slug | None = None
    jurisdiction: Reference | None = None


class Absence(Period):
    """A typed absence, with what was searched and when; it fills a cell like a claim does."""

    from_: Date = Field(EARLIEST, alias="from")
    absence: str
    in_short: Short
    searched: Texts
    searched_on: Date
    scope: Scope = Scope()
    evidence: Evidence | None = None
    coded: Coding | None = None
    withdrawn: Withdrawal | None = None
    note: Text | None = None
    id: Slug | None = None


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


class Passage(Record):
    """A provision or holding: its pinpoint is the key, this is what it says in our words."""

    says: Text
    quote: Annotated[str, Field(max_length=300)] | None = None
    evidence: Evidence | None = None
    note: Text | None = None


def _passage(value: Any) -> Any:
    return {"says": value} if isinstance(value, str) else value


Passages = dict[str, Annotated[Passage, BeforeValidator(_passage)]]


class Dossier(Record):
    """What instruments, cases and sources share."""

    title: Text
    short: Text | None = None
    identifiers: dict[Slug, Text] = {}
    official_url: Address | None = None
    note: Texts = ()
    evidence: Evidence | None = None
    coded: Coding | None = None


class Instrument(Dossier):
    """One act, order, code or treaty, with its dates, relations, provisions and claims."""

    type: str
    jurisdiction: Reference | None = None
    approaches: tuple[str, ...] = Field(min_length=1)
    dates: tuple[Event, ...] = Field(min_length=1)
    relations: tuple[dict[str, Reference], ...] = ()
    platforms: tuple[Slug, ...] = ()
    provisions: Passages = {}
    claims: dict[str, tuple[Claim, ...]] = {}


class Party(Record):
    """Who takes part in a proceeding, and as what."""

    who: Slug
    role: Short


class Amount(Record):
    """A sum of money: digits as text, with currency (ISO 4217) and what it is for."""

    value: Annotated[str, Field(pattern=r"^[0-9]+(\.[0-9]+)?$")]
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
    what: Short
    on: PartialDate | None = None


class Step(Record):
    """One procedural step with its date."""

    on: PartialDate
    what: str
    in_short: Short
    by: Slug | None = None
    provision: Text | None = None
    evidence: Evidence | None = None


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


class Where(Record):
    """Where a statement stands in its source: part, paragraph, sentence, and the SHA-256 of that sentence."""

    part: Short
    paragraph: Annotated[str, Field(pattern=r"^[0-9]+$")] | None = None
    sentence: Annotated[str, Field(pattern=r"^[0-9]+$")] | None = None
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")] | None = None


class Testimony(Record):
    """One piece of evidence for or against a statement."""

    says: Text
    stance: str
    who: Text | None = None
    on: Text | None = None
    source: Reference | None = None
    weight: Text | None = None


class Answering(Period):
    """The answer a source gives to a question of the codebook."""

    question: Slug
    jurisdiction: Reference
    answer: Slug
    in_short: Short
    scope: Scope = Scope()


class Statement(Record):
    """One atomic statement of a source, in our words, with its verdict and evidence."""

    where: Where
    says: Text
    subject: Text
    predicate: Text
    object: Text
    held_for: Text | None = None
    verdict: str | None = None
    because: Text | None = None
    evidence: tuple[Testimony, ...] = ()
    answers: Answering | None = None
    about: tuple[Reference, ...] = ()
    coded: Coding | None = None
    withdrawn: Withdrawal | None = None
    note: Text | None = None


class Source(Dossier):
    """A news, company or official page: its metadata and the statements it makes."""

    kind: str
    publisher: Text
    published: PartialDate | None = None
    dated: Text | None = None
    accessed: Date | None = None
    claims: dict[Slug, Statement] = {}


class Answer(Record):
    """One answer of a closed list, with what it means."""

    label: Short
    means: Text


class Question(Record):
    """A question of the codebook with its closed list of answers and how to code them."""

    text: Text
    scale: str
    answers: dict[Slug, Answer] = Field(min_length=2)
    how_to_code: Text
    note: Text | None = None


class Dimension(Record):
    """One dimension of comparison: a versioned group of questions."""

    title: Text
    about: Text
    version: Annotated[str, Field(pattern=r"^\d+\.\d+\.\d+$")]
    order: Annotated[str, Field(pattern=r"^[1-9][0-9]?$")]
    questions: dict[Slug, Question] = Field(min_length=2)


class Membership(Period):
    """A dated membership of one jurisdiction in another."""

    in_: Slug = Field(alias="in")


class Jurisdiction(Record):
    """A legal order that instruments belong to."""

    name: Text
    kind: str
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

    name: Text
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

    name: Text
    kind: str
    aliases: tuple[Text, ...] = ()
    official_url: Address | None = None
    owners: tuple[Stake, ...] = ()
    operators: tuple[Operation, ...] = ()
    designations: tuple[Designation, ...] = ()
    note: Text | None = None


RecordKind = Literal["jurisdictions", "organisations", "platforms", "codebook", "instruments", "cases", "absences", "sources"]


@dataclass(frozen=True)
class Filed:
    """A record and the file it came from: the path is its identifier."""

    path: str
    record: Any
    sha256: str


@dataclass
class Facts:
    """All records of one reading, by kind and identifier."""

    jurisdictions: dict[str, Jurisdiction] = field(default_factory=dict)
    organisations: dict[str, Organisation] = field(default_factory=dict)
    platforms: dict[str, Platform] = field(default_factory=dict)
    dimensions: dict[str, Dimension] = field(default_factory=dict)
    instruments: dict[str, Instrument] = field(default_factory=dict)
    cases: dict[str, Case] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)
    absences: dict[str, dict[str, tuple[Absence, ...]]] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)

    def questions(self) -> dict[str, Question]:
        """All questions by identifier, in the order of the codebook."""
        return {name: question for dimension in self.dimensions.values() for name, question in dimension.questions.items()}
