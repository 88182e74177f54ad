"""What is wrong with an input file, said so that an editor can mend it.

CuratedDataError (ValueError)    all problems of one reading, raised together
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

SHOWN_PROBLEMS = 100
LIKE, LONGEST_WORD = 60.0, 60  # of a hundred; characters of a word that is compared with those there are
MANY = 10  # of one kind; more than that are told in one line


@dataclass(frozen=True, order=True)
class Problem:
    """One mistake in one place: ``path:line: what to write instead``; ``kind`` says what is wrong wherever it is."""

    path: str
    line: int
    message: str
    kind: str = field(default="", compare=False)

    def __str__(self) -> str:
        return f"{self.place}: {self.message}"

    @property
    def place(self) -> str:
        """``path:line``, or the path where no line is known."""
        return f"{self.path}:{self.line}" if self.line else self.path


class CuratedDataError(ValueError):
    """The facts are wrong; carries every problem found, sorted by place."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(set(problems))
        super().__init__("\n".join(listing(self.problems)))


def named_from_here(path: Path) -> str:
    """A file as whoever works here would name it: below the folder they are in, else in full."""
    whole, here = path.resolve(), Path.cwd().resolve()
    return (whole.relative_to(here) if whole.is_relative_to(here) else whole).as_posix()


def placed(problems: Iterable[Problem], root: Path) -> list[Problem]:
    """Problems of the facts below a root, with paths at which an editor finds the files."""
    start = f"{root.name}/"
    return [
        replace(one, path=named_from_here(root / one.path.removeprefix(start))) if one.path.startswith(start) else one
        for one in problems
    ]


def listing(problems: Sequence[Problem]) -> list[str]:
    """The first hundred problems, one line each, and how many more there are; many of one kind are one line."""
    counted = Counter(problem.kind for problem in problems if problem.kind)
    many = [kind for kind, count in counted.items() if count > MANY]
    single = [problem for problem in problems if problem.kind not in many]
    lines = [str(problem) for problem in single[:SHOWN_PROBLEMS]]
    if len(single) > SHOWN_PROBLEMS:
        lines.append(f"... and {len(single) - SHOWN_PROBLEMS} more; {len(problems)} problems in all")
    return [*lines, *(_in_one_line([problem for problem in problems if problem.kind == kind]) for kind in many)]


def _in_one_line(problems: Sequence[Problem]) -> str:
    """Problems of one kind: how many, what it is, what to write for the first, and where the first ten are."""
    first, *others = problems[:MANY]
    places = ", ".join(problem.place for problem in others)
    return f"{len(problems)} times: {first.kind}. {first}. Also {places}, and {len(problems) - MANY} more"


def one_of(found: str, allowed: Iterable[str]) -> str:
    """``one of a, b, c (did you mean 'b'?)`` for a word outside a closed list."""
    from rapidfuzz import fuzz, process

    words = sorted(allowed)
    near = process.extractOne(found[:LONGEST_WORD], words, scorer=fuzz.ratio, score_cutoff=LIKE)
    listed = ", ".join(words) if len(words) <= 40 else f"the {len(words)} known names"
    return f"write one of {listed}" + (f" (did you mean '{near[0]}'?)" if near else "")
