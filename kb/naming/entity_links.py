"""Where an official identifier can be read: addresses of the systems that have a stable one."""

from __future__ import annotations

import re
from urllib.parse import quote

ADDRESSES = (
    ("celex", r".+", "https://eur-lex.europa.eu/legal-content/EN/TXT/?uri=CELEX:{0}"),
    ("ecli", r".+", "https://e-justice.europa.eu/ecli/{0}"),
    ("wikidata", r"Q\d+", "https://www.wikidata.org/wiki/{0}"),
    ("us-fr-document", r"[0-9C-]+", "https://www.federalregister.gov/d/{0}"),
    ("us-public-law", r"(\d+)-(\d+)\b.*", "https://www.govinfo.gov/link/plaw/{1}/public/{2}"),
)


def identifier_address(scheme: str, value: str) -> str | None:
    """Address of an identifier, or None where its system has no stable one.

    >>> identifier_address("us-public-law", "118-50, div. H")
    'https://www.govinfo.gov/link/plaw/118/public/50'
    """
    if re.fullmatch(r"https?://[^\s\"'<>]+", value):
        return value
    for name, form, address in ADDRESSES:
        if (scheme == name or scheme.startswith(f"{name}-")) and (found := re.fullmatch(form, value)):
            return address.format(*(quote(part, safe="()") for part in (value, *found.groups())))
    return None
