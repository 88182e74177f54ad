"""Names in one language: what pages show in it, and how people who speak it ask; keys are ``kind/id`` as in an address."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import Field

from kb.loaders.fields import Record, Short


class Labels(Record):
    """The names of one language.

    ``labels`` are shown; ``also`` are ways to ask for the same thing, searched and never shown; ``asks`` are words that ask for
    a tie of a thing; ``passed_over`` are words that say nothing in this field, since nearly every question has them.
    """

    labels: Mapping[str, Short] = Field(default_factory=dict)
    also: Mapping[str, tuple[Short, ...]] = Field(default_factory=dict)
    asks: Mapping[str, tuple[Short, ...]] = Field(default_factory=dict)
    passed_over: tuple[Short, ...] = ()
