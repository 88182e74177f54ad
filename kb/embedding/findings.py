"""What was found in one report: how many tables and values were looked at, what changed, and what was left as it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Change:
    """One place that changed, or would, or that cannot be filled: its line and the reasons."""

    line: int
    reasons: tuple[str, ...]


@dataclass
class Findings:
    """``shown`` are the lines of markers that code or a comment only shows; ``left`` what is not filled where it stands."""

    tables: int = 0
    values: int = 0
    shown: list[int] = field(default_factory=list)
    left: list[Change] = field(default_factory=list)

    def count(self, is_table: bool) -> None:
        """One more table, or one more value."""
        self.tables += is_table
        self.values += not is_table

    def add(self, part: Findings, line_of: Callable[[int], int]) -> None:
        """What was found in a part of the report, whose lines are those of the whole by ``line_of``."""
        self.tables += part.tables
        self.values += part.values
        self.shown += map(line_of, part.shown)
        self.left += [Change(line_of(one.line), one.reasons) for one in part.left]
