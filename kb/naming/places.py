"""Places of the world by code and by name: ISO 3166 countries, subdivisions and former countries, in many languages.

Codes, names and ends are those of pycountry (the tables of ISO 3166), names in languages and successors those of babel (the
Common Locale Data Repository). No list of places stands in this program.
"""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple

UNION_CODE = "EU"  # exceptionally reserved in ISO 3166 for the European Union, so that it is in no table of countries
MAIN_LANGUAGES = ("en", "de")


class Place(NamedTuple):
    """A country or a part of one: its code (``GB``, ``US-MT``), its name, and of a country its other codes."""

    code: str
    name: str
    alpha_3: str = ""
    numeric: str = ""
    parent: str = ""


class Ended(NamedTuple):
    """A country that is no more: its former code, its name, the day or year from which it was withdrawn, what came after it."""

    code: str
    name: str
    until: str
    successors: tuple[str, ...]


def place(code: str) -> Place | None:
    """The place of a code of ISO 3166-1 (two or three letters, or three digits) or 3166-2, in any case.

    >>> place("vnm").code, place("us-mt").name, place("xx")
    ('VN', 'Montana', None)
    """
    wanted = code.upper()
    return _countries().get(wanted) or (_parts().get(wanted) if "-" in wanted else None)


@cache
def _countries() -> dict[str, Place]:
    import pycountry

    found: dict[str, Place] = {}
    for one in pycountry.countries:
        told = Place(one.alpha_2, getattr(one, "common_name", one.name), one.alpha_3, one.numeric)
        found |= dict.fromkeys((one.alpha_2, one.alpha_3, one.numeric), told)
    return found


@cache
def _parts() -> dict[str, Place]:
    import pycountry

    parts = ((one.code, one.name, one.parent_code or one.country_code) for one in pycountry.subdivisions)
    return {code: Place(code, name, parent=parent) for code, name, parent in parts}


def countries() -> list[str]:
    """Two-letter codes of all countries of ISO 3166-1, in order."""
    return sorted({one.code for one in _countries().values()})


def name_in(code: str, language: str) -> str:
    """What a country or the European Union is called in a language; of a part its own name; empty if neither is known.

    >>> name_in("VN", "de"), name_in("US-MT", "ja")
    ('Vietnam', 'Montana')
    """
    names = _territories(language)
    if code in names:
        return names[code]
    found = place(code)
    return found.name if found else ""


def code_called(words: str) -> str | None:
    """The code of the country that is called so: by a code, an alias of one (``uk``), or a name in some language.

    >>> code_called("uk"), code_called("Vietnam"), code_called("Nirgendwo")
    ('GB', 'VN', None)
    """
    given = words.strip().casefold().replace("_", " ")
    if found := place(given):
        return found.code
    if len(today := _aliases().get(given.upper(), [])) == 1 and not ended(given):
        return today[0]
    for tell in (_official_names, _names_in_main_languages, _names_in_all_languages):
        named = tell().get(given) or tell().get(given.replace("-", " "))
        if named and len(named) == 1:
            return next(iter(named))
    return None


def ended(words: str) -> Ended | None:
    """The country that is no more and had that code or name (the last, where a code was used twice).

    >>> ended("su").until, ended("ddr").successors
    ('1992-08-30', ('DE',))
    """
    import pycountry

    given, now = words.strip().casefold(), place(words)
    found = [
        one
        for one in pycountry.historic_countries
        if given in (one.alpha_2.casefold(), one.alpha_3.casefold(), one.alpha_4.casefold(), one.name.casefold())
        or given == one.name.partition(",")[0].casefold()
    ]
    if not found or now:
        return None
    last = max(found, key=_withdrawn)
    return Ended(last.alpha_2, last.name, last.withdrawal_date, _successors(last))


def _withdrawn(country: Any) -> str:
    return str(country.withdrawal_date)


def _successors(country: Any) -> tuple[str, ...]:
    """Codes of what came after: the one in its code of four letters, else those that the code stands for now."""
    import pycountry

    if place(country.alpha_4[2:]):
        return (country.alpha_4[2:],)
    last = max((one for one in pycountry.historic_countries if one.alpha_2 == country.alpha_2), key=_withdrawn)
    return tuple(_aliases().get(country.alpha_2, ())) if last is country else ()


@cache
def _aliases() -> dict[str, list[str]]:
    """Former and other codes of two letters, each with the codes of today."""
    from babel.core import get_global

    return {code: list(today) for code, today in get_global("territory_aliases").items() if len(code) == 2 and code.isalpha()}


@cache
def _territories(language: str) -> dict[str, str]:
    """Names of countries by two-letter code in a language; none in a language that is not known."""
    from babel.core import Locale, UnknownLocaleError

    try:
        names: Any = Locale.parse(language.replace("-", "_")).territories
    except (UnknownLocaleError, ValueError):
        return {}
    return {code: name for code, name in names.items() if len(code) == 2 and code.isalpha()}


@cache
def _official_names() -> dict[str, set[str]]:
    """The names of the tables of ISO 3166, each with its code."""
    import pycountry

    found: dict[str, set[str]] = {}
    for country in pycountry.countries:
        for field in ("name", "common_name", "official_name"):
            if name := getattr(country, field, None):
                found.setdefault(name.casefold(), set()).add(country.alpha_2)
    return found


def _names_in_main_languages() -> dict[str, set[str]]:
    return _names_in(MAIN_LANGUAGES)


def _names_in_all_languages() -> dict[str, set[str]]:
    return _names_in(_official_languages())


@cache
def _names_in(languages: tuple[str, ...]) -> dict[str, set[str]]:
    """Names of countries in some languages, each with the codes that it names."""
    found: dict[str, set[str]] = {}
    for language in languages:
        for code, name in _territories(language).items():
            if place(code) or code == UNION_CODE:
                found.setdefault(name.casefold().replace("-", " "), set()).add(code)
    return found


def _official_languages() -> tuple[str, ...]:
    """The languages that are official in some country."""
    from babel.languages import get_official_languages

    return tuple(sorted({language for code in countries() for language in get_official_languages(code)}))
