"""Jurisdictions for codes that the facts do not have, called by their two-letter code where they have one."""

from __future__ import annotations

from kb.importing.words import NEW, slugged
from kb.loaders.imports.mapping_records import Mapping
from kb.loaders.problems import CuratedDataError
from kb.loaders.records import Facts
from kb.loaders.register_records import Jurisdiction
from kb.loaders.words import words
from kb.loaders.yaml_files import Located
from kb.naming.places import name_in, place

ALPHA_2, ALPHA_3 = "iso-3166-1-alpha-2", "iso-3166-1-alpha-3"


def places_for(
    mapping: Mapping, located: Located, found: dict[str, str], facts: Facts
) -> tuple[dict[str, Jurisdiction], dict[str, str]]:
    """New jurisdictions by name, and for each word of the reader the name it stands for; CuratedDataError if one has no name."""
    places: dict[str, Jurisdiction] = {}
    slugs: dict[str, str] = {}
    place = mapping.place
    if place is None or not found:
        return places, slugs
    if place.new not in words("jurisdiction-kind"):
        raise CuratedDataError([located.problem(("place", "new"), f"write one of {', '.join(words('jurisdiction-kind'))}")])
    for code, name in sorted(found.items()):
        short, codes = _codes(code, place.codes or "")
        slug = place.values.get(code) or (short.lower() if short else slugged(code))
        if not slug or slug in facts.jurisdictions or slug in places:
            what = f"'{code}' would become '{slug}', which is another place or none; say what it stands for below 'place.values'"
            raise CuratedDataError([located.problem(("place",), what)])
        places[slug] = Jurisdiction(name=name or _english(short) or code, kind=place.new, codes=codes)
        slugs[NEW + code] = slug
    return places, slugs


def _codes(code: str, system: str) -> tuple[str, dict[str, str]]:
    """The two-letter code of a place, if it has one, and all its codes that are known."""
    if system in (ALPHA_2, ALPHA_3):
        found = place(code)
        if found and found.alpha_3:
            return found.code, {ALPHA_2: found.code, ALPHA_3: found.alpha_3}
        return (code if system == ALPHA_2 else ""), {system: code.upper()}
    return "", {system: code} if system and system != "slug" else {}


def _english(code: str) -> str:
    return name_in(code.upper(), "en") if code else ""
