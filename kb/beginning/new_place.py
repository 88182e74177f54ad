"""What is known of a place before anybody writes it down: its name, kind and codes, and which unions of the base it is in."""

from __future__ import annotations

from kb.beginning.filling import in_words
from kb.loaders.records import Facts
from kb.loaders.words import words
from kb.naming.groups import Group, group_called

KINDS = "jurisdiction-kind"
COUNTRY, UNION, STATE, MUNICIPALITY = "country", "union", "state", "municipality"
OF_TOWNS = ("city", "municipality", "commune", "town", "capital", "metropolitan")  # in the kinds of parts that ISO 3166-2 names
OPEN = "9999-12-31"
DATED = "# member_of: [{{in: {whole}, from: 2001-01-01}}]  # since when, once somebody has read it"
SPOT = "# at: {longitude: 4.9, latitude: 52.4}  # where it lies, so that it is on the map"


def place_entry(facts: Facts, name: str) -> dict[str, str]:
    """The values of the template of a place by its short name: a code of ISO 3166, a group of states, or another place.

    A name that is no code is taken for a city or another part of a country; a member of a union of the base has its days.
    """
    try:
        from kb.naming.places import place

        found = place(name)
    except ModuleNotFoundError:  # a core without the extra that brings the names of places
        found = None
    told = {"kinds": ", ".join((*words(KINDS), *facts.words.get(KINDS, ()))), "codes": "# codes: {wikidata: Q0}"}
    if (group := group_called(name)) and group.slug == name:
        return told | {"name": group.names["en"], "kind": UNION, "more": ""}
    if found is None:
        return told | {"name": in_words(name).title(), "kind": _of_towns(facts), "more": _lines(SPOT, _whole(facts, ""))}
    if found.parent:
        codes = f"codes: {{iso-3166-2: {found.code}}}"
        whole = _whole(facts, found.code.partition("-")[0].lower())
        return told | {"name": found.name, "kind": _of_part(facts, found.code), "codes": codes, "more": _lines(SPOT, whole)}
    codes = f"codes: {{iso-3166-1-alpha-2: {found.code}, iso-3166-1-alpha-3: {found.alpha_3}}}"
    return told | {"name": found.name, "kind": COUNTRY, "codes": codes, "more": _memberships(facts, found.code)}


def _lines(*lines: str) -> str:
    return "\n".join(f"  {line}" for line in lines if line)


def _of_towns(facts: Facts) -> str:
    """The kind of a city: a word of the base for it, else that of the program."""
    return next(iter(facts.words.get(KINDS, ())), MUNICIPALITY)


def _of_part(facts: Facts, code: str) -> str:
    import pycountry

    kind = next(str(one.type).casefold() for one in pycountry.subdivisions if one.code == code)
    return _of_towns(facts) if any(word in kind for word in OF_TOWNS) else STATE


def _whole(facts: Facts, slug: str) -> str:
    """How its membership is written, where the base has the place that it may be a part of; else what a comment can name."""
    whole = slug if slug in facts.jurisdictions else "" if slug else next(iter(facts.jurisdictions), "")
    return DATED.format(whole=whole) if whole else ""


def _memberships(facts: Facts, code: str) -> str:
    """The dated memberships of a country in those groups of states that are jurisdictions of the base."""
    groups = (group for slug in facts.jurisdictions if (group := group_called(slug)) and group.slug == slug)
    found = [tie for group in groups for tie in _ties(group, code)]
    return _lines("member_of:", *(f"  - {tie}" for tie in found)) if found else ""


def _ties(group: Group, code: str) -> list[str]:
    """Since when and until when it belongs, where the days are known."""
    return [
        f"{{in: {group.slug}, from: {member.start}{f', until: {member.until}' if member.until != OPEN else ''}}}"
        for member in group.members
        if member.code == code and len(member.start) == len(OPEN)
    ]
