"""The folder of texts: the words of each provision under their hash, and a list of hashes for each edition of a text.

``words/ab/ab12...txt`` holds the words of one provision, ``editions/eu/dsa/<id>.json`` what an edition is and which provisions it
has. Both follow from their content, so that adding a text again changes nothing, and two editions share what they have alike.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from kb.errors import UsageError
from kb.loaders.layout import releases_folder
from kb.loaders.texts.law_text import LawText, Provision, passage_hash
from kb.saving import as_json, save

SETTING = "KB_TEXTS"


@dataclass(frozen=True)
class Held:
    """A provision of an edition: where it stands, the hash and length of its words (0: only their hash is known).

    ``version`` is given where its words are of another edition than the rest.
    """

    pinpoint: str
    sha256: str
    length: int
    heading: str = ""
    is_near: bool = False
    address: str = ""
    version: str = ""


@dataclass(frozen=True)
class Edition:
    """One edition of a text of law in the folder, as :class:`kb.loaders.texts.law_text.LawText` says it, without its words."""

    id: str
    instrument: str
    title: str
    language: str
    version: str
    dated: str
    kind: str
    source: str
    address: str
    provisions: tuple[Held, ...]
    publisher: str = ""
    current_to: str = ""


def texts_folder(given: Path | None = None) -> TextFolder:
    """The folder as given, else where KB_TEXTS says, else ``texts`` where releases live; it need not exist."""
    home = Path(os.environ.get("KB_HOME") or releases_folder())
    return TextFolder(given or Path(os.environ.get(SETTING) or home / "texts"))


class TextFolder:
    """Texts of law below one path; nothing is written but by :meth:`add`."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def add(self, text: LawText) -> tuple[Edition, bool]:
        """Keep an edition; the edition, and whether it is new. The words come first, the list of them last."""
        held = tuple(self._keep(one) for one in text.provisions)
        about = {name: value for name, value in asdict(text).items() if name != "provisions"}
        identity = hashlib.sha256(as_json([about, [_plain(one) for one in held]]).encode()).hexdigest()[:16]
        edition = Edition(id=identity, provisions=held, **about)
        path = self.path / "editions" / text.instrument / f"{identity}.json"
        if path.exists():
            return edition, False
        _make(path.parent)
        save(path, as_json(asdict(edition)).encode())
        self.__dict__.pop("instruments", None)
        return edition, True

    def _keep(self, provision: Provision) -> Held:
        about = (provision.heading, provision.is_near, provision.address, provision.version)
        held = Held(provision.pinpoint, provision.sha256, len(provision.text), *about)
        path = self._words_path(held.sha256)
        if provision.text and not path.exists():
            _make(path.parent)
            save(path, provision.text.encode())
        return held

    @cached_property
    def instruments(self) -> tuple[str, ...]:
        """Paths of the instruments that have a text here."""
        editions = self.path / "editions"
        return tuple(sorted({path.parent.relative_to(editions).as_posix() for path in editions.glob("*/*/*.json")}))

    def editions(self, instrument: str) -> tuple[Edition, ...]:
        """All editions of one instrument, the oldest first; those without a day come first."""
        paths = sorted((self.path / "editions" / instrument).glob("*.json"))
        return tuple(sorted((_edition(path) for path in paths), key=lambda one: (one.dated, one.version, one.id)))

    def latest(self, instrument: str, as_of: str | None = None) -> Edition | None:
        """The newest edition of an instrument that is not later than a day; the oldest if all are."""
        editions = self.editions(instrument)
        earlier = [one for one in editions if as_of is None or one.dated <= as_of]
        found = earlier or editions[:1]
        return found[-1] if found else None

    def words(self, sha256: str) -> str:
        """The words with a hash; nothing if only the hash is known. UsageError if the file says something else."""
        path = self._words_path(sha256)
        if not path.exists():
            return ""
        words = path.read_text(encoding="utf-8")
        if passage_hash(words) != sha256:
            raise UsageError(f"{path} is not what was added: its words have another hash; remove it and add the text again")
        return words

    def every_provision(self) -> Iterator[tuple[Edition, Held]]:
        """Every provision of the newest edition of every instrument."""
        for instrument in self.instruments:
            edition = self.latest(instrument)
            if edition:
                yield from ((edition, held) for held in edition.provisions)

    def _words_path(self, sha256: str) -> Path:
        return self.path / "words" / sha256[:2] / f"{sha256}.txt"


def _plain(held: Held) -> dict[str, Any]:
    """What an edition is known by, of a provision; a version only where it is given, so that editions keep their names."""
    return {name: value for name, value in asdict(held).items() if value or name != "version"}


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"{folder} cannot be made: {error.strerror}; name another folder with {SETTING}") from None


def _edition(path: Path) -> Edition:
    try:
        given = json.loads(path.read_text(encoding="utf-8"))
        provisions = tuple(Held(**one) for one in given.pop("provisions"))
        return Edition(provisions=provisions, **given)
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise UsageError(f"{path} cannot be read ({error}); remove it and add the text again") from None
