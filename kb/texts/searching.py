"""Find words of law among the texts on this machine. The index lies beside the texts and is made anew when they change."""

from __future__ import annotations

import hashlib
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace

from kb.errors import UnavailableError
from kb.naming import iris
from kb.texts.folder import TextFolder, texts_folder

FILE = "search.sqlite"
EASTERN = re.compile(r"([\u3040-\u30ff\u3400-\u9fff])")  # written without spaces: each character is a word
MADE = """
CREATE TABLE state (editions TEXT);
CREATE VIRTUAL TABLE law USING fts5 (instrument UNINDEXED, pinpoint UNINDEXED, language UNINDEXED, edition UNINDEXED,
    heading, words);
"""
ASKED = """
SELECT instrument, pinpoint, language, edition, heading, snippet(law, 5, '«', '»', '…', 24) FROM law WHERE law MATCH ?
ORDER BY bm25(law, 0, 0, 0, 0, 5, 1), length(words) LIMIT ?
"""


@dataclass(frozen=True)
class LawHit:
    """A provision that has the words: where it stands, its language and edition, and the words around, marked «so»."""

    instrument: str
    pinpoint: str
    language: str
    edition: str
    heading: str
    snippet: str

    @property
    def key(self) -> str:
        """The text in the base: ``instrument/eu/dsa``."""
        return f"instrument/{self.instrument}"

    @property
    def iri(self) -> str:
        """The IRI of the instrument."""
        return iris.ID + self.key


def search_texts(words: str, limit: int = 20, folder: TextFolder | None = None) -> list[LawHit]:
    """Provisions of the newest editions that have all the words, the best first; none where there are no texts.

    Raises UnavailableError if the index can neither be read nor made.
    """
    place = folder or texts_folder()
    tokens = [token for token in re.findall(r"\w+", _spaced(words)) if token]
    if not tokens or not place.instruments:
        return []
    asked = " ".join(f'"{token}"' for token in tokens)
    try:
        with closing(_index(place)) as database:
            rows = database.execute(ASKED, (asked, limit)).fetchall()
    except (sqlite3.Error, OSError) as error:
        raise UnavailableError(
            f"the index of texts in {place.path} cannot be used: {error}; remove {place.path / FILE}"
        ) from None
    return [replace(hit, snippet=_closed(hit.snippet)) for hit in (LawHit(*row) for row in rows)]


def write_hits(hits: list[LawHit]) -> str:
    """Hits as plain text, two lines each."""
    return "".join(f"law/{one.instrument}  {one.pinpoint}  ({one.language}, {one.edition})\n    {one.snippet}\n" for one in hits)


def _index(folder: TextFolder) -> sqlite3.Connection:
    """The index of the texts as they are now, opened."""
    state = _state(folder)
    path = folder.path / FILE
    database = sqlite3.connect(path)
    try:
        if database.execute("SELECT editions FROM state").fetchone() == (state,):
            return database
    except sqlite3.Error:
        pass
    database.close()
    path.unlink(missing_ok=True)
    database = sqlite3.connect(path)
    with database:
        database.executescript(MADE)
        database.executemany("INSERT INTO law VALUES (?, ?, ?, ?, ?, ?)", _rows(folder))
        database.execute("INSERT INTO state VALUES (?)", (state,))
    return database


def _rows(folder: TextFolder) -> Iterator[tuple[str, ...]]:
    for edition, held in folder.every_provision():
        words = " ".join(_spaced(folder.words(held.sha256)).split())
        if words:
            version = held.version or edition.version
            yield edition.instrument, held.pinpoint, edition.language, version, _spaced(held.heading), words


def _state(folder: TextFolder) -> str:
    names = sorted(path.name for path in (folder.path / "editions").glob("*/*/*.json"))
    return hashlib.sha256("\n".join(names).encode()).hexdigest()


def _spaced(text: str) -> str:
    return EASTERN.sub(r" \1 ", text)


def _closed(snippet: str) -> str:
    """A snippet as it is written: without the spaces between characters of scripts that have none, nor a mark for each."""
    eastern = r"[\u3040-\u30ff\u3400-\u9fff，。、；：（）]"
    closed = re.sub(rf"(?<={eastern})([«»]?) +([«»]?)(?={eastern})", r"\1\2", " ".join(snippet.split()))
    closed = re.sub(rf"(?<={eastern})([«»]*) +([«»]*)(?={eastern})", r"\1\2", closed)
    return closed.replace("»«", "")
