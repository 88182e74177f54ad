"""The terms on which the data and the program may be used, stated once and named wherever they are given away."""

from __future__ import annotations

import re
from typing import NamedTuple


class Licence(NamedTuple):
    """A licence: its name for people, its SPDX identifier, and the address where it can be read."""

    name: str
    spdx: str
    address: str

    @property
    def line(self) -> str:
        """Name and address in one line."""
        return f"{self.name}, {self.address}"


DATA = Licence("CC BY 4.0", "CC-BY-4.0", "https://creativecommons.org/licenses/by/4.0/")
UNSTATED = Licence("no licence stated", "NOASSERTION", "http://spdx.org/rdf/terms#noassertion")
PUBLISHER = "Policy comparison knowledge base"
CREATIVE_COMMONS = re.compile(r"^https?://creativecommons\.org/(?:licenses|publicdomain)/([a-z-]+)/(\d\.\d)")
PROGRAM = Licence("Apache License 2.0", "Apache-2.0", "https://www.apache.org/licenses/LICENSE-2.0")
STYLES = Licence("CC BY-SA 3.0", "CC-BY-SA-3.0", "https://creativecommons.org/licenses/by-sa/3.0/")


def licence_at(address: str) -> Licence:
    """The licence that can be read at an address; those of Creative Commons have their names, any other has its address.

    >>> licence_at("https://creativecommons.org/licenses/by-sa/4.0/").name, licence_at("https://example.org/terms").name
    ('CC BY-SA 4.0', 'example.org/terms')
    """
    found = CREATIVE_COMMONS.match(address)
    if not found:
        name = address.partition("://")[2].rstrip("/") or address
        return Licence(name, "LicenseRef-" + re.sub(r"[^A-Za-z0-9.]+", "-", name), address)
    kind, version = found.groups()
    name = "CC0" if kind == "zero" else f"CC {kind.upper()}"
    return Licence(f"{name} {version}", f"{name} {version}".replace(" ", "-"), address)


def in_german(licence: Licence) -> str | None:
    """Where a licence is told in German; None where nobody says."""
    is_common = CREATIVE_COMMONS.match(licence.address) and licence.address.endswith("/")
    return licence.address + "deed.de" if is_common else None


def how_to_attribute(publisher: str) -> str:
    """What the licences of data ask for, in a sentence."""
    return f"Name the source ({publisher}) and the release, link this licence, and say whether you changed anything."
