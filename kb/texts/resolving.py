"""Where a pinpoint stands in an edition: found as it is, found softly (a larger unit, a part, or by its name), or not."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from kb.loaders.pinpoints import pinpoint_slug
from kb.loaders.texts.law_text import passage_hash
from kb.loaders.texts.loci import Locus, has_more, loci_of, numbering_of
from kb.texts.cutting import cut
from kb.texts.folder import Edition, Held, TextFolder

FOUND, SOFT, NOT_FOUND = "found", "soft", "not-found"


@dataclass(frozen=True)
class Resolved:
    """A pinpoint in an edition: its state, the hash of its passage, its words, of which edition; none of what is not known."""

    pinpoint: str
    state: str
    sha256: str = ""
    words: str = ""
    headings: tuple[str, ...] = ()
    address: str = ""
    version: str = ""


@dataclass(frozen=True)
class _Piece:
    """The words of one unit that a pinpoint names."""

    sha256: str
    words: str
    is_exact: bool
    heading: str = ""
    address: str = ""
    version: str = ""


class Resolver:
    """One edition, in which pinpoints are looked up."""

    def __init__(self, folder: TextFolder, edition: Edition) -> None:
        self.folder, self.edition = folder, edition

    @cached_property
    def _by_name(self) -> dict[str, Held]:
        return {_name(held.pinpoint): held for held in reversed(self.edition.provisions)}

    @cached_property
    def _by_locus(self) -> dict[str, dict[Locus, Held]]:
        """Provisions by the one unit that each is, in each numbering of the act; of two for a unit the one that is it."""
        found: dict[str, dict[Locus, Held]] = {}
        for held in sorted(self.edition.provisions, key=lambda one: one.is_near):
            loci = loci_of(held.pinpoint)
            if len(loci) == 1 and not has_more(held.pinpoint):
                found.setdefault(numbering_of(held.pinpoint), {}).setdefault(loci[0], held)
        return found

    def _units(self, year: str) -> dict[Locus, Held]:
        """The units in the numbering of a year: of two numberings only one has what a pinpoint means."""
        named = self._by_locus.get(year, {})
        is_of_year = not year or self.edition.dated.startswith(year)
        return {**self._by_locus.get("", {}), **named} if is_of_year else named

    def resolve(self, pinpoint: str) -> Resolved:
        """Where a pinpoint of the facts stands."""
        loci = loci_of(pinpoint)
        if held := self._by_name.get(_name(pinpoint)):
            return self._whole(pinpoint, [self._named(held, loci)], is_whole=True)
        units = self._units(numbering_of(pinpoint))
        pieces = [piece for locus in loci if (piece := self._unit(units, locus))]
        return self._whole(pinpoint, pieces, is_whole=len(pieces) == len(loci) and not has_more(pinpoint))

    def _whole(self, pinpoint: str, pieces: list[_Piece], is_whole: bool) -> Resolved:
        if not pieces:
            return Resolved(pinpoint, NOT_FOUND)
        state = FOUND if is_whole and all(piece.is_exact for piece in pieces) else SOFT
        words = "\n".join(dict.fromkeys(piece.words for piece in pieces if piece.words))
        sha256 = pieces[0].sha256 if len(pieces) == 1 else passage_hash(words) if words else ""
        headings = tuple(dict.fromkeys(piece.heading for piece in pieces if piece.heading))
        address = next((piece.address for piece in pieces if piece.address), self.edition.address)
        version = next((piece.version for piece in pieces if piece.version), self.edition.version)
        return Resolved(pinpoint, state, sha256, words, headings, address, version)

    def _named(self, held: Held, loci: tuple[Locus, ...]) -> _Piece:
        """The passage under this very pinpoint; where its words are of a larger unit, the point is cut out if it can be."""
        piece = self._piece(held, not held.is_near)
        words = cut(piece.words, loci[0][2:]) if held.is_near and len(loci) == 1 and loci[0][2:] else ""
        return _Piece(passage_hash(words), words, True, held.heading, held.address, held.version) if words else piece

    def _unit(self, units: dict[Locus, Held], locus: Locus) -> _Piece | None:
        """One unit: as a provision of its own, cut out of a larger one, put together of its parts, or the larger one."""
        for length in range(len(locus), 1, -1):
            if held := units.get(locus[:length]):
                return self._within(held, locus[length:])
        parts = [held for key, held in units.items() if key[: len(locus)] == locus]
        if not parts:
            return None
        words = "\n".join(self.folder.words(held.sha256) for held in parts)
        return _Piece(passage_hash(words), words, False, parts[0].heading, parts[0].address, parts[0].version)

    def _within(self, held: Held, groups: Locus) -> _Piece:
        piece = self._piece(held, not held.is_near and not groups)
        words = cut(piece.words, groups) if groups else ""
        return _Piece(passage_hash(words), words, not held.is_near, held.heading, held.address, held.version) if words else piece

    def _piece(self, held: Held, is_exact: bool) -> _Piece:
        return _Piece(held.sha256, self.folder.words(held.sha256), is_exact, held.heading, held.address, held.version)


def _name(pinpoint: str) -> str:
    """What two spellings of a pinpoint have alike; in scripts without Latin letters the words themselves."""
    return pinpoint_slug(pinpoint) if pinpoint.isascii() else " ".join(pinpoint.split()).casefold()
