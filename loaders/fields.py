"""The fields that records are made of: dates, slugs, texts, references, evidence, coding, scope and period.

Text stays text throughout; dates are ISO dates kept as strings; references are paths below ``facts/``.
A value that does not fit raises ValueError with what to write instead.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from functools import lru_cache
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema, model_validator
from pyoxigraph import NamedNode

from kb.loaders.answer_words import BOTH, HOW_A_NUMBER, amount_of

EARLIEST, OPEN = "1900-01-01", "9999-12-31"
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
DAYS_KEPT = 1 << 15
FILLERS = "\u115f\u1160\u2800\u3164\uffa0"


def _year(text: str) -> int:
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        raise ValueError("write a date as YYYY-MM-DD")
    try:
        return datetime.date.fromisoformat(text).year
    except ValueError:
        raise ValueError(f"{text} is not a day of the calendar; write a date as YYYY-MM-DD") from None


def _date(text: str) -> str:
    return _within(text, 1900)


def _long_ago(text: str) -> str:
    return _within(text, 1700)


@lru_cache(DAYS_KEPT)
def _within(text: str, first: int) -> str:
    year = _year(text)
    if not first <= year <= 2100:
        raise ValueError(f"the year {year} is outside {first}-2100")
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
    if mistake := address_mistake(text):
        raise ValueError(mistake)
    return text


def _text_address(text: str) -> str:
    """The address of a text, not the home page of a site, where nobody finds the text."""
    parts = urlsplit(_address(text))
    if parts.path in ("", "/") and not parts.query and not parts.fragment:
        raise ValueError("is a home page; write the address of the text itself, or leave the key out: its address is not known")
    return text


def address_mistake(text: str) -> str | None:
    """What is wrong with an address that has the look of one, such as ``https://law.example/%zz``; None if nothing is."""
    try:
        NamedNode(text)
    except ValueError as error:
        return f"this is no address ({error}); copy it from the browser"
    return None


def _not_blank(text: str) -> str:
    if not any(_shows(character) for character in text):
        unseen = ", ".join(f"U+{ord(character):04X}" for character in dict.fromkeys(text) if not character.isspace())
        what = f"holds nothing that shows ({unseen})" if unseen else "is empty"
        raise ValueError(f"{what}; write something or leave the key out")
    return text


def _in_words(text: str) -> str:
    """What a table shows needs words: marks alone would look blank, or like the mark of an absence."""
    if not any(character.isalnum() for character in text if _shows(character)):
        raise ValueError("has no letter or digit; write it in words")
    return text


def _shows(character: str) -> bool:
    """Whether a character leaves ink: no space, control, format or combining character, and no filler."""
    return unicodedata.category(character)[0] in "LNPS" and character not in FILLERS


def _joined(given: Any) -> Any:
    """The members of a list in order, as one text; anything else as it is."""
    if not isinstance(given, list):
        return given
    if not given or not all(isinstance(member, str) for member in given):
        raise ValueError("list the answers that are true together, at least one, as [one, another]")
    if len(set(given)) != len(given) or any(BOTH in member for member in given):
        raise ValueError("name each answer once, as the codebook does")
    return BOTH.join(sorted(given))


def _answer(text: str) -> str:
    if amount := amount_of(text):
        return f"{amount.value} {amount.unit}".strip()
    if re.match(r"[-+.]?\d", text) and not SLUG.fullmatch(text):
        raise ValueError(f"is no number; {HOW_A_NUMBER}")
    if not all(SLUG.fullmatch(member) for member in text.split(BOTH)):
        raise ValueError("write lower case letters, digits and single hyphens")
    return text


def _listed(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


_ONE_OR_MORE = {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}, "minItems": 1}]}
Answered = Annotated[str, BeforeValidator(_joined), AfterValidator(_answer), WithJsonSchema(_ONE_OR_MORE)]
Date = Annotated[str, AfterValidator(_date)]
LongAgo = Annotated[str, AfterValidator(_long_ago)]
PartialDate = Annotated[str, AfterValidator(_partial_date)]
Slug = Annotated[str, AfterValidator(_slug)]
Address = Annotated[str, AfterValidator(_address)]
TextAddress = Annotated[str, AfterValidator(_text_address)]
Text = Annotated[str, Field(min_length=1, max_length=4000), AfterValidator(_not_blank)]
Short = Annotated[str, Field(min_length=1, max_length=400), AfterValidator(_not_blank), AfterValidator(_in_words)]
Texts = Annotated[tuple[Text, ...], BeforeValidator(_listed, json_schema_input_type=str | list[str])]
Reference = Annotated[str, Field(pattern=r"^(cases/|sources/|instruments/)?[a-z0-9-]+(/[a-z0-9-]+)*$")]
References = Annotated[tuple[Reference, ...], BeforeValidator(_listed, json_schema_input_type=str | list[str])]


class Record(BaseModel):
    """Base of all records: frozen, and unknown keys are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Reading(Record):
    """One reading of one text: what was read, which passage, of what kind and of which day it is, and who read it when.

    ``read`` names a dossier (``us/pafaca``, ``sources/...``) or says in words which text it was. ``dated`` is the day of the text
    read, ``current_to`` the day through which its standing was checked. Without ``read_on`` and ``by`` nobody confirmed it.
    """

    read: Text
    edition: Short | None = None
    passage: Short | None = None
    kind: str
    publisher: Short | None = None
    address: Address | None = None
    dated: PartialDate | None = None
    current_to: Date | None = None
    read_on: Date | None = None
    by: Slug | None = None
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")] | None = None

    @model_validator(mode="after")
    def _by_somebody_on_a_day(self) -> Reading:
        if (self.read_on is None) != (self.by is None):
            raise ValueError("write 'read_on:' and 'by:' together: the day of the reading, and the role of who read")
        late = next((name for name in ("dated", "current_to") if (getattr(self, name) or "") > (self.read_on or OPEN)), None)
        if late:
            raise ValueError(f"'{late}' is later than the day on which it was read ({self.read_on})")
        if self.current_to and not self.read_on:
            raise ValueError("'current_to' was checked by somebody: add 'read_on:' and 'by:'")
        return self


Evidence = Annotated[tuple[Reading, ...], Field(min_length=1)]


class LookedThrough(Record):
    """Through which day texts on all of a file were looked through for changes, when, by whom, and which texts."""

    to: Date
    on: Date
    by: Slug
    what: Short

    @model_validator(mode="after")
    def _not_ahead(self) -> LookedThrough:
        if self.to > self.on:
            raise ValueError(f"'to' ({self.to}) is later than the day on which it was looked through ({self.on})")
        return self


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
