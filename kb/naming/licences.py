"""The terms on which the data and the program may be used, stated once and named wherever they are given away."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Licence:
    """A licence: its name for people, its SPDX identifier, and the address where it can be read."""

    name: str
    spdx: str
    address: str

    @property
    def line(self) -> str:
        """Name and address in one line."""
        return f"{self.name}, {self.address}"


DATA = Licence("CC BY 4.0", "CC-BY-4.0", "https://creativecommons.org/licenses/by/4.0/")
DATA_IN_GERMAN = DATA.address + "deed.de"
PROGRAM = Licence("Apache License 2.0", "Apache-2.0", "https://www.apache.org/licenses/LICENSE-2.0")
STYLES = Licence("CC BY-SA 3.0", "CC-BY-SA-3.0", "https://creativecommons.org/licenses/by-sa/3.0/")
HOW_TO_ATTRIBUTE = (
    "Name the source (Policy comparison knowledge base) and the release, link this licence, and say whether you changed anything."
)
