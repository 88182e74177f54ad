"""What moved between two editions of a text, word by word, and what in the facts rests on it."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kb.loaders.record.statements import statements_of
from kb.loaders.records import Facts
from kb.texts.folder import Edition, TextFolder
from kb.texts.resolving import NOT_FOUND, Resolver

CHANGED, ADDED, REMOVED = "changed", "added", "removed"
WORD = re.compile(r"\s+|[\u3040-\u9fff]|\w+|[^\w\s]")


@dataclass(frozen=True)
class Moved:
    """A passage that is another in a newer edition: the hashes of both, and the claims, events and provisions that rest on it."""

    instrument: str
    earlier: Edition
    later: Edition
    pinpoint: str
    change: str
    hashes: tuple[str, str]
    claims: tuple[str, ...] = ()
    events: tuple[str, ...] = ()
    provisions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Piece:
    """Some words of a difference: ``same``, ``old`` (only earlier) or ``new`` (only later)."""

    kind: str
    words: str


def moved_of(facts: Facts, folder: TextFolder, instrument: str) -> Iterator[Moved]:
    """Passages of an instrument that moved between its last two editions: those that facts rest on, then all others."""
    editions = folder.editions(instrument)
    if len(editions) < 2:
        return
    earlier, later = editions[-2:]
    cited = list(_cited(facts, folder, instrument, earlier, later))
    yield from cited
    known = {one.pinpoint for one in cited}
    old, new = ({held.pinpoint: held.sha256 for held in edition.provisions} for edition in (earlier, later))
    for pinpoint in dict.fromkeys((*old, *new)):
        hashes = (old.get(pinpoint, ""), new.get(pinpoint, ""))
        if hashes[0] != hashes[1] and pinpoint not in known:
            yield Moved(instrument, earlier, later, pinpoint, _change(hashes), hashes)


def _cited(facts: Facts, folder: TextFolder, instrument: str, earlier: Edition, later: Edition) -> Iterator[Moved]:
    act = facts.instruments[instrument]
    resolvers = (Resolver(folder, earlier), Resolver(folder, later))
    named = (event.provision for event in act.dates if event.provision and not event.withdrawn)
    for pinpoint in dict.fromkeys((*act.provisions, *named)):
        old, new = (resolver.resolve(pinpoint) for resolver in resolvers)
        if old.sha256 != new.sha256 and (old.state, new.state) != (NOT_FOUND, NOT_FOUND):
            hashes = (old.sha256, new.sha256)
            resting = _resting(facts, instrument, pinpoint)
            provisions = (pinpoint,) if pinpoint in act.provisions else ()
            yield Moved(instrument, earlier, later, pinpoint, _change(hashes), hashes, *resting, provisions)


def _resting(facts: Facts, instrument: str, pinpoint: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Identifiers of the claims and events that rest on a pinpoint."""
    standing = [one for one in statements_of(facts, f"instruments/{instrument}.yaml") if not one.withdrawn_on]
    claims = (one.id for one in standing if one.kind == "claim" and pinpoint in (one.meaning["rests_on"] or ()))
    events = (one.id for one in standing if one.kind == "event" and one.meaning["provision"] == pinpoint)
    return tuple(claims), tuple(events)


def _change(hashes: tuple[str, str]) -> str:
    return CHANGED if all(hashes) else ADDED if hashes[1] else REMOVED


def word_difference(earlier: str, later: str) -> list[Piece]:
    """Two passages word by word; where there are no spaces between words, character by character."""
    old, new = WORD.findall(" ".join(earlier.split())), WORD.findall(" ".join(later.split()))
    pieces: list[Piece] = []
    for tag, first, last, start, end in difflib.SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(Piece("same", "".join(old[first:last])))
            continue
        pieces += [Piece("old", "".join(old[first:last]))] if first < last else []
        pieces += [Piece("new", "".join(new[start:end]))] if start < end else []
    return pieces


def written_difference(pieces: Sequence[Piece]) -> str:
    """A difference as plain text: ``[-old-]`` and ``{+new+}``."""
    marks = {"same": "{}", "old": "[-{}-]", "new": "{{+{}+}}"}
    return "".join(marks[piece.kind].format(piece.words) for piece in pieces)
