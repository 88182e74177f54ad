"""What the registers say that decides whom a rule reaches: ties between jurisdictions, and platforms with their classes."""

from __future__ import annotations

from typing import NamedTuple


class Tie(NamedTuple):
    """A dated tie of a jurisdiction to one that it belongs to; ``under`` says what binds it where it is no member any more."""

    of: str
    start: str
    until: str
    under: str | None = None


class PlatformHead(NamedTuple):
    """A platform with the classes it was designated into: (party, jurisdiction, from, until, in the record since)."""

    id: str
    name: str
    designations: tuple[tuple[str, str, str, str, str], ...]

    def parties(self, jurisdiction: str, as_of: str, known_on: str) -> set[str]:
        """Classes of persons the platform belongs to in a jurisdiction, at one point of both clocks."""
        return {
            party
            for party, place, start, end, asserted in self.designations
            if place == jurisdiction and start <= as_of < end and asserted <= known_on
        }
