"""Powers: what an authority may do to whom under which provision, from when until when, and up to how much."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator

from kb.loaders.fields import Coding, Evidence, Record, Reference, Short, Slug, Text, Withdrawal
from kb.loaders.register_records import Digits, Tenure

MEASURED_KINDS = ("fine",)


class Maximum(Record):
    """The most that may be imposed: digits as text, a currency (ISO 4217) or a unit such as percent, and of what."""

    value: Digits
    unit: str | None = None
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] | None = None
    base: Short | None = None

    @model_validator(mode="after")
    def _in_one_unit(self) -> Maximum:
        if (self.unit is None) == (self.currency is None):
            raise ValueError("write either 'currency:' (EUR ...) or 'unit:' (percent-of-worldwide-turnover ...), not both")
        if self.unit and self.unit.startswith("percent") and not self.base:
            raise ValueError("a share needs 'base:', what it is a share of")
        return self


class Power(Tenure):
    """One power of one or more authorities over a class of persons, under one provision of an instrument."""

    held_by: tuple[Slug, ...] = Field(min_length=1)
    kind: str
    over: str
    under: Reference
    provision: Text
    in_short: Short
    maximum: tuple[Maximum, ...] = ()
    evidence: Evidence | None = None
    coded: Coding | None = None
    withdrawn: Withdrawal | None = None
    note: Text | None = None

    @model_validator(mode="after")
    def _measures_what_it_imposes(self) -> Power:
        if self.maximum and self.kind not in MEASURED_KINDS:
            raise ValueError(f"'maximum:' belongs to a power to fine; this is '{self.kind}'")
        return self


class PowerFile(Record):
    """All powers under the law of one jurisdiction, by a name of their own."""

    coded: Coding | None = None
    evidence: Evidence | None = None
    powers: dict[Slug, Power] = Field(min_length=1)
