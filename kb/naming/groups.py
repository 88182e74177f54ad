"""Groups of states that any base can be asked for: who belonged to ASEAN, APEC, the G20, the OECD ... on a day.

The list is ``groups.json`` beside this module: members are codes of ISO 3166-1, a day known only to its month is written so,
``read`` is what was read on 2026-11-30 and ``read_to`` the day up to which that tells of members. No licence allows a copy of a
list; each line was written from what was read. It is JSON since every table begins by reading it. A base that has a union of its
own with dated members (``member_of``) is asked for its own.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from kb.naming.places import UNION_CODE

LIST = Path(__file__).with_name("groups.json")
OPEN = "9999-12-31"
LAST = "-12-31"  # of a day known to its year or month alone, what makes it the last that it can be


class Member(NamedTuple):
    """A place in a group: its code of ISO 3166-1, since when (a day, or a month where no more was read) and until when."""

    code: str
    start: str
    until: str = OPEN

    def on(self, day: str) -> bool:
        """Whether it belongs on a day; of a month that is all that is known, from its end."""
        return (self.start + LAST[len(self.start) - 4 :])[:10] <= day < self.until


class Group(NamedTuple):
    """A group: its names by language, its members, what was read for it and up to which day that tells of members."""

    slug: str
    names: Mapping[str, str]
    members: tuple[Member, ...]
    read: tuple[str, ...]
    read_to: str
    note: str = ""

    @property
    def is_a_place(self) -> bool:
        """Whether its short name is that of a place as well, so that its members are meant only where that is said."""
        return self.slug.upper() == UNION_CODE

    def on(self, day: str) -> list[str]:
        """Codes of its members on a day, in the order in which they came."""
        return [member.code for member in self.members if member.on(day)]


def group_called(words: str) -> Group | None:
    """The group of a short name or of its name in some language, in any case.

    >>> group_called("ASEAN").on("1984-01-07")[-1], group_called("Gruppe der Zwanzig").slug, group_called("atlantis")
    ('BN', 'g20', None)
    """
    wanted = words.strip().casefold().replace("_", "-")
    found = groups().get(wanted.replace(" ", "-"))
    return found or next((one for one in groups().values() if wanted in (name.casefold() for name in one.names.values())), None)


@cache
def groups() -> dict[str, Group]:
    """All groups by their short names, in the order of the list."""
    said = json.loads(LIST.read_text(encoding="utf-8"))
    return {
        slug: Group(
            slug,
            one["name"],
            tuple(Member(code, line["from"], line.get("until", OPEN)) for line in one["members"] for code in line["who"]),
            tuple(one["read"]),
            one["read_to"],
            one.get("note", ""),
        )
        for slug, one in said.items()
    }
