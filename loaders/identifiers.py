"""Check official identifiers: each against the pattern of its system, and CELEX against ELI."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kb.loaders.fields import address_mistake
from kb.loaders.words import identifier_patterns

ELI_OF_CELEX_TYPE = {
    "R": ("reg", "reg_del", "reg_impl"),
    "L": ("dir", "dir_del", "dir_impl"),
    "D": ("dec", "dec_del", "dec_impl"),
}


def identifier_mistakes(identifiers: dict[str, str]) -> Iterator[tuple[str, str]]:
    """(key, what to write) for every identifier that does not fit its system or contradicts another."""
    for key, value in identifiers.items():
        system = system_of(key)
        if system and not re.fullmatch(identifier_patterns()[system][0], value):
            yield key, f"'{value}' is not of the form of {system}; write it like {identifier_patterns()[system][1]}"
        elif value.startswith(("http://", "https://")) and (mistake := address_mistake(value)):
            yield key, mistake
    celex, eli = identifiers.get("celex", ""), identifiers.get("eli", "")
    if celex and eli and not celex_fits_eli(celex, eli):
        yield "celex", f"{celex} and {eli} name different acts; type, year and number must agree"


def system_of(key: str) -> str | None:
    """The system a key belongs to: the longest known notation it begins with.

    >>> system_of("celex-appeal")
    'celex'
    """
    fitting = [name for name in identifier_patterns() if key == name or key.startswith(f"{name}-")]
    return max(fitting, key=len, default=None)


def celex_fits_eli(celex: str, eli: str) -> bool:
    """Whether a CELEX number of sector 3 and an ELI name the same act.

    >>> celex_fits_eli("32022R2065", "http://data.europa.eu/eli/reg/2022/2065/oj")
    True
    >>> celex_fits_eli("32022R2056", "http://data.europa.eu/eli/reg/2022/2065/oj")
    False
    """
    number = re.fullmatch(r"3(\d{4})([RLD])(\d{4})", celex)
    address = re.fullmatch(r"http://data\.europa\.eu/eli/(\w+)/(\d{4})/(\d+)(?:/oj)?", eli)
    if not number or not address:
        return True
    year, letter, digits = number.groups()
    return address[1] in ELI_OF_CELEX_TYPE[letter] and address[2] == year and int(address[3]) == int(digits)
