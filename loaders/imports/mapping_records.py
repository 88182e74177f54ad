"""The mapping of an outside data set: which column says what, and which of our names their codes stand for."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from kb.loaders.fields import Address, Date, Record, Short, Slug, Text, Texts

LEFT_OUT = "-"  # what a value of theirs is mapped to that is to be left out
FORMS = {
    "YYYY-MM-DD": 10,
    "YYYYMMDD": 8,
    "YYYY-MM": 7,
    "YYYYMM": 6,
    "YYYY": 4,
    "DD.MM.YYYY": 10,
    "DD/MM/YYYY": 10,
    "MM/DD/YYYY": 10,
    "DDMonYYYY": 9,
}
Form = Literal[
    "YYYY-MM-DD", "YYYYMMDD", "YYYY-MM", "YYYYMM", "YYYY", "DD.MM.YYYY", "DD/MM/YYYY", "MM/DD/YYYY", "DDMonYYYY"
]  # fmt: skip


def _column(value: Any) -> Any:
    return {"column": value} if isinstance(value, str) else value


class Reading(Record):
    """How the outside file is to be read, where that does not follow from it."""

    format: Literal["csv", "xlsx", "parquet", "json", "jsonl", "rdf", "terms"] | None = None
    encoding: Text | None = None
    delimiter: Annotated[str, Field(min_length=1, max_length=1)] | None = None
    sheet: Text | None = None
    header: Annotated[str, Field(pattern=r"^[1-9][0-9]{0,3}$")] = "1"
    records: Text | None = None
    query: Text | None = None
    contexts: dict[Text, Text] = {}


class Place(Record):
    """Where a row holds: a column of codes of one system, or a name of ours for all rows.

    ``new`` is the kind of jurisdiction that a code becomes which the base does not have; its name is in the column ``name``.
    """

    column: Text | None = None
    codes: Slug | None = None
    values: dict[Text, Text] = {}
    is_: Slug | None = Field(None, alias="is")
    new: Slug | None = None
    name: Text | None = None

    @model_validator(mode="after")
    def _says_where(self) -> Place:
        if (self.column is None) == (self.is_ is None):
            raise ValueError("write 'column:' with the column of their codes, or 'is:' with a jurisdiction for all rows")
        return self


class Day(Record):
    """When: a column of days, one day for all rows, or ``headers``: each column whose name has the form of a day."""

    column: Text | None = None
    form: Form = "YYYY-MM-DD"
    headers: Literal["yes"] | None = None
    is_: Date | None = Field(None, alias="is")
    every: Literal["day", "month", "year", "open"] | None = None

    @property
    def step(self) -> str:
        """How long one observation holds: as written, else what the form of the day names."""
        return self.every or {4: "year", 6: "month", 7: "month"}.get(FORMS[self.form], "day")


class Answered(Record):
    """Which column answers which question, in which rows, and what its values mean; ``number`` takes digits as they are.

    ``number: yes`` leaves the unit to the question, ``number: EUR`` names it; ``round`` is how many decimals are kept.
    """

    question: Slug
    value: Text | None = None
    when: dict[Text, Text] = {}
    values: dict[Text, Text] = {}
    number: Text | None = None
    round: Annotated[str, Field(pattern=r"^([0-9]|1[0-5])$")] | None = None
    blank: tuple[Text, ...] = ()
    note: Text | None = None
    platform: Slug | None = None
    party: Slug | None = None


class Listed(Record):
    """A list of laws: each row an instrument, with its title, type and dates."""

    title: Text
    id: Text | None = None
    type: Annotated[Answer, BeforeValidator(_column)] | None = None
    type_is: Slug | None = None
    approaches: tuple[Slug, ...] = Field(min_length=1)
    dates: dict[Slug, Annotated[Day, BeforeValidator(_column)]] = Field(min_length=1)
    identifiers: dict[Slug, Text] = {}
    address: Text | None = None
    note: Text | None = None


class Answer(Record):
    """A column of their words, each with what it means here."""

    column: Text
    values: dict[Text, Text] = {}


class Mapping(Record):
    """An outside data set: what it is, under which licence, when it was retrieved, and what its columns mean."""

    id: Slug
    title: Text
    short: Short | None = None
    publisher: Text
    kind: Slug = "analysis"
    address: Address | None = None
    licence: Text
    retrieved: Date
    by: Slug = "kb-editors"
    reading: Slug = "secondary"
    read: Reading = Reading()
    only: dict[Text, Texts] = {}
    except_: dict[Text, Texts] = Field({}, alias="except")
    place: Annotated[Place, BeforeValidator(_column)] | None = None
    from_: Annotated[Day, BeforeValidator(_column)] | None = Field(None, alias="from")
    until: Annotated[Day, BeforeValidator(_column)] | None = None
    answers: tuple[Answered, ...] = ()
    others: Literal["left-out"] | None = None
    instruments: Listed | None = None
    platforms: dict[Text, Text] = {}

    @property
    def own_days(self) -> frozenset[str]:
        """The columns of days whose form the mapping says itself."""
        days = (self.from_, self.until, *(self.instruments.dates.values() if self.instruments else ()))
        return frozenset(day.column for day in days if day and day.column and "form" in day.model_fields_set)

    @model_validator(mode="after")
    def _says_something(self) -> Mapping:
        if self.answers and (self.place is None or self.from_ is None):
            raise ValueError("answers need 'place:' and 'from:'; name the column of each")
        if self.instruments and self.place is None:
            raise ValueError("a list of laws needs 'place:'; name the column of it")
        if not (self.answers or self.instruments or self.platforms or (self.place and self.place.new)):
            raise ValueError(
                "says nothing that could be kept; write 'answers:', 'instruments:', 'platforms:' or 'new:' below 'place:'"
            )
        for answer in self.answers:
            if answer.value is None and not (self.from_ and self.from_.headers):
                raise ValueError(f"'{answer.question}' needs 'value:', the column that answers it")
        return self


Listed.model_rebuild()


def is_day(text: str, form: str) -> bool:
    """Whether a text has the form of a day, by its kinds of characters alone."""
    pattern = "".join(
        "[0-9]" if mark in "YMD" else "[A-Za-z]" if mark == "#" else re.escape(mark) for mark in form.replace("Mon", "###")
    )
    return re.fullmatch(pattern, text) is not None
