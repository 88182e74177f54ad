"""Jurisdictions for codes that the facts do not have, called by their two-letter code where they have one."""

from __future__ import annotations

from kb.importing.words import NEW, slugged
from kb.loaders.imports.mapping_records import Mapping
from kb.loaders.problems import CuratedDataError
from kb.loaders.records import Facts
from kb.loaders.register_records import Jurisdiction
from kb.loaders.words import words
from kb.loaders.yaml_files import Located

ALPHA_2, ALPHA_3, NUMERIC = "iso-3166-1-alpha-2", "iso-3166-1-alpha-3", "iso-3166-1-numeric"


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
    from babel.core import get_global

    aliases = get_global("territory_aliases")
    if system == ALPHA_2:
        three = next((one for one, of in aliases.items() if of == [code.upper()] and len(one) == 3 and one.isalpha()), "")
        return code, {ALPHA_2: code.upper()} | ({ALPHA_3: three} if three else {})
    if system == ALPHA_3:
        two = aliases.get(code.upper(), [""])[0]
        return two, {ALPHA_3: code.upper()} | ({ALPHA_2: two} if two else {})
    return "", {system: code} if system and system != "slug" else {}


def _english(code: str) -> str:
    from babel import Locale

    return str(Locale("en").territories.get(code.upper(), "")) if code else ""
