"""The jurisdiction that somebody means: by its name in the base, by a code, or by what the place is called in some language."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import NamedTuple

from kb.errors import UsageError
from kb.naming.groups import group_called
from kb.naming.names import known
from kb.release.reader import Reader
from kb.values.registers import Tie

MEMBERS = "members"
ALIAS = ""  # the scheme of another name, which is no code
ISO = ("iso-3166-1-alpha-2", "iso-3166-2")


def known_place(reader: Reader, given: str) -> str:
    """The jurisdiction of a name, a code or an alias; UsageError lists what exists and says which place is meant and lacking.

    >>> from kb import open
    >>> known_place(open().release.reader, "uk")
    'gb'
    """
    return place_called(reader, given) or known("jurisdiction", given, reader.jurisdictions(), _lacking(reader, given))


def known_places(reader: Reader, given: Iterable[str], day: str | None = None) -> list[str]:
    """The jurisdictions of some names, each once; of a group (``asean``, ``members:eu``) its members on a day (today).

    UsageError for a name that means nothing here, and for a group of which no member is in the base.
    """
    return list(dict.fromkeys(place for one in given for place in _meant(reader, one, day)))


def _meant(reader: Reader, given: str, day: str | None) -> list[str]:
    found = group_here(reader, given, day or datetime.date.today().isoformat())
    if found and not found.there:
        raise UsageError(f"{given}: {found}")
    return list(found.there) if found else [known_place(reader, given)]


class GroupHere(NamedTuple):
    """A group on a day: its members that the base has, the names of those that it lacks, and to which day members are known."""

    name: str
    day: str
    there: tuple[str, ...]
    lacking: tuple[str, ...] = ()
    read_to: str | None = None

    def __str__(self) -> str:
        if not self.there and not self.lacking:
            return f"{self.name} has no members on {self.day}"
        number = len(self.there) + len(self.lacking)
        said = f"{len(self.there)} of {number} members of {self.name} on {self.day} are in this base"
        said += f"; not in it: {', '.join(self.lacking)}" if self.lacking else ""
        return said + (f"; members are known to {self.read_to}" if self.read_to and self.read_to < self.day else "")


def group_here(reader: Reader, given: str, day: str) -> GroupHere | None:
    """The group that a name means on a day: by ``members:`` and its name a union of the base, else one of the world.

    None if it means none. A jurisdiction of the base goes before a group of its name.
    A place that a text binds (``under``) is no member.
    """
    word, _, named = given.strip().rpartition(":")
    if word not in ("", MEMBERS):
        return None
    place, group = place_called(reader, named), group_called(named)
    if place and not word:
        return None
    if place and (not group or _has_members(reader, place)):
        return _of_the_base(reader, place, day)
    if not group or (group.is_a_place and not word):
        return None
    by_code = {code: _of_code(reader, code) for code in group.on(day)}
    lacking = tuple(_english(code) for code, slug in by_code.items() if not slug)
    return GroupHere(group.names["en"], day, tuple(slug for slug in by_code.values() if slug), lacking, group.read_to)


def groups_asked(reader: Reader, given: Iterable[str], as_of: datetime.date | str | None = None) -> list[GroupHere]:
    """The groups among some names, each as it is on a day (today) in this base."""
    day = str(as_of or datetime.date.today())
    return [found for one in given if (found := group_here(reader, one, day))]


def _of_the_base(reader: Reader, place: str, day: str) -> GroupHere:
    ties = reader.memberships()
    here = [one for one in reader.jurisdictions() if any(_binds(tie, place, day) for tie in ties.get(one, ()))]
    return GroupHere(reader.jurisdictions()[place], day, tuple(here))


def _has_members(reader: Reader, place: str) -> bool:
    return any(tie.of == place for ties in reader.memberships().values() for tie in ties)


def _binds(tie: Tie, place: str, day: str) -> bool:
    return tie.of == place and not tie.under and tie.start <= day < tie.until


def place_called(reader: Reader, given: str) -> str | None:
    """The jurisdiction of a name, a code or an alias; None if the base has none."""
    names = reader.jurisdictions()
    if given in names:
        return given
    wanted = given.strip().casefold()
    spoken = {name.casefold(): slug for slug, name in names.items()}
    spoken |= {value.casefold(): slug for slug, values in reader.place_codes().items() for _, value in values}
    if wanted in spoken or wanted in names:
        return spoken.get(wanted, wanted)
    return _of_code(reader, _code_called(given))


def iso_code(reader: Reader, jurisdiction: str) -> str | None:
    """The code of ISO 3166 that the base gives a jurisdiction; None if it has none."""
    return next((value for scheme, value in reader.place_codes().get(jurisdiction, ()) if scheme in ISO), None)


def _of_code(reader: Reader, code: str | None) -> str | None:
    """The jurisdiction with a code of ISO 3166, declared or as its name."""
    if not code:
        return None
    names = reader.jurisdictions()
    declared = next((slug for slug in names if iso_code(reader, slug) == code), None)
    return declared or (code.lower() if code.lower() in names else None)


def _code_called(given: str) -> str | None:
    try:
        from kb.naming.places import code_called

        return code_called(given)
    except ModuleNotFoundError:  # a core without the extra that brings the names of places
        return None


def _english(code: str) -> str:
    try:
        from kb.naming.places import name_in

        return name_in(code, "en")
    except ModuleNotFoundError:
        return code


def _lacking(reader: Reader, given: str) -> str:
    """What to say of a place of the world that the base does not have, and of a country that is no more."""
    try:
        from kb.naming.places import code_called, ended, name_in

        if gone := ended(given):
            after = ", ".join(_with_name(reader, code, name_in(code, "en")) for code in gone.successors)
            return f" {gone.name} ended in {gone.until}" + (f"; after it: {after}." if after else ".")
        code = code_called(given)
        return f" {name_in(code, 'en')} ({code}) is not in this base." if code else ""
    except ModuleNotFoundError as error:
        return f" Codes and names of places are known with the package '{error.name}': pip install \"policykb[places]\"."


def _with_name(reader: Reader, code: str, name: str) -> str:
    slug = _of_code(reader, code)
    return f"{name} ({slug})" if slug else name
