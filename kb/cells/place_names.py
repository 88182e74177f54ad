"""The jurisdiction that somebody means: by its name in the base, by a code, or by what the place is called in some language."""

from __future__ import annotations

from collections.abc import Iterable

from kb.naming.names import known
from kb.release.reader import Reader

ALIAS = ""  # the scheme of another name, which is no code
ISO = ("iso-3166-1-alpha-2", "iso-3166-2")


def known_place(reader: Reader, given: str) -> str:
    """The jurisdiction of a name, a code or an alias; UsageError lists what exists and says which place is meant and lacking.

    >>> from kb import open
    >>> known_place(open().release.reader, "uk")
    'gb'
    """
    return place_called(reader, given) or known("jurisdiction", given, reader.jurisdictions(), _lacking(reader, given))


def known_places(reader: Reader, given: Iterable[str]) -> list[str]:
    """The jurisdictions of some names, each once."""
    return list(dict.fromkeys(known_place(reader, one) for one in given))


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
