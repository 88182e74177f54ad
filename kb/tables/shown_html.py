"""What an HTML file shows, and its seal; apart from the other formats, so that only HTML pays for the parser."""

from __future__ import annotations

from html.parser import HTMLParser

from kb.naming.licences import DATA, in_german
from kb.tables.shown import SEAL_IN_HTML, UNSEALED, Shown, words

OUR_LICENCE = {
    f"<link href={DATA.address} rel=license>": "",
    f"<a href={DATA.address} rel=license noopener target=_blank>": DATA.name,
    f"<a href={in_german(DATA)} hreflang=de lang=de rel=license noopener target=_blank>": f"{DATA.name} auf Deutsch",
}


class _Events(HTMLParser):
    """Tags with their attributes, and the words between them."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.seals: list[str] = []
        self.text: list[str] = []
        self.in_style = False
        self.in_licence = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A tag as one piece, its seal apart; our own licence is no piece, so that older files say the same."""
        self.settle()
        self.seals += [value or "" for name, value in attrs if name == SEAL_IN_HTML and value != UNSEALED]
        said = sorted(f"{name}={' '.join(words(value or ''))}" for name, value in attrs if name != SEAL_IN_HTML)
        piece = f"<{tag} {' '.join(said)}>"
        self.in_licence = OUR_LICENCE.get(piece, "")
        self.pieces += [] if piece in OUR_LICENCE else [piece]
        self.in_style = tag == "style"

    def handle_endtag(self, tag: str) -> None:
        """The end of a tag as one piece."""
        if self.in_licence and tag == "a" and words("".join(self.text)) == self.in_licence.split():
            self.text = []
        else:
            self.settle()
            self.pieces.append(f"</{tag}>")
        self.in_licence = ""
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
