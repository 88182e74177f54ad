"""What was edited by hand in a table or a value that was written into a report, told apart from a change of the base."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kb.values.model import Comparison

BY_HAND = "it was edited by hand: it says '{}' where release {} says '{}'"
BY_SOMETHING = "it was edited by hand, or saved by another program"
LAID_OUT_OTHERWISE = "it was laid out otherwise, by hand or by another program; its words are as they were"
KEEP_OWN = 'words of your own are kept where the marker says them: own="{}: your words"'
ADD_OWN = "words of your own are kept where the marker says them: add '| {}: your words' to its own="
SAYS = re.compile(r"\w")
MARKUP = re.compile(r"\[\^[^\]]*\]|<[^>]*>|[*_`\\|]")
MOST = 8  # words
AROUND = ((2, 3), (1, 2), (0, 1))


@dataclass(frozen=True)
class Edit:
    """What to say of an edit, and the cell in which it is if that can be told, as ``us forced-divestiture``."""

    said: str
    cell: str = ""

    def reasons(self, has_own: bool) -> list[str]:
        """The edit with its place, and how words of the author's own are kept there."""
        if not self.cell:
            return [self.said]
        return [f"{self.said} ({self.cell})", (ADD_OWN if has_own else KEEP_OWN).format(self.cell)]


def edit_of(expected: Sequence[str], seen: Sequence[str], release: str, table: Comparison | None = None) -> Edit:
    """The first edit: pieces that a release writes beside those that a report shows, white space and signs left out."""
    ours, theirs = ([one for one in pieces if SAYS.search(MARKUP.sub("", one))] for pieces in (expected, seen))
    if _plain(ours) == _plain(theirs):
        return Edit(LAID_OUT_OTHERWISE)
    seen_there, written = differing(theirs, ours)
    cell = _cell(_plain(ours), _alike(ours, theirs), table) if table else ""
    return Edit(BY_HAND.format(seen_there, release, written), cell)


def differing(first: list[str], second: list[str]) -> tuple[str, str]:
    """What two lists of words say where they differ, shortened; with the words around where one says nothing."""
    start = _alike(first, second)
    end = _alike(first[start:][::-1], second[start:][::-1])
    around = 0 if min(len(first), len(second)) > start + end else 1
    told = [words[max(start - around, 0) : len(words) - max(end - around, 0)] for words in (first, second)]
    return _some(told[0]), _some(told[1])


def same_words(one: str, other: str) -> bool:
    """Whether two texts differ by white space alone, or by the signs that begin the lines of a quotation."""
    return _one_line(one) == _one_line(other)


def _one_line(text: str) -> str:
    return " ".join(re.sub(r"\n[ \t>]*", " ", text).split())


def _alike(first: list[str], second: list[str]) -> int:
    """How many words are the same at the beginning of both."""
    pairs = zip(first, second, strict=False)
    return next((at for at, (one, other) in enumerate(pairs) if one != other), min(len(first), len(second)))


def _some(words: list[str]) -> str:
    return MARKUP.sub("", " ".join(words[:MOST])).strip() + (" ..." if len(words) > MOST else "")


def _plain(words: list[str]) -> list[str]:
    return [re.sub(r"[^\w-]", "", MARKUP.sub("", one)).casefold() for one in words]


def _cell(words: list[str], at: int, table: Comparison) -> str:
    """The only cell that says what stands around a word."""
    said = {
        f"{cell.jurisdiction} {cell.question}": f" {' '.join(_plain(f'{cell.label} {cell.in_short}'.split()))} "
        for cell in table.cells
    }
    for before, after in AROUND:
        wanted = f" {' '.join(words[max(at - before, 0) : at + after])} "
        found = [name for name, text in said.items() if wanted in text]
        if len(found) == 1:
            return found[0]
    return ""
