"""Words that a base adds to the lists of the program: approaches, kinds of places, units, events, classes of persons."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, Field

from kb.loaders.fields import Record, Short, Slug
from kb.loaders.spoken import Name
from kb.loaders.words import words

# lists to which a word may be added without a change of any cell: an event or step of one's own sets no status; on absences,
# kinds of sources and of what was read cells are decided
OPEN_LISTS = (
    "approach", "case-kind", "case-step", "event", "instrument-type", "jurisdiction-kind", "open-matter", "organisation-kind",
    "party", "platform-kind", "power-kind", "unit",
)  # fmt: skip
UNIT, LETTERS, OF_A_CURRENCY = "unit", re.compile(r"[a-z]+(-[a-z]+)*"), 3


class Word(Record):
    """A word of a list: what it is called (in English, or by language with the official one first) and what it means.

    The label of a unit stands behind any number but 1, behind which ``one`` stands where there is such a word.
    """

    label: Name
    means: Short
    one: Name | None = None


def _open_list(name: str) -> str:
    if name not in OPEN_LISTS:
        raise ValueError(f"'{name}' is no list that a base can add to; write one of {', '.join(OPEN_LISTS)}")
    return name


def _new(lists: dict[str, dict[str, Word]]) -> dict[str, dict[str, Word]]:
    if old := [f"{name}: {word}" for name, added in lists.items() for word in added if word in words(name)]:
        raise ValueError(f"the program has {', '.join(old)} already; leave it out, or use another word")
    if wrong := [word for name, added in lists.items() if name != UNIT for word, said in added.items() if said.one]:
        raise ValueError(f"'one:' belongs to a unit; leave it out of {', '.join(wrong)}")
    if wrong := [word for word in lists.get(UNIT, {}) if not LETTERS.fullmatch(word) or len(word) == OF_A_CURRENCY]:
        raise ValueError(f"'{wrong[0]}' is written behind numbers: letters and hyphens, and not three letters as a currency has")
    return lists


OwnWords = Annotated[
    dict[Annotated[str, AfterValidator(_open_list)], Annotated[dict[Slug, Word], Field(min_length=1)]], AfterValidator(_new)
]
