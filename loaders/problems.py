"""What is wrong with an input file, said so that an editor can mend it.

CuratedDataError (ValueError)    all problems of one reading, raised together
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass

SHOWN_PROBLEMS = 100


@dataclass(frozen=True, order=True)
class Problem:
    """One mistake in one place: ``path:line: what to write instead``."""

    path: str
    line: int
    message: str

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.line else self.path
        return f"{place}: {self.message}"


class CuratedDataError(ValueError):
    """The facts are wrong; carries every problem found, sorted by place."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(set(problems))
        super().__init__("\n".join(listing(self.problems)))


def listing(problems: list[Problem]) -> list[str]:
    """The first hundred problems, one line each, and how many more there are."""
    lines = [str(problem) for problem in problems[:SHOWN_PROBLEMS]]
    if len(problems) > SHOWN_PROBLEMS:
        lines.append(f"... and {len(problems) - SHOWN_PROBLEMS} more; {len(problems)} problems in all")
    return lines


def one_of(found: str, allowed: Iterable[str]) -> str:
    """``one of a, b, c (did you mean 'b'?)`` for a word outside a closed list."""
    words = sorted(allowed)
    near = difflib.get_close_matches(found, words, n=1, cutoff=0.6)
    listed = ", ".join(words) if len(words) <= 40 else f"the {len(words)} known names"
    return f"write one of {listed}" + (f" (did you mean '{near[0]}'?)" if near else "")
