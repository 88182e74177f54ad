"""A draft as sentences: text, Markdown, HTML or Word, with the paragraph in which each stands."""

from __future__ import annotations

import hashlib
import html
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass

from kb.errors import UsageError

MOST_BYTES = 5_000_000
LONGEST = 2_000  # characters of a sentence; what is longer is no sentence, and is taken in pieces
LONGEST_ABBREVIATION = 12
END = re.compile(r"(?<=[.!?])[\"”’“»)]*\s+(?=[\"“„«(]?[A-ZÄÖÜ0-9§])")
ABBREVIATED = re.compile(
    r"(?:\b(?:art|sec|s|no|nos|para|pp?|v|pub|l|u|c|e|g|i|cf|mr|ms|dr|inc|ltd|div|reg|dir|abs|nr|lit|ziff|vgl|bzw|ca|gem|ggf|sog|mio|mrd|rn|rz|st)"
    r"|\b[A-Z])\.$",
    re.IGNORECASE,
)
# a number with a full stop that is an ordinal of German, and what stands behind it: 10. Dezember, 10. 12. 2025, 2. Senat
ORDINAL = re.compile(r"(?<!\d)\d{1,2}\.$")
NUMBERED = re.compile(
    r"(?:Januar|Jänner|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember|Jan\.|Feb\.|Aug\.|Sept?\.|Okt\.|Nov\.|Dez\."
    r"|\d{1,2}\.\s?\d{2,4}\b|(?:Zivil|Straf)?[Ss]enat|Kammer|Kapitel|Abschnitt|Absatz|Artikel|Satz|Titel|Buch|Teil|Auflage|Lebensjahr"
    r"|Geburtstag|Jahrhundert|Änderung)"
)
MARKS = re.compile(
    r"^\s*(?:#+|[-*+>]|\d+[.)])\s+|[*_`]{1,3}|\[\^?\d+\]:?|!?\[|\]\([^()]*(?:\([^()]*\)[^()]*)*\)|\]", re.MULTILINE
)
UNREAD = re.compile(r"(?is)<(script|style)\b.*?(?:</\1>|\Z)|<!--.*?(?:-->|\Z)")  # what is not closed goes on to the end
HEAD = re.compile(r"(?is)<head\b.*?(?=<(?:/head|body|p|div|h[1-6]|ul|ol|table)\b|\Z)")
BLOCKS = re.compile(r"(?i)</?(?:p|div|li|h[1-6]|tr|td|th|br|section|article|blockquote|ul|ol|table)\b[^<>]*>")


@dataclass(frozen=True)
class Sentence:
    """One sentence, with the number of its paragraph and its own in it, both from 1."""

    paragraph: int
    number: int
    text: str

    @property
    def sha256(self) -> str:
        """The hash by which a sentence is known again, as the places of sources have it."""
        return hashlib.sha256(self.text.encode("utf-8")).hexdigest()


def sentences_of(content: bytes, suffix: str) -> list[Sentence]:
    """The sentences of a file by its suffix (.txt, .md, .html, .docx); UsageError for one that cannot be read."""
    return from_paragraphs(paragraphs_of(content, suffix))


def paragraphs_of(content: bytes, suffix: str) -> list[str]:
    """The paragraphs of a file by its suffix, their white space folded; UsageError for one that cannot be read."""
    if len(content) > MOST_BYTES:
        raise UsageError(f"the draft is larger than {MOST_BYTES // 1_000_000} MB; check it in parts")
    readers = {".docx": _of_word, ".html": _of_html, ".htm": _of_html, ".md": _of_markdown}
    return _folded(readers.get(suffix.lower(), _of_text)(content))


def from_paragraphs(paragraphs: Iterable[str]) -> list[Sentence]:
    """The sentences of paragraphs; white space is folded."""
    found: list[Sentence] = []
    for place, paragraph in enumerate(_folded(paragraphs), 1):
        found += [Sentence(place, number, text) for number, text in enumerate(split_sentences(paragraph), 1)]
    return found


def from_text(text: str) -> list[Sentence]:
    """The sentences of a text whose paragraphs stand apart by an empty line, or begin on a new line."""
    return from_paragraphs(_paragraphs(text))


def _folded(paragraphs: Iterable[str]) -> list[str]:
    return list(filter(None, (" ".join(one.split()) for one in paragraphs)))


def split_sentences(paragraph: str) -> list[str]:
    """A paragraph cut after full stops that end a sentence; not after Pub., sec. and the like."""
    found: list[str] = []
    for piece in END.split(paragraph):
        if found and len(found[-1]) < LONGEST and _goes_on(found[-1][-LONGEST_ABBREVIATION:], piece):
            found[-1] = f"{found[-1]} {piece}"
        else:
            found.append(piece)
    return [one[start : start + LONGEST] for one in found for start in range(0, len(one), LONGEST)]


def _goes_on(end: str, piece: str) -> bool:
    """Whether a full stop ends no sentence: it belongs to an abbreviation, or to an ordinal of a date, a court or a passage."""
    return bool(ABBREVIATED.search(end) or (ORDINAL.search(end) and NUMBERED.match(piece)))


def _of_text(content: bytes) -> list[str]:
    return _paragraphs(_decoded(content))


def _paragraphs(text: str) -> list[str]:
    return re.split(r"\n\s*\n|\n(?=[A-ZÄÖÜ§])", text)


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UsageError("the draft is no text in UTF-8; save it as text, Markdown, HTML or .docx") from None


def _of_markdown(content: bytes) -> list[str]:
    return [MARKS.sub("", one) for one in re.split(r"\n\s*\n|\n(?=\s*(?:[-*+#|>]|\d+[.)]) )", _decoded(content))]


def _of_html(content: bytes) -> list[str]:
    text = BLOCKS.sub("\n\n", HEAD.sub(" ", UNREAD.sub(" ", _decoded(content))))
    return [html.unescape(re.sub(r"<[^<>]+>", "", one)) for one in re.split(r"\n\s*\n", text)]


def _of_word(content: bytes) -> list[str]:
    from docx import Document

    try:
        return [one.text for one in Document(io.BytesIO(content)).paragraphs]
    except Exception:  # a package of files that anybody may have made: whatever is wrong with it, it is no document of Word
        raise UsageError("the draft is no Word document that can be read; save it anew as .docx") from None
