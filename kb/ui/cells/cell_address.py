"""A cell in an address: ``us.forced-divestiture``, or at a point of its own ``us.forced-divestiture@2025-09-15@2026-11-22``.

A platform may follow the two days: ``...@2026-11-22@tiktok``.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from kb.cells.comparison import day
from kb.errors import UsageError
from kb.release.reader import Reader
from kb.release.release import Release
from kb.ui.frame.shared import cached_comparison
from kb.values.model import Comparison


@dataclass(frozen=True)
class Moment:
    """What a page compares by: both days, the platform (or none) and the resolution policy by its name."""

    as_of: str
    known_on: str
    platform: str | None
    policy: str


@dataclass(frozen=True)
class CellAddress:
    """A jurisdiction and a question; with both days and the platform (or none) if it keeps a point of its own."""

    jurisdiction: str
    question: str
    as_of: str | None = None
    known_on: str | None = None
    platform: str | None = None

    def __str__(self) -> str:
        name = f"{self.jurisdiction}.{self.question}"
        return "@".join(part for part in (name, self.as_of, self.known_on, self.platform) if part)

    def kept(self, now: Moment) -> CellAddress:
        """The same cell with the days and the platform of a moment as its own."""
        return replace(self, as_of=now.as_of, known_on=now.known_on, platform=now.platform)

    def following(self) -> CellAddress:
        """The same cell without a point of its own."""
        return CellAddress(self.jurisdiction, self.question)


def parse(text: str, reader: Reader) -> CellAddress | None:
    """A cell that exists, from an address; None for anything else."""
    name, *point = text.split("@")
    jurisdiction, _, question = name.partition(".")
    today = {former: head.id for head in reader.questions().values() for former in head.formerly}
    question = today.get(question, question)
    exists = jurisdiction in reader.jurisdictions() and question in reader.questions()
    return CellAddress(jurisdiction, question, *point) if exists and _is_point(point, reader.platforms()) else None


def _is_point(point: list[str], platforms: Collection[str]) -> bool:
    """Whether it is nothing, or two days and perhaps a platform."""
    if not point:
        return True
    try:
        return len(point) in (2, 3) and all(day("as-of", text) for text in point[:2]) and set(point[2:]) <= set(platforms)
    except UsageError:
        return False


def compare_at(release: Release, jurisdictions: tuple[str, ...], now: Moment, **choice: tuple[str, ...]) -> Comparison:
    """The comparison of some jurisdictions at a moment, of the ``questions`` or ``dimensions`` that are given; kept."""
    return cached_comparison(release, jurisdictions, **vars(now), **choice)


def cell_alone(release: Release, asked: CellAddress, now: Moment) -> Comparison:
    """The comparison that holds this one cell: at its own point, else at the moment; always by the policy of the moment."""
    if asked.as_of and asked.known_on:
        now = Moment(asked.as_of, asked.known_on, asked.platform, now.policy)
    return compare_at(release, (asked.jurisdiction,), now, questions=(asked.question,))
