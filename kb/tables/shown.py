"""What a file shows, piece by piece, whatever its white space; and the seal that it carries."""

from __future__ import annotations

import re
from typing import NamedTuple

SPACE = " \t\r\n\f"
SPACES = re.compile(f"[{SPACE}]+")
# each begins with the character itself, for which a text is searched faster than for what stands before it
BETWEEN_CELLS, RULE = re.compile(r"\|(?<!\\\|)"), re.compile(r"-(?<=[|:]-)-*(?=[|:])")
SEAL_IN_HTML, UNSEALED = "data-kb-seal", "none"
SEAL_COMMENT = re.compile(r"(?:<!--|\{/\*) kb:seal (\{.*?\}) (?:-->|\*/\})")
SEAL_IN_MARKUP = re.compile(r"^[ \t]*(?://|\.\.)[ \t]*kb:seal (\{.*?\})[ \t\r]*$", re.MULTILINE)
SEAL_IN_LATEX = re.compile(r"^%[ \t]*kb:seal (\{.*?\})[ \t\r]*$", re.MULTILINE)


class Shown(NamedTuple):
    """The pieces of a file, and the texts of the seals in it."""

    pieces: tuple[str, ...]
    seals: tuple[str, ...]


def words(text: str) -> list[str]:
    """The words between white space as browsers fold it; other kinds of space are characters like any other.

    >>> words("a  b")
    ['a', 'b']
    """
    return [word for word in SPACES.split(text) if word]


def lines(text: str) -> list[str]:
    """Lines at line feeds and carriage returns and at nothing else."""
    return re.split("\r\n|\r|\n", text)


def shown_markdown(text: str) -> Shown:
    """Words of Markdown; where a row of a table begins and ends counts, how wide its columns are written does not."""
    seals = tuple(SEAL_COMMENT.findall(text))
    pieces: list[str] = []
    for line in lines(SEAL_COMMENT.sub("", text.removeprefix("\ufeff"))):
        if line.lstrip(SPACE).startswith("|"):
            pieces += ["\n", *words(BETWEEN_CELLS.sub(" | ", RULE.sub("-", line))), "\n"]
        else:
            pieces += words(line)
    return Shown(tuple(pieces), seals)


def shown_markup(text: str) -> Shown:
    """Words of the markup of other tools, line by line."""
    seals = tuple(SEAL_IN_MARKUP.findall(text))
    pieces = [piece for line in lines(SEAL_IN_MARKUP.sub("", text)) if line.strip() for piece in (*words(line), "\n")]
    return Shown(tuple(pieces), seals)


def shown_latex(text: str) -> Shown:
    """Words of LaTeX; where a comment ends counts."""
    seals = tuple(SEAL_IN_LATEX.findall(text))
    pieces: list[str] = []
    for line in lines(SEAL_IN_LATEX.sub("", text)):
        pieces += words(line)
        pieces += ["\n"] if line.lstrip(SPACE).startswith("%") else []
    return Shown(tuple(pieces), seals)
