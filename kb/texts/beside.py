"""The law's own words for a pinpoint, to be shown beside ours: in their language, from the edition that fits the day."""

from __future__ import annotations

from dataclasses import dataclass

from kb.texts.figures import base_of
from kb.texts.folder import Edition, texts_folder
from kb.texts.moving import Piece, word_difference
from kb.texts.resolving import NOT_FOUND, Resolved, Resolver

FROM_THE_RIGHT = ("ar", "fa", "he", "ur", "ps", "dv", "ug", "yi")


@dataclass(frozen=True)
class LawWords:
    """A passage of law: its words with language (BCP 47) and direction, the edition they are of, and what kind of text it is.

    ``is_exact`` is False where the words are of a larger or another unit; ``moved`` is what is otherwise since the edition
    before, word by word.
    """

    pinpoint: str
    words: str
    language: str
    direction: str
    edition: str
    kind: str
    address: str
    sha256: str
    is_exact: bool
    moved: tuple[Piece, ...] = ()


def law_words(instrument: str, pinpoint: str | None, as_of: str | None = None) -> LawWords | None:
    """The words at a pinpoint, of the newest edition that is not later than a day; None where no text is on this machine."""
    folder = texts_folder()
    if not pinpoint or not (folder.path / "editions" / instrument).is_dir():
        return None
    editions = folder.editions(instrument)
    edition = folder.latest(instrument, as_of)
    if edition is None:
        return None
    found = Resolver(folder, edition).resolve(pinpoint)
    if found.state == NOT_FOUND or not found.words:
        return None
    before = editions[editions.index(edition) - 1] if editions.index(edition) else None
    earlier = Resolver(folder, before).resolve(pinpoint).words if before else ""
    return _shown(found, edition, earlier)


def _shown(found: Resolved, edition: Edition, earlier: str) -> LawWords:
    direction = "rtl" if base_of(edition.language) in FROM_THE_RIGHT else "ltr"
    moved = tuple(word_difference(earlier, found.words)) if earlier and earlier != found.words else ()
    about = (edition.language, direction, found.version, edition.kind, found.address)
    return LawWords(found.pinpoint, found.words, *about, found.sha256, found.state == "found", moved)
