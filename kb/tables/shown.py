"""What a file shows, piece by piece, whatever its white space; and the seal that it carries."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html.parser import HTMLParser

SPACE = " \t\r\n\f"
SEAL_IN_HTML, UNSEALED = "data-kb-seal", "none"
SEAL_COMMENT = re.compile(r"<!-- kb:seal (\{.*?\}) -->")
SEAL_IN_LATEX = re.compile(r"^%[ \t]*kb:seal (\{.*?\})[ \t\r]*$", re.MULTILINE)


@dataclass(frozen=True)
class Shown:
    """The pieces of a file, and the texts of the seals in it."""

    pieces: tuple[str, ...]
    seals: tuple[str, ...]


def words(text: str) -> list[str]:
    """The words between white space as browsers fold it; other kinds of space are characters like any other.

    >>> words("a  b")
    ['a', 'b']
    """
    return [word for word in re.split(f"[{SPACE}]+", text) if word]


def lines(text: str) -> list[str]:
    """Lines at line feeds and carriage returns and at nothing else."""
    return re.split("\r\n|\r|\n", text)


def shown_markdown(text: str) -> Shown:
    """Words of Markdown; where a row of a table begins and ends counts, how wide its columns are written does not."""
    seals = tuple(SEAL_COMMENT.findall(text))
    pieces: list[str] = []
    for line in lines(SEAL_COMMENT.sub("", text.removeprefix("\ufeff"))):
        if line.lstrip(SPACE).startswith("|"):
            pieces += ["\n", *words(re.sub(r"(?<!\\)\|", " | ", re.sub(r"(?<=[|:])-+(?=[|:])", "-", line))), "\n"]
        else:
            pieces += words(line)
    return Shown(tuple(pieces), seals)


def shown_latex(text: str) -> Shown:
    """Words of LaTeX; where a comment ends counts."""
    seals = tuple(SEAL_IN_LATEX.findall(text))
    pieces: list[str] = []
    for line in lines(SEAL_IN_LATEX.sub("", text)):
        pieces += words(line)
        pieces += ["\n"] if line.lstrip(SPACE).startswith("%") else []
    return Shown(tuple(pieces), seals)


class _Events(HTMLParser):
    """Tags with their attributes, and the words between them."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.seals: list[str] = []
        self.text: list[str] = []
        self.in_style = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A tag as one piece, its seal apart."""
        self.settle()
        self.seals += [value or "" for name, value in attrs if name == SEAL_IN_HTML and value != UNSEALED]
        said = sorted(f"{name}={' '.join(words(value or ''))}" for name, value in attrs if name != SEAL_IN_HTML)
        self.pieces.append(f"<{tag} {' '.join(said)}>")
        self.in_style = tag == "style"

    def handle_endtag(self, tag: str) -> None:
        """The end of a tag as one piece."""
        self.settle()
        self.pieces.append(f"</{tag}>")
        self.in_style = False

    def handle_data(self, data: str) -> None:
        """Text; what stands on both sides of a comment is one text."""
        self.text.append(data)

    def handle_decl(self, decl: str) -> None:
        """The document type."""
        self.settle()
        self.pieces.append(f"<!{' '.join(words(decl)).lower()}>")

    def unknown_decl(self, data: str) -> None:
        """Anything else is a piece as it stands."""
        self.pieces.append(data)

    def handle_pi(self, data: str) -> None:
        """A processing instruction is a piece as it stands."""
        self.pieces.append(data)

    def settle(self) -> None:
        """Put the words read so far among the pieces; in a style sheet no white space counts."""
        found = words("".join(self.text))
        self.pieces += ["".join(found)] if self.in_style and found else found
        self.text = []


def shown_html(text: str) -> Shown:
    """Tags, attributes and words of HTML; comments do not count."""
    events = _Events()
    events.feed(text.removeprefix("\ufeff"))
    events.close()
    events.settle()
    return Shown(tuple(events.pieces), tuple(events.seals))
