"""Words that a base adds to the lists of the program: approaches, kinds of places and bodies, classes of persons."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field

from kb.loaders.fields import Record, Short, Slug
from kb.loaders.spoken import Name
from kb.loaders.words import words

# lists on whose words nothing is computed; on events, absences, kinds of sources and of what was read cells are decided
OPEN_LISTS = ("approach", "case-kind", "instrument-type", "jurisdiction-kind", "organisation-kind", "party", "platform-kind")


class Word(Record):
    """A word of a list: what it is called (in English, or by language with the official one first) and what it means."""

    label: Name
    means: Short


def _open_list(name: str) -> str:
    if name not in OPEN_LISTS:
        raise ValueError(f"'{name}' is no list that a base can add to; write one of {', '.join(OPEN_LISTS)}")
    return name


def _new(lists: dict[str, dict[str, Word]]) -> dict[str, dict[str, Word]]:
    if old := [f"{name}: {word}" for name, added in lists.items() for word in added if word in words(name)]:
        raise ValueError(f"the program has {', '.join(old)} already; leave it out, or use another word")
    return lists


OwnWords = Annotated[
    dict[Annotated[str, AfterValidator(_open_list)], Annotated[dict[Slug, Word], Field(min_length=1)]], AfterValidator(_new)
]
