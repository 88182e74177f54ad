"""What was found in one report: how many tables and values were looked at, what changed, and what was left as it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from kb.errors import KnowledgeBaseError, MarkerError


@dataclass(frozen=True)
class Change:
    """One place that changed, or would, or that cannot be filled: its line and the reasons."""

    line: int
    reasons: tuple[str, ...]


@dataclass
class Findings:
    """``shown`` are the lines of markers that code or a comment only shows; ``left`` what is not filled where it stands.

    ``wrong`` are the markers that cannot be understood, as ``line: what to write``; ``missed`` the releases of frozen tables
    that are not kept.
    """

    tables: int = 0
    values: int = 0
    shown: list[int] = field(default_factory=list)
    left: list[Change] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    missed: set[str] = field(default_factory=set)

    def count(self, is_table: bool) -> None:
        """One more table, or one more value."""
        self.tables += is_table
        self.values += not is_table

    def fault(self, line: int, error: KnowledgeBaseError) -> None:
        """One more marker that is wrong; of names that there are, only the one that was meant if it is clear."""
        said, _, names = str(error).partition(" Known: ")
        self.wrong.append(f"{line}: {said if not names or 'Did you mean' in said else error}")

    def refuse(self) -> None:
        """MarkerError with every marker that is wrong, a line for each; nothing if none is."""
        if self.wrong:
            raise MarkerError("\n".join(self.wrong))

    def add(self, part: Findings, line_of: Callable[[int], int]) -> None:
        """What was found in a part of the report, whose lines are those of the whole by ``line_of``."""
        self.tables += part.tables
        self.values += part.values
        self.shown += map(line_of, part.shown)
        self.left += [Change(line_of(one.line), one.reasons) for one in part.left]
