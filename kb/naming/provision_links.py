"""Where a provision can be read at its publisher: the address of a text and a pinpoint give the address of the provision.

Only what a publisher is known to offer is computed; any other address stays that of the whole text.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urlsplit

UNIT = re.compile(
    r"(?P<unit>arts?|ss?|secs?|regs?|rules?|paras?|recitals?|annex|sch|§§?|part)\.?\s*(?P<number>\d+(?:\.\d+)*[A-Z]{0,3}|[IVX]+\b)",
    re.IGNORECASE,
)
UNITS = {
    "arts": "art",
    "ss": "s",
    "sec": "s",
    "secs": "s",
    "§": "s",
    "§§": "s",
    "regs": "reg",
    "paras": "para",
    "recitals": "recital",
}
CODES = (
    (r"(\d+) U\.S\.C\. (\d+[a-z]*)", "https://uscode.house.gov/view.xhtml?req=(title:{0}%20section:{1}%20edition:prelim)"),
    (r"(\d+) CFR (\d+\.[\d-]*\d)", "https://www.ecfr.gov/current/title-{0}/section-{1}"),
    (r"(\d+) CFR part (\d+)", "https://www.ecfr.gov/current/title-{0}/part-{1}"),
    (r"Minn\. Stat\. (\d+[A-Z]?\.\d+)", "https://www.revisor.mn.gov/statutes/cite/{0}"),
)
ELI = re.compile(r"https?://data\.europa\.eu/(eli/(?:reg|dir|dec)[a-z_]*/\d{4}/\d+/oj)")
EUR_LEX = re.compile(r"https?://data\.europa\.eu/(eli/.+)")
ENGLISH_EDITION = re.compile(
    r"(https://eur-lex\.europa\.eu/eli/[^#?]+/)eng((?:#.*)?)|(https://eur-lex\.europa\.eu/legal-content/)EN(/.+)"
)


EDITIONS = {"en": "eng", "de": "deu"}  # what the Official Journal calls the edition in a language


def page_address(address: str | None, language: str = "en") -> str | None:
    """The page on which people read a text: never a home page, never an address that is made for machines.

    ``language`` is that of the reader; where the publisher has no edition in it that can be told, the English one is named.

    >>> page_address("http://data.europa.eu/eli/reg/2022/2065/oj")
    'https://eur-lex.europa.eu/eli/reg/2022/2065/oj/eng'
    >>> page_address("http://data.europa.eu/eli/reg/2022/2065/oj", "de")
    'https://eur-lex.europa.eu/eli/reg/2022/2065/oj/deu'
    """
    if address is None or is_home(address):
        return None
    found = EUR_LEX.fullmatch(address)
    return edition(f"https://eur-lex.europa.eu/{found[1]}/{EDITIONS['en']}", language) if found else address


def edition(address: str | None, language: str) -> str | None:
    """The address of the same page in the language of the reader, where its publisher has one; else as it is.

    >>> edition("https://eur-lex.europa.eu/eli/reg/2022/2065/oj/eng#art_34", "de")
    'https://eur-lex.europa.eu/eli/reg/2022/2065/oj/deu#art_34'
    >>> edition("https://eur-lex.europa.eu/legal-content/EN/TXT/?uri=CELEX:32022R2065", "de")
    'https://eur-lex.europa.eu/legal-content/DE/TXT/?uri=CELEX:32022R2065'
    """
    if language not in EDITIONS or not (found := ENGLISH_EDITION.fullmatch(address or "")):
        return address
    return f"{found[1]}{EDITIONS[language]}{found[2]}" if found[1] else f"{found[3]}{language.upper()}{found[4]}"


def is_home(address: str) -> bool:
    """Whether an address is the home page of a site, which says nothing of one text.

    >>> is_home("https://vbpl.vn"), is_home("https://sso.agc.gov.sg/Act/PDPA2012")
    (True, False)
    """
    parts = urlsplit(address)
    return parts.path in ("", "/") and not parts.query and not parts.fragment


def provision_address(address: str | None, pinpoint: str | None, language: str = "en") -> str | None:
    """The address of the first provision that a pinpoint names, else that of the text; None where none is known.

    ``language`` is that of the reader, as for :func:`page_address`.

    >>> provision_address("http://data.europa.eu/eli/reg/2022/2065/oj", "art. 34(1)")
    'https://eur-lex.europa.eu/eli/reg/2022/2065/oj/eng#art_34'
    """
    for form, code in CODES:
        if found := re.match(form, pinpoint or ""):
            return code.format(*found.groups())
    named = UNIT.match(pinpoint or "")
    page = page_address(address, language)
    if named is None or address is None or page is None:
        return page
    unit = named["unit"].lower()
    unit = UNITS.get(unit, unit)
    host = urlsplit(address).netloc.removeprefix("www.")
    at = PUBLISHERS.get(host)
    return edition((at(address.rstrip("/"), unit, named["number"]) if at else None) or page, language)


def _eur_lex(address: str, unit: str, number: str) -> str | None:
    """An article, a recital or an annex of an act in the Official Journal, by the anchors of its page."""
    anchors = {"art": "art", "recital": "rct", "annex": "anx"}
    found = ELI.fullmatch(address)
    return f"https://eur-lex.europa.eu/{found[1]}/eng#{anchors[unit]}_{number}" if found and unit in anchors else None


def _legislation_gov_uk(address: str, unit: str, number: str) -> str | None:
    kinds = {"ukpga": {"s": "section", "sch": "schedule"}, "uksi": {"reg": "regulation"}, "eur": {"art": "article"}}
    found = re.fullmatch(r"https://www\.legislation\.gov\.uk/(ukpga|uksi|eur)/\d{4}/\d+", address)
    kind = kinds[found[1]].get(unit) if found else None
    return f"{address}/{kind}/{number}" if kind else None


def _ecfr(address: str, unit: str, number: str) -> str | None:
    found = re.fullmatch(r"(https://www\.ecfr\.gov/current/title-\d+)/part-(\d+)", address)
    return f"{found[1]}/section-{number}" if found and unit == "s" and number.startswith(f"{found[2]}.") else None


def _singapore(address: str, unit: str, number: str) -> str | None:
    plain = re.fullmatch(r"https://sso\.agc\.gov\.sg/(Act|SL)/[A-Za-z0-9-]+", address)
    if not plain:
        return None
    provision = {"s": "pr", "reg": "pr", "para": "pr", "part": "P1"}.get(unit)
    return f"{address}?ProvIds={provision}{number}-" if provision else None


def _canada(address: str, unit: str, number: str) -> str | None:
    found = re.fullmatch(r"https://laws-lois\.justice\.gc\.ca/eng/(acts|regulations)/[A-Za-z0-9.-]+", address)
    return f"{address}/section-{number}.html" if found and unit == "s" else None


def _germany(address: str, unit: str, number: str) -> str | None:
    found = re.fullmatch(r"https://www\.gesetze-im-internet\.de/[a-z0-9_-]+", address)
    return f"{address}/__{number.lower()}.html" if found and unit == "s" else None


def _brazil(address: str, unit: str, number: str) -> str | None:
    return f"{address}#art{number.lower()}" if unit == "art" and address.endswith(".htm") else None


Publisher = Callable[[str, str, str], str | None]
PUBLISHERS: dict[str, Publisher] = {
    "data.europa.eu": _eur_lex,
    "legislation.gov.uk": _legislation_gov_uk,
    "ecfr.gov": _ecfr,
    "sso.agc.gov.sg": _singapore,
    "laws-lois.justice.gc.ca": _canada,
    "gesetze-im-internet.de": _germany,
    "planalto.gov.br": _brazil,
}
