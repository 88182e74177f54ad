"""A cell in an address: ``us.forced-divestiture``, or at a point of its own ``us.forced-divestiture@2025-09-15@2026-11-22``.

A platform may follow the two days: ``...@2026-11-22@tiktok``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from kb.errors import UsageError
from kb.release.reader import Reader
from kb.release.release import Release
from kb.ui.frame.shared import cached_comparison
from kb.values.model import Comparison
from kb.values.view import View


@dataclass(frozen=True)
class CellAddress:
    """A jurisdiction and a question; with the point at which it is held if it keeps one of its own."""

    jurisdiction: str
    question: str
    held: View | None = None

    def __str__(self) -> str:
        return (self.held or View()).but(self.jurisdiction, questions=self.question).cell_address()

    def kept(self, now: View) -> CellAddress:
        """The same cell with the point of a view as its own."""
        return replace(self, held=now.held())

    def following(self) -> CellAddress:
        """The same cell without a point of its own."""
        return CellAddress(self.jurisdiction, self.question)


def parse(text: str, reader: Reader) -> CellAddress | None:
    """A cell that exists, from an address; None for anything else."""
    try:
        asked = View.from_cell_address(text)
    except UsageError:
        return None
    jurisdiction, question = asked.cell()
    today = {former: head.id for head in reader.questions().values() for former in head.formerly}
    question = today.get(question, question)
    exists = jurisdiction in reader.jurisdictions() and question in reader.questions()
    if not exists or asked.platform not in (None, *reader.platforms()):
        return None
    held = asked.held()
    return CellAddress(jurisdiction, question, held if held.keywords() else None)


def compare_at(release: Release, jurisdictions: tuple[str, ...], now: View, questions: tuple[str, ...]) -> Comparison:
    """The comparison of some jurisdictions on some questions at the point of a view; kept."""
    return cached_comparison(release, now.but(jurisdictions, questions=questions, dimensions=()))


def cell_alone(release: Release, asked: CellAddress, now: View) -> Comparison:
    """The comparison that holds this one cell: at its own point, else at that of the view; always by the policy of the view."""
    point = asked.held.but(policy=now.policy) if asked.held else now
    return compare_at(release, (asked.jurisdiction,), point, (asked.question,))
