"""A file of facts as lines, nodes and comments, from which comments are taken in their order, each once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import yaml

from kb.loaders.yaml_files import LOADER

COMMENT = re.compile(r"(?:^|(?<=\s))#.*")


class SourceText:
    """The text of a file that can be read as YAML; what was written of it so far is counted in lines from 0."""

    def __init__(self, text: str) -> None:
        self.text, self.lines = text, text.split("\n")
        self.tree: Any = yaml.compose(text, Loader=LOADER)
        self.comments = comments_of(text, self.tree)
        self._next = 0

    def of(self, node: Any) -> str:
        """The text of a node."""
        return self.text[node.start_mark.index : node.end_mark.index]

    def written(self, line: int) -> None:
        """Say that what stands up to a line has been written."""
        self._next = max(self._next, line + 1)

    def before(self, line: int, column: int) -> list[str]:
        """Comments and empty lines between what was written and a line, at a column; of several empty lines one."""
        found: list[str] = []
        for number in range(self._next, line):
            if number in self.comments:
                found.append(" " * column + self.comments.pop(number))
            elif not self.lines[number].strip() and found[-1:] != [""]:
                found.append("")
        self._next = max(self._next, line)
        return found

    def after(self, column: int, least: int) -> list[str]:
        """Comments that follow and stand at the column ``least`` or deeper, at a column of their own."""
        end = self._next
        for number in range(self._next, len(self.lines)):
            line = self.lines[number]
            if line.strip() and not (number in self.comments and len(line) - len(line.lstrip()) >= least):
                break
            end = number + 1 if line.strip() else end
        return self.before(end, column)

    def beside(self, line: int) -> str:
        """The comment at the end of a line with the spaces before it; nothing if there is none."""
        return f"  {self.comments.pop(line)}" if line in self.comments else ""

    def has_comments(self, first: int, end: int) -> bool:
        """Whether a comment stands in the lines from the first to before the end."""
        return any(line in self.comments for line in range(first, end))

    def leave(self, first: int, end: int) -> None:
        """Take the comments of some lines, which are written as they stand."""
        for line in range(first, end):
            self.comments.pop(line, None)


def comments_of(text: str, tree: Any) -> dict[int, str]:
    """The comment of each line that has one: what follows a ``#`` that stands in no scalar."""
    if "#" not in text:
        return {}
    for start, end in _held(text, tree):
        text = text[:start] + re.sub(r"[^\n]", "x", text[start:end]) + text[end:]
    found = ((number, COMMENT.search(line)) for number, line in enumerate(text.split("\n")))
    return {number: comment[0].rstrip() for number, comment in found if comment}


def _held(text: str, tree: Any) -> Iterator[tuple[int, int]]:
    """Start and end of every scalar that has a ``#``; a block begins behind its first line, which may end in a comment."""
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        if node.id == "scalar":
            start, end = node.start_mark.index, node.end_mark.index
            start = text.find("\n", start, end) + 1 or end if node.style in ("|", ">") else start
            if "#" in text[start:end]:
                yield start, end
        else:
            waiting += node.value if node.id == "sequence" else (one for pair in node.value for one in pair)
