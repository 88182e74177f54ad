"""A text of law as provisions: what every reader yields, and how a passage is hashed.

UnreadableTextError (ValueError)    a document that no reader can, or that none may, read
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

MAX_BYTES = 60_000_000
MAX_PROVISIONS = 50_000
DAYS = (re.compile(r"(\d{4})-(\d{2})-(\d{2})"), re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})"))


class UnreadableTextError(ValueError):
    """A document that cannot be read as a text of law; the message says why, or what to do."""


@dataclass(frozen=True)
class Provision:
    """One provision of one edition: its pinpoint, its words, its heading, and the hash of its words.

    ``is_near`` says that the words only hold what the pinpoint names, or stand in a larger unit. Of a passage that was read
    elsewhere there may be a hash and no words; then ``address`` says where. ``version`` is given where the words are of another
    edition than the rest.
    """

    pinpoint: str
    text: str
    heading: str = ""
    is_near: bool = False
    hash_read: str = ""
    address: str = ""
    version: str = ""

    @property
    def sha256(self) -> str:
        """The hash of the words, or of what was read elsewhere."""
        return passage_hash(self.text) if self.text else self.hash_read


@dataclass(frozen=True)
class LawText:
    """One edition of a text of law.

    ``instrument`` is the path of its file of facts, ``language`` a BCP 47 tag, ``dated`` an ISO day, ``kind`` what it is to
    evidence (official-text, copy, translation, anonymous), ``source`` where it was taken from, ``address`` where it can be read,
    ``publisher`` whose text a copy is, ``current_to`` the ISO day through which the text says that it stands; each is empty where
    the document does not say it.
    """

    provisions: tuple[Provision, ...]
    title: str = ""
    instrument: str = ""
    language: str = ""
    version: str = ""
    dated: str = ""
    kind: str = ""
    source: str = ""
    address: str = ""
    publisher: str = ""
    current_to: str = ""


def folded(text: str) -> str:
    """A text with its white space folded: what is hashed and compared.

    >>> folded(" a\\n b ")
    'a b'
    """
    return " ".join(text.split())


def passage_hash(text: str) -> str:
    """SHA-256 of a passage with its white space folded, in hexadecimal."""
    return hashlib.sha256(folded(text).encode()).hexdigest()


def first_day(words: str) -> str:
    """The first whole day in some words, as an ISO day; nothing where there is none.

    >>> first_day("as published in OJ L 277, 27.10.2022")
    '2022-10-27'
    """
    iso, dotted = (pattern.search(words) for pattern in DAYS)
    if iso:
        return iso.group()
    return f"{dotted[3]}-{int(dotted[2]):02}-{int(dotted[1]):02}" if dotted else ""
